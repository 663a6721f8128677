import { authorizationText, differenceSign } from '../difference-sign.ts';
import { firmwareChanges } from '../firmware-step.ts';
import type { Rule } from '../rule.ts';
import { describeUnitOrNone } from '../unit-text.ts';

/** Firmware is genuine perhaps, and older than the version that was signed for. */
export const firmwareRollback: Rule = {
  id: 'firmware-rollback',
  means: 'Firmware is genuine perhaps, and older than the version that was signed for.',
  matters: 'An old version brings back the holes that the newer one closed: an attacker needs no forged firmware.',
  resolve: 'Install the authorized version, and hand in a new inventory.',
  source: 'NIST SP 800-193 section 4.2 (protection: unauthorized rollback)',
  weighs: 'changed',
  evaluate: (context) =>
    firmwareChanges(context)
      .filter(({ step }) => step === 'rollback')
      .map(({ difference, from, to }) =>
        differenceSign({
          difference,
          severity: 'high',
          detail: `${describeUnitOrNone(difference.expected)} went back from ${from} to the older ${to}; ${authorizationText(difference)}.`,
          resolve: `Install version ${from}, and hand in a new inventory.`,
        }),
      ),
};
