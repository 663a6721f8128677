import { lastAnswer } from '#lib/device/device-facts.ts';
import type { Rule } from '../rule.ts';

const RESOLVE =
  'Have the agent send the event log of the running system, or find out why it is not there or does not add up. Starting the device anew tells of a new start.';

/** The TPM counts a start of which no log tells. */
export const startNotTold: Rule = {
  id: 'start-not-told',
  means: 'The device was started anew since the last start that its TPM attested, and no log tells what was started.',
  matters:
    'Whoever runs the system can leave the log out: what was attested of an earlier start says nothing of what runs now, be it another loader or Secure Boot switched off.',
  resolve: RESOLVE,
  source: 'TPM 2.0 Library Part 2 section 10.11.1 (resetCount, restartCount); attack: a start is hidden by leaving out its log',
  weighs: 'incomplete',
  evaluate: ({ device: { untoldStart, attestation } }) => {
    const last = lastAnswer(attestation);
    // An answer that fails has a finding of its own, which says why.
    if (untoldStart === null || last?.outcome === 'failed') return [];
    const { sha256, receivedAt, attestedBy } = untoldStart;
    const key = last?.key ?? '';
    return [
      {
        key: 'untold',
        severity: 'medium',
        subject: `attestation key ${key.slice(4, 16)}`,
        expected: 'an event log that the quote confirms',
        observed: null,
        because: [sha256, ...(attestedBy === sha256 ? [] : [attestedBy])],
        resolve: RESOLVE,
        detail: `By the counters of its TPM the device was started anew before it answered at ${receivedAt}, and no event log that the quote confirms tells what was started.`,
      },
    ];
  },
};
