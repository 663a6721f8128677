import { problemSign, problemsOf } from '../problem-sign.ts';
import type { Rule } from '../rule.ts';
import { describeUnit, unitKey } from '../unit-text.ts';

/** A unit left the device, and the same serial is back. */
export const serialReturned: Rule = {
  id: 'serial-returned',
  means: 'A unit left the device, and the same serial is back.',
  matters: 'While it was away nobody knows what was done to it: a disk can be copied, firmware can be changed.',
  resolve: 'Explain where the unit was: a note on the work, or a decision that a second person approves.',
  source: 'Attack: a part is taken out, changed and put back; NIST SP 800-161r1 SR-9 (tamper resistance and detection)',
  weighs: 'none',
  evaluate: ({ device }) =>
    problemsOf(device, 'serial-returned').map(({ because, unit }) =>
      problemSign({
        device,
        because,
        key: unitKey(unit),
        severity: 'medium',
        subject: describeUnit(unit),
        observed: describeUnit(unit),
        detail: `${describeUnit(unit)} was missing from an observation and is back; nobody said where it had been.`,
        resolve: 'Record where the unit was, and decide on the finding with a second person.',
      }),
    ),
};
