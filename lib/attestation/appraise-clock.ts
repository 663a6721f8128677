import type { Check } from '#lib/encoding/check.ts';
import type { AppraisalEvent, AppraisalInput, EarlierQuote, OtherKey } from './appraisal-types.ts';
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
 * Compares clock and counters with those of the last quote of the same key that was accepted. Keys outside the endorsement and platform hierarchies
 * see the counters with a constant of their own added, modulo 2^32, so only differences count, and only of one key. The clock all keys of a TPM see alike.
 * @spec TPM 2.0 Library Part 1 section 36.7 (obfuscation) and Part 2 section 10.11.1
 */
export function judgeClock(input: Pick<AppraisalInput, 'evidence' | 'earlier' | 'otherKey'>): ClockJudgement {
  const { evidence, earlier, otherKey } = input;
  const own = earlier === null ? alone(firstOf(otherKey)) : sinceEarlier(evidence, earlier);
  if (otherKey === null) return own;
  const [clock, ...others] = own.checks;
  const beside = otherKey.sameTpm ? besideOtherKey({ ...input, otherKey, sameReset: own.resets === 0 }) : clock;
  const checks = clock === undefined || beside === undefined || clock.status === 'fail' ? own.checks : [worse(clock, beside), ...others];
  return { ...own, checks, events: [{ kind: 'key-changed' }, ...own.events] };
}

function firstOf(otherKey: OtherKey | null): string {
  return otherKey === null || otherKey.sameTpm
    ? 'it is the first quote of this key: there is nothing to compare the clock with'
    : 'the last quote was by another key, and nothing shows that both are in one TPM: their clocks cannot be compared';
}

interface OwnClock extends ClockJudgement {
  /** Starts since the earlier quote; null where they went back, or there is none. */
  readonly resets: number | null;
}

function sinceEarlier(evidence: AttestationEvidence, earlier: EarlierQuote): OwnClock {
  const resets = forward(evidence.quote.clockInfo.resetCount, earlier.resetCount);
  const restarts = forward(evidence.quote.clockInfo.restartCount, earlier.restartCount);
  // A restart may have measured everything anew; only without one do PCRs go on from what they held.
  const sameBoot = resets === 0 && restarts === 0;
  const clock = clockCheck({ evidence, earlier, resets, restarts });
  return { checks: [clock, firmwareCheck(evidence, earlier)], events: eventsOf({ evidence, earlier, resets, restarts }), sameBoot, resets };
}

interface BesideOtherKey extends Pick<AppraisalInput, 'evidence' | 'earlier'> {
  readonly otherKey: OtherKey;
  /** By the counters of the key that signs: there was no start since its own last quote. */
  readonly sameReset: boolean;
}

function besideOtherKey({ evidence, earlier, otherKey, sameReset }: BesideOtherKey): Check {
  const { clock, safe } = evidence.quote.clockInfo;
  const check = (status: Check['status'], detail: string): Check => ({ id: 'clock', status, detail, spec: SPEC });
  if (clock > otherKey.clock) return check('pass', 'the clock of the TPM went on since the last quote, which another of its keys made');
  const back = 'the clock of the TPM is not later than in the last quote, which another of its keys made';
  // Who clears a TPM sets its clock back, and makes its keys anew.
  if (earlier === null) return check('unknown', `${back}: the TPM was cleared since, or this quote is older`);
  if (!sameReset && !safe) return check('unknown', `${back}; the TPM was not shut down in an orderly way`);
  return check('fail', `${back}: this quote is older, or of another TPM`);
}

/** Of two judgements on one clock the one that says less for it; where they say the same, that of the key itself. */
function worse(own: Check, beside: Check): Check {
  return BY_WORTH.indexOf(beside.status) < BY_WORTH.indexOf(own.status) ? beside : own;
}

const BY_WORTH: readonly Check['status'][] = ['fail', 'unknown', 'pass', 'not-applicable'];

const alone = (detail: string): OwnClock => ({
  checks: [{ id: 'clock', status: 'not-applicable', detail, spec: SPEC }],
  events: [],
  sameBoot: false,
  resets: null,
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
