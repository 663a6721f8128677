import { CLASS_REGISTRY } from './class-registry.ts';
import type { Unit } from './types.ts';

/** Type of a TPM's structure, in the second octet of a class value. */
const TPM = '2B';
/** The two firmware versions of the structure, eight octets as they stand in the table. */
const OCTETS = /^[0-9a-f]{16}$/i;
/** As dmidecode prints the first of them. */
const PRINTED = /^[0-9]{1,5}\.[0-9]{1,5}$/;

/** Whether the firmware of a TPM is told as it is printed, and not by the octets of the table. */
export const printsTpmVersion = (units: readonly Unit[]): boolean =>
  units.some((unit) => isTpm(unit) && PRINTED.test(unit.revision?.trim() ?? ''));

/**
 * The revision of a TPM by the SMBIOS registry as dmidecode prints it: the first of its two firmware versions in decimal. The second has no
 * counterpart in print, and says nothing beside it. Of other units the revision as it is.
 * @spec TCG SMBIOS Component Class Registry 1.01 (TPM Device); DMTF DSP0134 3.7 section 7.44
 */
export function tpmVersionAsPrinted(unit: Unit): string | null {
  const { revision, model } = unit;
  if (revision === null || !isTpm(unit) || !OCTETS.test(revision.trim())) return revision;
  const octets = Buffer.from(revision.trim(), 'hex');
  // Of a TPM 1.2 the revision stands behind the version of the specification, an octet each; else it is one little-endian number.
  if (model.trim().startsWith('01')) return `${octets.readUInt8(2)}.${octets.readUInt8(3)}`;
  return `${octets.readUInt16LE(2)}.${octets.readUInt16LE(0)}`;
}

const isTpm = ({ class: value }: Unit): boolean =>
  value?.registry === CLASS_REGISTRY.smbios && value.value.slice(2, 4).toUpperCase() === TPM;
