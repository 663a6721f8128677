import { authorizationText, changeSeverity, differenceSign } from '../difference-sign.ts';
import { firmwareChanges } from '../firmware-step.ts';
import type { Rule } from '../rule.ts';
import { describeUnitOrNone } from '../unit-text.ts';

/** Firmware has another version than the one that was signed for. */
export const firmwareChanged: Rule = {
  id: 'firmware-changed',
  means: 'Firmware has another version than the one that was signed for.',
  matters: "Firmware runs before and below everything else; a version that nobody signed for may be anyone's.",
  resolve: 'Hand in the delta certificate that lists the new version, or bring the authorized version back.',
  source: 'NIST SP 800-193 section 4.2 (protection) and 4.3 (detection)',
  weighs: 'changed',
  evaluate: (context) =>
    firmwareChanges(context)
      .filter(({ step }) => step === 'update' || step === 'direction-unknown')
      .map(({ difference, step, from, to }) =>
        differenceSign({
          difference,
          severity: changeSeverity(difference),
          detail: `${describeUnitOrNone(difference.expected)} changed from ${from} to ${to} (${step === 'update' ? 'newer' : 'direction unknown'}); ${authorizationText(difference)}.`,
          resolve: 'Hand in a delta certificate that lists the new version, or bring the authorized version back.',
        }),
      ),
};
