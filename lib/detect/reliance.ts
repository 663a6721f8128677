import type { DeviceState } from '#lib/device/device-state.ts';
import type { DeviceDocument } from '#lib/device/types.ts';

/**
 * Whether the device's answer rests on this document: it forms the expected state, or it is the EK certificate
 * to which a contributing certificate is bound. What nothing rests on can't lower trust: anyone may hand it in.
 */
export function isReliedUpon(device: DeviceState, document: DeviceDocument): boolean {
  if (document.contributes) return true;
  const contributes = device.documents.some((candidate) => candidate.contributes);
  return contributes && document.trusted && document.read.kind === 'endorsement-key-certificate';
}

/** Whether a document speaks with a trusted issuer's voice, or is an observation by a submitter who may hand in here. */
function convinces({ trusted, contributes, read, checks }: DeviceDocument): boolean {
  if (trusted || contributes || read.kind === 'inventory' || read.kind === 'cyclonedx-bom') return true;
  const passed = (id: string): boolean => checks.some((check) => check.id === id && check.status === 'pass');
  return passed('signature') && passed('chain') && !checks.some(({ id, status }) => status === 'fail' && DEFEATING.includes(id));
}

/** Checks whose failure takes a document's voice away. */
const DEFEATING: readonly string[] = ['validity', 'holder', 'revocation', 'issuer-policy'];

/** Whether all files that a problem names convince, as far as the device knows them. One that doesn't makes it a stranger's. */
export function allConvince(device: DeviceState, artifacts: readonly string[]): boolean {
  return device.documents.every((document) => !artifacts.includes(document.sha256) || convinces(document));
}
