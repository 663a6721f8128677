import type { ArtifactHead } from '#components/artifact/artifact-page.ts';
import type { Principal } from '#lib/auth/principal.ts';
import { visibleDevices } from '#lib/auth/visible-devices.ts';
import { deviceName } from '#lib/present/fleet-view.ts';
import { visibleText } from '#lib/present/visible-text.ts';
import type { FleetDevice } from '#lib/store/device-row.ts';
import { findDeviceRecords } from '#lib/store/devices.ts';
import type { Store } from '#lib/store/open-store.ts';
import { listSubmissions } from '#lib/store/submissions.ts';
import { listUnlinked } from '#lib/store/unlinked.ts';
import type { VisibleArtifact } from '../../../api/v1/artifacts/visible-artifact.ts';

/** Devices and acts of handing in that the page names. */
const MAX_DEVICES = 10;
const MAX_SUBMISSIONS = 10;
/** They wait for nothing, and the page tells why at length. */
const UNREAD = ['unreadable', 'unsupported'];

export type LoadedHead = Omit<ArtifactHead, 'kinds'> & { readonly firstDevice: FleetDevice | undefined };

/** Who handed a file in, where it belongs and why it waits, as far as the viewer may see it. */
export async function artifactHead(store: Store, principal: Principal, { artifact, devices }: VisibleArtifact): Promise<LoadedHead> {
  const { sha256, size } = artifact;
  const own = principal.role === 'integrator' ? { submittedBy: principal.name } : {};
  const page = await listSubmissions(store, { ...own, sha256, limit: MAX_SUBMISSIONS });
  const records = await findDeviceRecords(store.pool, devices.slice(0, MAX_DEVICES));
  const waiting = await Promise.all(
    page.items.slice(0, 1).map(({ id }) => listUnlinked(store, { submissionId: id, visible: visibleDevices(principal) })),
  );
  return {
    sha256,
    size,
    submissions: page.items.map(({ id, receivedAt, submittedBy, role, fileName }) => ({
      ...{ id, at: receivedAt, by: visibleText(submittedBy), role: role === null ? null : visibleText(role) },
      fileName: fileName === null ? null : visibleText(fileName),
    })),
    hasMoreSubmissions: page.nextCursor !== null,
    devices: records.map((record) => ({ id: record.id, name: visibleText(deviceName(record)) })),
    moreDevices: Math.max(0, devices.length - MAX_DEVICES),
    waits: [
      ...new Set(
        waiting.flatMap(({ items }) => items.filter(({ reason }) => !UNREAD.includes(reason)).map(({ detail }) => visibleText(detail))),
      ),
    ],
    firstDevice: records[0],
  };
}
