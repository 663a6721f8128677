import { lastAnswer } from '#lib/device/device-facts.ts';
import { compareTimes, daysAfter } from '#lib/device/time.ts';
import { daysText, timeText } from '#lib/encoding/time-text.ts';
import type { Rule } from '../rule.ts';

const RESOLVE = 'Start the agent of the device, or find out why it does not reach this server.';

/** A device whose attestation key is enrolled has not answered for longer than policy allows. */
export const attestationStale: Rule = {
  id: 'attestation-stale',
  means: 'A device whose attestation key is enrolled has not answered for longer than policy allows.',
  matters: 'What it started since is not known: a device that falls silent is one that nobody watches.',
  resolve: RESOLVE,
  source: 'RFC 9334 section 10 (freshness); domain: freshness by policy',
  weighs: 'stale',
  evaluate: ({ device: { attestation, attestationPolicy: policy }, at }) => {
    const key = attestation.keys.at(-1);
    const last = lastAnswer(attestation);
    const since = last?.lastAt ?? key?.enrolledAt;
    const end = since === undefined ? null : daysAfter(since, policy.freshnessDays);
    if (key === undefined || since === undefined || end === null || compareTimes(end, at) >= 0) return [];
    return [
      {
        key: 'stale',
        severity: 'medium',
        subject: `attestation key ${key.name.slice(4, 16)}`,
        expected: `an answer within ${daysText(policy.freshnessDays)}`,
        observed: last === undefined ? null : timeText(last.lastAt),
        because: [last?.sha256 ?? key.statement],
        resolve: RESOLVE,
        detail:
          last === undefined
            ? `Its TPM has never answered since its key was enrolled at ${timeText(since)}.`
            : `Its TPM answered last at ${timeText(since)}; policy asks for an answer within ${daysText(policy.freshnessDays)}.`,
      },
    ];
  },
};
