import { CLASS_REGISTRY } from './class-registry.ts';
import { splitAtMost } from './registry-strings.ts';
import { storageRevision } from './storage-revision.ts';
import type { Unit } from './types.ts';

/** What the fields of a drive are, as tools write them that know no registry. */
type PlainDrive = Pick<Unit, 'manufacturer' | 'model' | 'serial' | 'revision'>;

/** Whether drives are told as the storage class registry wants: numbers for makers, and several identifiers in one serial. */
export const usesStorageStrings = (units: readonly Unit[]): boolean => units.some(isStorage);

/**
 * A drive of the storage registry as other tools name it: the serial number alone out of its identifiers, the firmware alone out of its
 * revision. Numbers of makers say nothing beside names. Other units, and drives of other interfaces, as they are.
 * @spec TCG Storage Component Class Registry 1.0 (ATA `SN:UNIQUE ID`, SCSI `UNIQUE ID:SN`, NVMe `FGUID:SN:SUBNQN` and `VID:SSVID:OUI`)
 */
export function asPlainDrive(unit: Unit): PlainDrive {
  if (!isStorage(unit)) return unit;
  const { model, manufacturer, revision } = unit;
  switch (unit.class?.value.slice(0, 2)) {
    case '00':
      return { model, manufacturer: '', serial: partOf(unit, 0), revision };
    case '01':
      return { model, manufacturer, serial: partOf(unit, 1), revision };
    case '02':
      return { model, manufacturer: '', serial: partOf(unit, 1), revision: storageRevision(unit)?.firmware ?? revision };
    default:
      return unit;
  }
}

/** The name of an NVMe subsystem holds colons itself. A serial without any is one that an issuer wrote plainly. */
function partOf({ serial, class: value }: Unit, index: number): string | null {
  if (serial === null || !serial.includes(':')) return serial;
  return splitAtMost(serial, value?.value.startsWith('02') === true ? 2 : 1)[index] ?? null;
}

const isStorage = ({ class: value }: Unit): boolean => value?.registry === CLASS_REGISTRY.storage;
