import { differenceSign, differencesOf } from '../difference-sign.ts';
import type { Rule } from '../rule.ts';
import { describeUnitOrNone } from '../unit-text.ts';

/** Several equal products without serials are in the device: one can be swapped for another unseen. */
export const indistinguishableComponents: Rule = {
  id: 'indistinguishable-components',
  means: 'Several equal products without serials are in the device: one can be swapped for another unseen.',
  matters: "What can't be told apart can't be shown to be the certified unit.",
  resolve: 'Use a source that reads serials, or accept that these parts are known by product only.',
  source: 'TCG Platform Certificate Profile 1.1 section 3.1.6 (component identifiers)',
  weighs: 'none',
  evaluate: (context) =>
    differencesOf(context)
      .filter(({ kind, indistinguishable }) => kind === 'same' && indistinguishable)
      .map((difference) =>
        differenceSign({
          difference,
          severity: difference.expected?.fieldReplaceable === true ? 'low' : 'info',
          detail: `${describeUnitOrNone(difference.observed)} has no serial and can't be told from others of the same product.`,
          resolve: 'Hand in an inventory of a source that reads serials.',
        }),
      ),
};
