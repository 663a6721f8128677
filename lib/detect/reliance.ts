import type { DeviceDocument, DeviceState } from '#lib/device/types.ts';

/**
 * Whether the device's answer rests on this document: it forms the expected state, or it is the EK certificate
 * to which a contributing certificate is bound. What nothing rests on can't lower trust: anyone may hand it in.
 */
export function isReliedUpon(device: DeviceState, document: DeviceDocument): boolean {
  if (document.contributes) return true;
  const contributes = device.documents.some((candidate) => candidate.contributes);
  return contributes && document.trusted && document.read.kind === 'endorsement-key-certificate';
}

/**
 * Whether files that a problem names convince: each of them that this device knows is trusted, or is an observation
 * of a submitter who may hand in for it. One unconvincing file is enough to make the problem a stranger's.
 */
export function allConvince(device: DeviceState, artifacts: readonly string[]): boolean {
  return artifacts.every((sha256) => {
    const documents = device.documents.filter((document) => document.sha256 === sha256);
    return documents.every((document) => document.trusted || document.read.kind === 'inventory' || document.read.kind === 'cyclonedx-bom');
  });
}
