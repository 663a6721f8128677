import { CLASS_REGISTRY } from './class-registry.ts';
import { storageRevision } from './storage-revision.ts';
import type { Unit } from './types.ts';
import { type VersionOrder, versionOrder } from './version-order.ts';

/** The versions that tell two matched units apart, and which of them is newer. Null: that side names no version. */
export interface VersionChange {
  readonly from: string | null;
  readonly to: string | null;
  readonly order: VersionOrder;
}

/**
 * How the version of a unit changed. Registries disagree on the field: the storage one puts the firmware behind a colon of
 * the revision; the SMBIOS one puts the version text into the model and the release bytes into the revision, so the model is
 * asked when the revisions are equal.
 */
export function versionChange(before: Unit, after: Unit): VersionChange {
  const [from, to] = versionsOf(before, after);
  if (from === null || to === null) return { from, to, order: from === to ? 'equal' : 'unknown' };
  const schemes = [before.versionScheme ?? null, after.versionScheme ?? null];
  const [scheme = null, other = null] = schemes.filter((each) => each !== null);
  // Two sources that declare different schemes can't be compared.
  const order = other !== null && other !== scheme ? 'unknown' : versionOrder({ from, to, scheme, manufacturer: before.manufacturer });
  return { from, to, order };
}

function versionsOf(before: Unit, after: Unit): readonly [string | null, string | null] {
  if (changesFirmwareAlone(before, after)) return [storageRevision(before)?.firmware ?? null, storageRevision(after)?.firmware ?? null];
  if (before.revision !== after.revision || before.model === after.model) return [before.revision, after.revision];
  return [before.model, after.model];
}

/** Whether the revisions of two storage devices differ in the firmware that they name, and in nothing else. */
export function changesFirmwareAlone(before: Unit, after: Unit): boolean {
  const [left, right] = [storageRevision(before), storageRevision(after)];
  return (
    left !== null && right !== null && left.hardware.trim() === right.hardware.trim() && left.firmware.trim() !== right.firmware.trim()
  );
}

/** Whether the model is where the registry puts the version of firmware. */
export function isVersionInModel({ class: componentClass }: Unit): boolean {
  return componentClass?.registry === CLASS_REGISTRY.smbios;
}
