import type { Check } from '#lib/encoding/check.ts';
import type { AppraisalInput } from './appraisal-types.ts';
import type { BootJudgement } from './appraise-boot.ts';
import { type ClaimName, type Tier, tierOf, worstTier } from './trustworthiness.ts';
import type { VectorEntry } from './types.ts';

interface Grounds {
  readonly input: AppraisalInput;
  readonly checks: readonly Check[];
  readonly boot: BootJudgement;
}

interface Claim {
  readonly value: number;
  readonly reason: string;
  /** The step that it rests on. */
  readonly from: string;
}

/** Firmware of the platform and of its cards. @spec TCG PC Client Platform Firmware Profile 1.06 section 3.3.4 */
const HARDWARE: BootPart = { pcrs: [0, 2], needed: 0 };
/** With everything that is started from it, up to the kernel. */
const EXECUTABLES: BootPart = { pcrs: [0, 2, 4, 8, 9], needed: 4 };

/** Settings of the firmware, and the policy of Secure Boot. */
const CONFIGURATION: BootPart = { pcrs: [1, 3, 5, 7], needed: 7 };

interface BootPart {
  readonly pcrs: readonly number[];
  /** The PCR without which nothing is known of the part. */
  readonly needed: number;
}

/**
 * What the evidence supports of the trustworthiness vector, each claim with its reason. A claim that nothing supports is left out, and so are
 * those that no TPM shows: memory, storage, and where data come from. Where the identity doesn't hold nothing else is claimed.
 * @spec draft-ietf-rats-ar4si sections 2.3 and 3.2
 */
export function vectorOf(grounds: Grounds): readonly VectorEntry[] {
  const identity = identityClaim(grounds);
  if (identity === null || identity.value !== 2) return identity === null ? [] : [entry('instance-identity', identity)];
  const claims: readonly (readonly [ClaimName, Claim | null])[] = [
    ['instance-identity', identity],
    ['configuration', configurationClaim(grounds)],
    ['executables', executablesClaim(grounds)],
    ['file-system', fileSystemClaim(grounds)],
    ['hardware', hardwareClaim(grounds)],
  ];
  return claims.flatMap(([name, claim]) => (claim === null ? [] : [entry(name, claim)]));
}

const entry = (name: ClaimName, { value, reason, from }: Claim): VectorEntry => ({ name, value, tier: tierOf(value), reason, from });

/** The worst entry, and what the policy says: what it can't evaluate is no statement, and never affirming. */
export function appraisalStatus(vector: readonly VectorEntry[], policy: Check): Tier {
  const byPolicy: Readonly<Record<Check['status'], Tier>> = {
    pass: 'affirming',
    unknown: 'none',
    fail: 'contraindicated',
    'not-applicable': 'none',
  };
  return vector.length === 0 && policy.status !== 'fail' ? 'none' : worstTier([...vector.map(({ tier }) => tier), byPolicy[policy.status]]);
}

function statusOf({ checks }: Grounds, id: string): Check['status'] {
  return checks.find((check) => check.id === id)?.status ?? 'unknown';
}

function claimFrom({ checks }: Grounds, { id, value }: { readonly id: string; readonly value: number }): Claim {
  return { value, reason: checks.find((check) => check.id === id)?.detail ?? id, from: id };
}

/** What must hold before the evidence is that of this device, now. */
const IDENTITY = ['signature', 'key-attributes', 'qualified-name', 'nonce', 'challenge', 'clock'];

function identityClaim(grounds: Grounds): Claim | null {
  const { enrolment } = grounds.input;
  const failed = IDENTITY.find((id) => statusOf(grounds, id) === 'fail');
  if (failed !== undefined) return claimFrom(grounds, { id: failed, value: 99 });
  if (enrolment.revoked) return claimFrom(grounds, { id: 'enrolment', value: 96 });
  if (enrolment.keyName === null || statusOf(grounds, 'enrolment') === 'fail') return claimFrom(grounds, { id: 'enrolment', value: 97 });
  // A key beside an endorsement key that nobody vouches for may be of a program.
  if (statusOf(grounds, 'endorsement') === 'unknown') return null;
  const needed = ['signature', 'enrolment', 'nonce', 'challenge'];
  return needed.every((id) => statusOf(grounds, id) === 'pass') ? claimFrom(grounds, { id: 'enrolment', value: 2 }) : null;
}

