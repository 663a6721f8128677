import { problemSign, problemsOf } from '../problem-sign.ts';
import type { Rule } from '../rule.ts';
import { describeUnitOrNone, unitKey } from '../unit-text.ts';

/** Two sources that cover the same parts report different ones. */
export const sourcesDisagree: Rule = {
  id: 'sources-disagree',
  means: 'Two sources that cover the same parts report different ones.',
  matters: "One of them is wrong or was made to lie, and it isn't known which.",
  resolve: 'Look at the device, and hand in a new inventory of each source.',
  source: 'Attack: one collector is subverted while another still tells the truth',
  weighs: 'incomplete',
  evaluate: ({ device }) =>
    problemsOf(device, 'sources-disagree').map(({ because, unit, detail }) =>
      problemSign({
        device,
        because,
        key: unit === null ? detail : unitKey(unit),
        severity: 'medium',
        subject: describeUnitOrNone(unit) ?? 'two observations',
        observed: describeUnitOrNone(unit),
        detail,
        resolve: 'Look at the device, and hand in a new inventory of each source.',
      }),
    ),
};
