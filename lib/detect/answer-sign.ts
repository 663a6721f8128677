import type { Attestation } from '#lib/device/attested/attestation-types.ts';
import { failureOf } from '#lib/device/attested/attestations.ts';
import { lastAnswer } from '#lib/device/device-facts.ts';
import type { DeviceState } from '#lib/device/device-state.ts';
import type { Severity, Sign } from './rule.ts';

/** Which failed check of an answer a rule is about, and what it says of it. */
export interface AnswerProblem {
  readonly checks: readonly string[];
  readonly severity: Severity;
  readonly expected: string;
  readonly resolve: string;
  /** The beginning of the sentence. */
  readonly tells: string;
}

/**
 * The sign about the newest answer to a challenge where it fails one of these checks. An older failure stands on the timeline: a later
 * answer that passes settles it.
 */
export function answerSigns({ attestation }: DeviceState, { checks, severity, expected, resolve, tells }: AnswerProblem): readonly Sign[] {
  const last = lastAnswer(attestation);
  const failed = last === undefined ? undefined : failureOf(last.checks, new Set(checks));
  if (last === undefined || failed === undefined) return [];
  return [
    {
      key: failed.id,
      severity,
      subject: subjectOf(last),
      expected,
      observed: failed.detail,
      because: [last.sha256],
      resolve,
      detail: `${tells}: ${failed.detail.replace(/\.$/, '')}.`,
    },
  ];
}

/** The key, as far as a person compares it. */
const subjectOf = ({ key }: Attestation): string => `attestation key ${key.slice(4, 16)}`;