function configurationClaim(grounds: Grounds): Claim | null {
  const { facts } = grounds.boot;
  if (statusOf(grounds, 'pcr-digest') === 'fail') return claimFrom(grounds, { id: 'pcr-digest', value: 36 });
  if (isContradicted(grounds, CONFIGURATION.pcrs)) return claimFrom(grounds, { id: 'pcrs', value: 36 });
  if (facts === null) return null;
  if (facts.debugMode !== null || facts.kernelDebugging === 'on') return claimFrom(grounds, { id: 'debug-mode', value: 96 });
  if (facts.testSigning === 'on' || facts.dmaProtectionDisabled !== null) return claimFrom(grounds, { id: 'debug-mode', value: 32 });
  if (facts.secureBoot === 'off') return claimFrom(grounds, { id: 'secure-boot', value: 32 });
  if (facts.secureBoot === 'unknown') return claimFrom(grounds, { id: 'secure-boot', value: 36 });
  if (statusOf(grounds, 'event-log') === 'fail') return claimFrom(grounds, { id: 'event-log', value: 36 });
  return standingOf(grounds, CONFIGURATION) === 'other'
    ? claimFrom(grounds, { id: 'reference-values', value: 36 })
    : claimFrom(grounds, { id: 'secure-boot', value: 2 });
}

function executablesClaim(grounds: Grounds): Claim | null {
  const { boot } = grounds;
  if (statusOf(grounds, 'pcr-digest') === 'fail') return claimFrom(grounds, { id: 'pcr-digest', value: 99 });
  if (isContradicted(grounds, EXECUTABLES.pcrs)) return claimFrom(grounds, { id: 'pcrs', value: 99 });
  const { revoked } = boot;
  if (revoked !== null)
    return { value: 96, reason: `the image of record ${revoked + 1} is on the list of those that must not start (dbx)`, from: 'event-log' };
  const standing = standingOf(grounds, EXECUTABLES);
  if (standing === 'open') return null;
  if (standing !== 'approved') return claimFrom(grounds, { id: 'reference-values', value: standing === 'other' ? 33 : 32 });
  const atRuntime = boot.files !== null && statusOf(grounds, 'measurement-list') === 'pass';
  return claimFrom(grounds, { id: atRuntime ? 'measurement-list' : 'reference-values', value: atRuntime ? 2 : 3 });
}

function fileSystemClaim(grounds: Grounds): Claim | null {
  const { boot, input } = grounds;
  if (boot.files === null || boot.comparison.imaEntries === null || input.knownFiles === null) return null;
  const status = statusOf(grounds, 'measurement-list');
  if (status === 'pass') return claimFrom(grounds, { id: 'measurement-list', value: 2 });
  return status === 'fail' ? claimFrom(grounds, { id: 'measurement-list', value: 32 }) : null;
}

function hardwareClaim(grounds: Grounds): Claim | null {
  const { enrolment } = grounds.input;
  if (enrolment.components === 'mismatch')
    return { value: 96, reason: 'parts are others than its platform certificate lists', from: 'components' };
  if (enrolment.chain === 'fail') return claimFrom(grounds, { id: 'endorsement', value: 97 });
  const standing = standingOf(grounds, HARDWARE);
  if (enrolment.chain !== 'pass' || standing === 'open') return null;
  if (standing !== 'approved') return claimFrom(grounds, { id: 'reference-values', value: standing === 'other' ? 97 : 32 });
  return isSignedFor(grounds, HARDWARE) ? claimFrom(grounds, { id: 'endorsement', value: 2 }) : null;
}

/** Whether each record is known by more than a boot that somebody accepted: that is known, and nobody says that it is genuine. */
function isSignedFor({ boot }: Grounds, { pcrs }: BootPart): boolean {
  const own = (boot.references?.events ?? []).filter(({ event }) => pcrs.includes(event.pcr));
  return own.every((each) => each.outcome !== 'referenced' || each.by.some(({ source }) => source.by !== 'learned'));
}

/** Whether the logs tell something else than one of these PCRs holds. */
function isContradicted({ boot }: Grounds, pcrs: readonly number[]): boolean {
  return boot.comparison.verdicts.some(({ pcr, status }) => pcrs.includes(pcr) && (status === 'mismatch' || status === 'quote-only'));
}

/** How a part of the boot stands beside reference values. Records of a PCR that nothing attests are nobody's word. */
function standingOf(grounds: Grounds, { pcrs, needed }: BootPart): 'approved' | 'outdated' | 'other' | 'open' {
  const { references, comparison } = grounds.boot;
  const own = (references?.events ?? []).filter(({ event, outcome }) => pcrs.includes(event.pcr) && outcome !== 'ignored');
  const attested = new Set(comparison.verdicts.filter((verdict) => verdict.attested && verdict.status === 'match').map(({ pcr }) => pcr));
  if (own.some(({ event, outcome }) => outcome === 'mismatch' && attested.has(event.pcr))) return 'other';
  const whole = own.every(({ event, outcome }) => outcome === 'referenced' && attested.has(event.pcr));
  if (!whole || !own.some(({ event }) => event.pcr === needed)) return 'open';
  return own.some((each) => each.outcome === 'referenced' && each.outdated) ? 'outdated' : 'approved';
}
