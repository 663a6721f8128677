import type { VisibleDevices } from '#lib/auth/visible-devices.ts';
import type { Catalogue } from '#lib/i18n/catalogue.ts';
import { readDigest } from '#lib/present/digest-text.ts';
import type { FleetDevice } from '#lib/store/device-row.ts';
import { listFleet } from '#lib/store/fleet.ts';
import type { Store } from '#lib/store/open-store.ts';
import { search } from '#lib/store/search.ts';

/** Something found, with the page where it is shown. */
export interface Hit {
  readonly href: string;
  readonly title: string;
  readonly detail: string;
  readonly device: string | null;
  readonly sha256: string | null;
}

/** Devices, parts and files that match. Who sees only some devices searches among those, and no files. */
export async function searchHits(
  store: Store,
  { text, visible, maySeeDigests, texts }: { text: string; visible: VisibleDevices; maySeeDigests: boolean; texts: Catalogue['digests'] },
): Promise<readonly Hit[]> {
  if (visible !== 'any') return (await listFleet(store, { filter: { text }, visible, sort: 'model' })).items.map(deviceHit);
  const { devices, components, artifacts } = await search(store, text);
  const parts = components.map(({ deviceId, manufacturer, model, serial, state }) => ({
    href: `/devices/${deviceId}`,
    title: [manufacturer, model, serial].filter((part) => part !== null && part !== '').join(' '),
    detail: state,
    device: deviceId,
    sha256: null,
  }));
  const files = artifacts.map(({ sha256, summary }) => ({
    href: `/artifacts/${sha256}`,
    title: summary,
    detail: sha256,
    device: null,
    sha256,
  }));
  return unique([...(maySeeDigests ? digestHits(text, texts) : []), ...devices.map(deviceHit), ...parts, ...files]);
}

function deviceHit({ id, manufacturer, model, serial, trust }: FleetDevice): Hit {
  const title = [manufacturer, model, serial].filter((part) => part !== null).join(' ');
  return { href: `/devices/${id}`, title: title === '' ? id : title, detail: trust, device: id, sha256: null };
}

/** A whole digest leads to its page, whatever else has it. */
function digestHits(text: string, { search: title }: Catalogue['digests']): readonly Hit[] {
  const digest = readDigest(text);
  return digest === null ? [] : [{ href: `/digests/${digest}`, title, detail: digest, device: null, sha256: null }];
}

/** One hit an address: the device itself before its parts. */
function unique(hits: readonly Hit[]): readonly Hit[] {
  const first = new Map<string, Hit>();
  for (const hit of hits) if (!first.has(hit.href)) first.set(hit.href, hit);
  return [...first.values()];
}
