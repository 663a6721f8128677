import { differenceSign, differencesOf } from '../difference-sign.ts';
import type { Rule } from '../rule.ts';
import { describeUnitOrNone } from '../unit-text.ts';

/** A component sits in another slot than before; it is the same unit. */
export const componentMoved: Rule = {
  id: 'component-moved',
  means: 'A component sits in another slot than before; it is the same unit.',
  matters: 'Somebody opened the device: a move alone adds nothing and removes nothing.',
  resolve: 'Nothing needs to be done; a delta certificate or a note on the work explains it.',
  source: "TCG Platform Certificate Profile 1.1 section 3.1.6 (the slot is no part of a component's identity)",
  weighs: 'none',
  evaluate: (context) =>
    differencesOf(context)
      .filter(({ kind }) => kind === 'component-moved')
      .map((difference) =>
        differenceSign({
          difference,
          severity: 'info',
          key: `${difference.expected?.slot ?? ''}>${difference.observed?.slot ?? ''}`,
          detail: `${describeUnitOrNone(difference.observed)} moved from ${difference.expected?.slot ?? 'an unnamed slot'} to ${difference.observed?.slot ?? 'an unnamed slot'}.`,
          resolve: 'Nothing needs to be done.',
        }),
      ),
};
