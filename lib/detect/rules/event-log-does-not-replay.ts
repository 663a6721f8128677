import { answerSigns } from '../answer-sign.ts';
import type { Rule } from '../rule.ts';

const RESOLVE = 'Start the device anew and have it attested again. If it stays, compare the log with that of a device of the same model.';

/** The event log does not add up to what the TPM holds. */
export const eventLogDoesNotReplay: Rule = {
  id: 'event-log-does-not-replay',
  means: 'The event log does not add up to what the TPM holds.',
  matters: 'Something was measured that the log hides, or the log was changed: what the device started is not what the log tells.',
  resolve: RESOLVE,
  source: 'TCG PC Client Platform Firmware Profile 1.06 section 3.3; attack: the log of another start is sent',
  weighs: 'changed',
  evaluate: ({ device }) =>
    answerSigns(device, {
      checks: ['pcr-digest', 'pcrs', 'event-log', 'measurement-list'],
      severity: 'high',
      expected: 'a log that replays to the quoted PCRs',
      resolve: RESOLVE,
      tells: 'What the device started is not what its log tells',
    }),
};
