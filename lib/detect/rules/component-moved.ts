import type { StateUnit } from '#lib/device/types.ts';
import { differenceSign, differencesOf } from '../difference-sign.ts';
import type { Rule } from '../rule.ts';
import { describeUnitOrNone, placeText } from '../unit-text.ts';

const placeOf = (unit: StateUnit | null): string => (unit === null ? 'an unnamed slot' : placeText(unit));
const keyOf = (unit: StateUnit | null): string => [unit?.slot, unit?.nesting?.inside?.name].filter((text) => text != null).join(' in ');

/** A component sits in another slot or assembly than before; it is the same unit. */
export const componentMoved: Rule = {
  id: 'component-moved',
  means: 'A component sits in another slot or assembly than before; it is the same unit.',
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
          key: `${keyOf(difference.expected)}>${keyOf(difference.observed)}`,
          detail: `${describeUnitOrNone(difference.observed)} moved from ${placeOf(difference.expected)} to ${placeOf(difference.observed)}.`,
          resolve: 'Nothing needs to be done.',
        }),
      ),
};
