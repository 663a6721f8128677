import type { Principal } from '#lib/auth/principal.ts';
import { maySeeDevice } from '#lib/auth/visible-devices.ts';
import { type Artifact, findArtifact } from '#lib/store/artifacts.ts';
import { devicesOfArtifacts, tellsOfModel } from '#lib/store/devices.ts';
import { findDocuments } from '#lib/store/documents.ts';
import type { Store } from '#lib/store/open-store.ts';
import { listSubmissions } from '#lib/store/submissions.ts';
import { RequestProblem } from '../../../server/problem.ts';

/** An artifact with the devices, among those that the asker may see, that it belongs to. */
export interface VisibleArtifact {
  readonly artifact: Artifact;
  readonly devices: readonly string[];
}

/** What another verifier says of many devices in one file. */
async function isListOfDevices(store: Store, sha256: string): Promise<boolean> {
  return (await findDocuments(store, sha256)).some(({ document }) => document?.kind === 'attestation-result' && document.isFleet);
}

/**
 * An artifact that the asker may see: an integrator's own, or of a granted device or its model, but a list of many devices
 * that somebody else handed in. Others' are answered like none at all,
 * so that nobody learns whether somebody else handed in a file.
 * @throws RequestProblem
 */
export async function visibleArtifact(store: Store, principal: Principal, sha256: string): Promise<VisibleArtifact> {
  const artifact = await findArtifact(store, sha256);
  if (artifact === undefined) throw new RequestProblem('notFound', { what: 'file' });
  const all = (await devicesOfArtifacts(store.pool, [sha256])).get(sha256) ?? [];
  const devices = all.filter((device) => maySeeDevice(principal, device));
  if (principal.role === 'integrator' && (devices.length === 0 || (await isListOfDevices(store, sha256)))) {
    const own = await listSubmissions(store, { submittedBy: principal.name, sha256, limit: 1 });
    const isOfModel = own.items.length > 0 || (await tellsOfModel(store.pool, { sha256, devices: principal.grants }));
    if (!isOfModel) throw new RequestProblem('notFound', { what: 'file' });
  }
  return { artifact, devices };
}
