import { isPlaceholder } from '#lib/component/placeholder.ts';
import { differenceSign, unexplainedOf } from '../difference-sign.ts';
import type { Rule } from '../rule.ts';
import { describeUnitOrNone } from '../unit-text.ts';

/** A certified component has a serial or, without one, an address, and the source that saw it read none. */
export const serialUnconfirmed: Rule = {
  id: 'serial-unconfirmed',
  means: 'A certified component has a serial or, without one, an address, and the source that saw it read none.',
  matters: 'Blanking a serial hides a swap: an equal product without a serial may be any unit of it.',
  resolve: 'Hand in an inventory of a source that reads this serial.',
  source: 'TCG Platform Certificate Profile 1.1 section 3.1.6 (component identifiers); attack: a serial is blanked to hide a swap',
  weighs: 'incomplete',
  evaluate: (context) =>
    unexplainedOf(context, 'serial-unconfirmed').map((difference) => {
      const what = isPlaceholder(difference.expected?.serial ?? null) && difference.expected?.pinnedSerial == null ? 'address' : 'serial';
      return differenceSign({
        difference,
        // The same source could read it before: it is gone, not out of reach.
        severity: difference.serialReadBefore ? 'high' : 'medium',
        weighs: difference.serialReadBefore ? 'changed' : 'incomplete',
        detail: difference.serialReadBefore
          ? `The ${what} of ${describeUnitOrNone(difference.expected)} was read before and is blank now.`
          : `The ${what} of ${describeUnitOrNone(difference.expected)} was not read, so it may be another unit of the same product.`,
        resolve: `Hand in an inventory that reads this ${what}; if it was read before, look at the part itself.`,
      });
    }),
};
