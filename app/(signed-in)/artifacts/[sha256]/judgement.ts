import { judgeArtifact } from '#lib/ingest/judge-artifact.ts';
import { deviceName } from '#lib/present/fleet-view.ts';
import type { FleetDevice } from '#lib/store/device-row.ts';
import type { Store } from '#lib/store/open-store.ts';
import { findAssessed } from '#lib/store/snapshots.ts';

type Checks = Awaited<ReturnType<typeof judgeArtifact>>[number]['checks'];

/** How a document was judged, and for which device. */
export interface Judgement {
  /** Of the document. */
  readonly id: string;
  readonly checks: Checks;
  readonly trusted: boolean;
  readonly contributes: boolean;
  /** Nobody signs it. */
  readonly isReport: boolean;
  /** Name of the device; null when it belongs to none. */
  readonly device: string | null;
}

/** The judgement of a file's documents in its first device that the viewer may see; without one, with what is at hand. */
export async function judgementsOf(store: Store, sha256: string, device: FleetDevice | undefined): Promise<readonly Judgement[]> {
  const assessed = device === undefined ? undefined : await findAssessed(store, device.id);
  if (device === undefined || assessed === undefined) {
    const judged = await judgeArtifact(store, sha256);
    return judged.map((each) => ({ ...each, contributes: false, isReport: isUnsigned(each.checks), device: null }));
  }
  return assessed.device.documents.map(({ read, checks, trusted, contributes }) => {
    const isReport = read.kind === 'inventory' || read.kind === 'cyclonedx-bom';
    return { id: read.id, checks, trusted, contributes, isReport, device: deviceName(device) };
  });
}

/** Reports have no signature to ask about. */
const isUnsigned = (checks: Checks): boolean => !checks.some(({ id }) => id === 'signature');
