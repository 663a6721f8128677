import { normalizeAddress, normalizeText } from '#lib/component/normalize.ts';
import { isPlaceholder } from '#lib/component/placeholder.ts';
import type { Difference } from '#lib/device/types.ts';
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
    unexplainedOf(context, 'component-replaced').map((difference) => {
      const address = otherAddress(difference);
      const doubt = address === '' ? '' : ' Its address alone tells so, and software can set one.';
      return differenceSign({
        difference,
        severity: address === '' ? changeSeverity(difference) : 'medium',
        detail: `${describeUnitOrNone(difference.expected)} was replaced by ${describeUnitOrNone(difference.observed)}; ${authorizationText(difference)}.${doubt}`,
        resolve: 'Hand in a delta certificate that removes the old unit and adds the new one, or put the certified unit back.',
        key: address,
      });
    }),
};

/** The address of a unit of the same product, where nothing but its address tells it from the certified one; else empty. */
function otherAddress({ expected, observed }: Difference): string {
  if (expected === null || observed === null || normalizeText(expected.model) !== normalizeText(observed.model)) return '';
  if (!isPlaceholder(expected.serial) && !isPlaceholder(observed.serial)) return '';
  if (expected.addresses.length === 0) return '';
  return observed.addresses.flatMap(({ value }) => normalizeAddress(value) ?? []).join(' ');
}
