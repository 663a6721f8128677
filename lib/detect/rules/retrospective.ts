import { differenceSign } from '../difference-sign.ts';
import type { Rule } from '../rule.ts';
import { describeUnitOrNone } from '../unit-text.ts';

/** A change was signed for only after it had been seen. */
export const retrospective: Rule = {
  id: 'retrospective',
  means: 'A change was signed for only after it had been seen.',
  matters: "A signature that comes after the discovery can be a cover: dates inside a certificate are its issuer's to choose.",
  resolve: 'Decide on the finding with a second person.',
  source: 'Attack: a certificate is backdated to cover a change; RFC 3161 section 1 (proof that data existed before a time)',
  weighs: 'none',
  evaluate: ({ device }) =>
    device.differences
      .filter(({ authorization }) => authorization === 'retrospective')
      .map((difference) =>
        differenceSign({
          difference,
          severity: 'medium',
          detail: `${describeUnitOrNone(difference.observed ?? difference.expected)} had changed before anyone handed in a signature for it.`,
          resolve:
            'Decide on the finding with a second person; this version reads no trusted timestamps, which could prove the authorization older.',
        }),
      ),
};
