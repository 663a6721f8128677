import { toldOnce } from '#lib/device/comparison/assembly-differences.ts';
import { authorizationText, changeSeverity, differenceSign, unexplainedOf } from '../difference-sign.ts';
import type { Rule } from '../rule.ts';
import { describeUnitOrNone, partsText } from '../unit-text.ts';

const gone = { conformance: 'was signed for and was not seen', history: 'was gone from one observation to the next' } as const;

/** A component that was signed for is missing, and the source that looked sees parts of its kind completely. */
export const componentRemoved: Rule = {
  id: 'component-removed',
  means: 'A component that was signed for is missing, and the source that looked sees parts of its kind completely.',
  matters: 'A part that leaves the device takes data or protection with it, and another device may now hold it.',
  resolve: 'Hand in the delta certificate that lists the component as removed, or put it back and hand in a new inventory.',
  source: 'TCG Platform Certificate Profile 1.1 section 3.1.6 (component identifiers); NIST SP 800-161r1 SI-7 (integrity)',
  weighs: 'changed',
  evaluate: (context) =>
    toldOnce(unexplainedOf(context, 'component-removed')).map(({ difference, parts }) =>
      differenceSign({
        difference,
        severity: changeSeverity(difference),
        detail: `${describeUnitOrNone(difference.expected)}${partsText(parts.length)} ${gone[difference.scope]}; ${authorizationText(difference)}.`,
        resolve: 'Hand in a delta certificate that lists it as removed, or put it back and hand in a new inventory.',
      }),
    ),
};
