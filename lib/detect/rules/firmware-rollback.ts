import type { DeviceState } from '#lib/device/device-state.ts';
import { authorizationText, differenceSign } from '../difference-sign.ts';
import { firmwareChanges } from '../firmware-step.ts';
import type { Rule, Sign } from '../rule.ts';
import { describeUnitOrNone } from '../unit-text.ts';

/** Firmware is genuine perhaps, and older than the version that was signed for. */
export const firmwareRollback: Rule = {
  id: 'firmware-rollback',
  means: 'Firmware is genuine perhaps, and older than the version that was signed for.',
  matters: 'An old version brings back the holes that the newer one closed: an attacker needs no forged firmware.',
  resolve: 'Install the authorized version, and hand in a new inventory.',
  source: 'NIST SP 800-193 section 4.2 (protection: unauthorized rollback)',
  weighs: 'changed',
  evaluate: (context) => [
    ...firmwareChanges(context)
      .filter(({ step }) => step === 'rollback')
      .map(({ difference, from, to }) =>
        differenceSign({
          difference,
          severity: 'high',
          detail: `${describeUnitOrNone(difference.expected)} went back from ${from} to the older ${to}; ${authorizationText(difference)}.`,
          resolve: `Install version ${from}, and hand in a new inventory.`,
        }),
      ),
    ...outdatedMeasurements(context.device),
  ],
};

/** Genuine and current are two questions: what was measured is in a manifest, and a newer manifest replaced that one. */
function outdatedMeasurements({ firmware }: DeviceState): readonly Sign[] {
  if (firmware === null) return [];
  const outdated = firmware.records.filter(({ outcome }) => outcome === 'outdated');
  const [first] = outdated;
  if (first === undefined) return [];
  const { sources, sha256, counts } = firmware;
  const newer = sources.filter(({ standing, by }) => standing === 'counts' && by === 'manifest');
  const names = newer.map(({ name }) => name).join('; ');
  const because = [...outdated.flatMap((record) => record.because), ...newer.flatMap((source) => source.because)];
  return [
    {
      key: 'measured',
      severity: 'high',
      subject: 'measured firmware',
      expected: names,
      observed: first.instead.join('; '),
      because: [sha256, ...new Set(because.filter((other) => other !== sha256))],
      resolve: 'Install the firmware of the newer manifest, start the device, and hand in its event log.',
      detail: `${counts.outdated} ${counts.outdated === 1 ? 'record is' : 'records are'} genuine and of older firmware: PCR ${first.pcr} ${first.type}, ${first.says}, is known as ${first.instead.join('; ')}, and a newer manifest replaced that one (${names}).`,
    },
  ];
}
