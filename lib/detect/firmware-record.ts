import type { DoubtedRecord } from '#lib/device/attested/firmware-types.ts';
import type { DeviceState } from '#lib/device/device-state.ts';
import type { Severity, Sign } from './rule.ts';

/** Types of records that tell of a program or driver which the firmware started. */
const BOOT_SOFTWARE: readonly string[] = [
  'EV_EFI_BOOT_SERVICES_APPLICATION',
  'EV_EFI_BOOT_SERVICES_DRIVER',
  'EV_EFI_RUNTIME_SERVICES_DRIVER',
];

/** Whether a record tells of software that the firmware started. */
export const isBootSoftware = ({ type }: DoubtedRecord): boolean => BOOT_SOFTWARE.includes(type);

interface RecordRule {
  readonly isMeant: (record: DoubtedRecord) => boolean;
  readonly severity: Severity;
  readonly resolve: string;
  /** What is wrong with it, behind its name. */
  readonly tells: string;
}

/**
 * One sign for each record of the last start that is meant. Its subject is the PCR, the type and what was measured; its digest is no part of the
 * subject's key, so that a change that is changed once more stays one finding.
 */
export function recordSigns({ firmware }: DeviceState, { isMeant, severity, resolve, tells }: RecordRule): readonly Sign[] {
  if (firmware === null) return [];
  const meant = firmware.records.filter(isMeant);
  return meant.map((record, index): Sign => {
    const subject = `PCR ${record.pcr} ${record.type}: ${record.says}`;
    const same = meant.slice(0, index).filter((other) => keyOf(other) === keyOf(record)).length;
    const expected =
      record.instead.length === 0
        ? 'a digest that a source knows; all that they know of this PCR were measured too'
        : record.instead.join('; or ');
    return {
      key: `${keyOf(record)}#${same}`,
      severity,
      subject,
      expected,
      observed: record.digest,
      because: [firmware.sha256, ...record.because.filter((sha256) => sha256 !== firmware.sha256)],
      resolve,
      detail: `PCR ${record.pcr} ${record.type}, ${record.says}: ${record.digest} ${tells}; ${record.instead.length === 0 ? 'nothing else was expected there' : `expected was ${expected}`}.`,
    };
  });
}

const keyOf = ({ pcr, type, says }: DoubtedRecord): string => JSON.stringify([pcr, type, says]);
