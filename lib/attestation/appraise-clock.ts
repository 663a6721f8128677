import { equalBytes } from '#lib/encoding/bytes.ts';
import type { Check } from '#lib/encoding/check.ts';
import { nameOf } from '#lib/tpm/public-area.ts';
import type { AppraisalEvent, AppraisalInput, EarlierQuote } from './appraisal-types.ts';
import type { AttestationEvidence } from './evidence-types.ts';

const SPEC = 'TPM 2.0 Library Part 1 section 36 and Part 2 section 10.11.1';
const MODULUS = 2 ** 32;

/** What the TPM's clock and counters say beside those of the last quote. */
export interface ClockJudgement {
  readonly checks: readonly Check[];
  readonly events: readonly AppraisalEvent[];
  /** Whether the PCRs go on from what they held at the last quote. */
  readonly sameBoot: boolean;
}

/**
 * Compares clock and counters with those of the last quote that was accepted. Keys outside the endorsement and platform hierarchies see the
 * counters with a constant added, modulo 2^32, so only differences count, and only of one key.
 * @spec TPM 2.0 Library Part 1 section 36.7 (obfuscation)
 */
export function judgeClock({ evidence, earlier }: Pick<AppraisalInput, 'evidence' | 'earlier'>): ClockJudgement {
  if (earlier === null) return alone('it is the first quote of this key: there is nothing to compare the clock with');
  const name = nameOf(evidence.attestationKey);
  if (name === null || !equalBytes(name, earlier.keyName)) {
    const judged = alone('the last quote was by another key: their clocks cannot be compared');
    return { ...judged, events: [{ kind: 'key-changed' }] };
  }
  const resets = forward(evidence.quote.clockInfo.resetCount, earlier.resetCount);
  const restarts = forward(evidence.quote.clockInfo.restartCount, earlier.restartCount);
  // A restart may have measured everything anew; only without one do PCRs go on from what they held.
  const sameBoot = resets === 0 && restarts === 0;
  const clock = clockCheck({ evidence, earlier, resets, restarts });
  return { checks: [clock, firmwareCheck(evidence, earlier)], events: eventsOf({ evidence, earlier, resets, restarts }), sameBoot };
}

const alone = (detail: string): ClockJudgement => ({
  checks: [{ id: 'clock', status: 'not-applicable', detail, spec: SPEC }],
  events: [],
  sameBoot: false,
});

/** Steps from the earlier count to this one; null where it went back. */
function forward(now: number, before: number): number | null {
  const steps = (now - before + MODULUS) % MODULUS;
  return steps < MODULUS / 2 ? steps : null;
}

interface Steps {
  readonly evidence: AttestationEvidence;
  readonly earlier: EarlierQuote;
  readonly resets: number | null;
  readonly restarts: number | null;
}

function clockCheck({ evidence, earlier, resets, restarts }: Steps): Check {
  const check = (status: Check['status'], detail: string): Check => ({ id: 'clock', status, detail, spec: SPEC });
  const { clock, safe } = evidence.quote.clockInfo;
  if (resets === null) return check('fail', 'the TPM counts fewer starts than in an earlier quote: this quote is older');
  // A start sets the count of restarts back to zero.
  if (resets === 0 && restarts === null) return check('fail', 'the TPM counts fewer resumes of this boot than in an earlier quote');
  const doubt = safe ? '' : '; the TPM was not shut down in an orderly way, so its clock may have stood before where it stands again';
  if (clock > earlier.clock) return check('pass', `the clock of the TPM went on since the last quote${doubt}`);
  // After a loss of power the clock goes on from where it was saved last.
  if (resets > 0 && !safe) return check('unknown', `the clock of the TPM is not later than in the last quote${doubt}`);
  return check('fail', 'the clock of the TPM is not later than in the last quote: this quote is the same, or older');
}

function firmwareCheck({ quote }: AttestationEvidence, earlier: EarlierQuote): Check {
  const changed = quote.firmwareVersion !== earlier.firmwareVersion;
  return {
    id: 'tpm-firmware',
    status: 'pass',
    code: changed ? 'changed' : 'unchanged',
    detail: changed ? 'the firmware of the TPM changed since the last quote' : 'the firmware of the TPM is that of the last quote',
    spec: QUOTE_FIRMWARE,
  };
}

const QUOTE_FIRMWARE = 'TPM 2.0 Library Part 2 section 10.12.12 (firmwareVersion)';

function eventsOf({ evidence, earlier, resets, restarts }: Steps): readonly AppraisalEvent[] {
  const reboot: readonly AppraisalEvent[] = resets !== null && resets > 0 ? [{ kind: 'reboot', times: resets }] : [];
  const resume: readonly AppraisalEvent[] = resets === 0 && restarts !== null && restarts > 0 ? [{ kind: 'resume', times: restarts }] : [];
  const firmware: readonly AppraisalEvent[] =
    evidence.quote.firmwareVersion === earlier.firmwareVersion ? [] : [{ kind: 'tpm-firmware-changed' }];
  return [...reboot, ...resume, ...firmware];
}
