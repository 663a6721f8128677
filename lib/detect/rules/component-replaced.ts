import { authorizationText, changeSeverity, differenceSign, unexplainedOf } from '../difference-sign.ts';
import type { Rule } from '../rule.ts';
import { describeUnitOrNone } from '../unit-text.ts';

/** Another unit sits where a certified one should be: the product may be equal, the unit isn't. */
export const componentReplaced: Rule = {
  id: 'component-replaced',
  means: "Another unit sits where a certified one should be: the product may be equal, the unit isn't.",
  matters: 'A swapped part is the classic way to bring an implant in: same model, another serial.',
  resolve: 'Hand in the delta certificate that removes the old unit and adds the new one, or put the certified unit back.',
  source: 'TCG Platform Certificate Profile 1.1 section 3.1.6 (component identifiers); attack: a part is swapped for one that looks alike',
  weighs: 'changed',
  evaluate: (context) =>
    unexplainedOf(context, 'component-replaced').map((difference) =>
      differenceSign({
        difference,
        severity: changeSeverity(difference),
        detail: `${describeUnitOrNone(difference.expected)} was replaced by ${describeUnitOrNone(difference.observed)}; ${authorizationText(difference)}.`,
        resolve: 'Hand in a delta certificate that removes the old unit and adds the new one, or put the certified unit back.',
      }),
    ),
};
