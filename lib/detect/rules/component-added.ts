import { toldOnce } from '#lib/device/comparison/assembly-differences.ts';
import { authorizationText, changeSeverity, differenceSign, unexplainedOf } from '../difference-sign.ts';
import type { Rule } from '../rule.ts';
import { describeUnitOrNone, partsText } from '../unit-text.ts';

const seen = { conformance: 'was seen, and nothing that was signed lists it', history: 'appeared between two observations' } as const;

/** A component is in the device that no certificate and no accepted baseline lists. */
export const componentAdded: Rule = {
  id: 'component-added',
  means: 'A component is in the device that no certificate and no accepted baseline lists.',
  matters: 'An implant is an added component: it can read what the device processes and survive a new installation.',
  resolve: 'Hand in the delta certificate that lists the component as added, or take the component out and hand in a new inventory.',
  source: 'TCG Platform Certificate Profile 1.1 section 3.1.6 (component identifiers); NIST SP 800-161r1 SI-7 (integrity)',
  weighs: 'changed',
  evaluate: (context) =>
    toldOnce(unexplainedOf(context, 'component-added')).map(({ difference, parts }) =>
      differenceSign({
        difference,
        severity: changeSeverity(difference),
        detail: `${describeUnitOrNone(difference.observed)}${partsText(parts.length)} ${seen[difference.scope]}; ${authorizationText(difference)}.`,
        resolve: 'Hand in a delta certificate that lists it as added, or take it out and hand in a new inventory.',
      }),
    ),
};
