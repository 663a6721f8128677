import type { Check } from '#lib/encoding/check.ts';
import { type JudgedSeal, judgeSeal, type ResultTrust } from './judge-seal.ts';
import { TIERS, type Tier, worstTier } from './trustworthiness.ts';
import type { AttestationResult, NestedToken, Submod } from './types.ts';

/** What must pass before a result counts: it is whole, a verifier that is trusted signed it, and it held when it was handed in. */
export const REQUIRED_CHECKS: readonly string[] = ['structure', 'signature', 'verifier', 'validity'];

/** A result and the trust that it is judged by. */
export interface ResultQuestion extends ResultTrust {
  readonly document: AttestationResult;
}

const EAT = 'RFC 9711 section 4';
const AR4SI = 'draft-ietf-rats-ar4si section 2.3; draft-ietf-rats-ear section 3.1';
/** Clocks of two machines may differ by so much. */
const MAX_SKEW_SECONDS = 300;
/** A clock without a time zone may be so much before the world's: that of Kiribati. */
const MAX_ZONE_SECONDS = 14 * 60 * 60;
/** Parts and reasons that one sentence tells. */
const MAX_TOLD = 5;

/**
 * Asks who says so and whether it may be relied upon, and apart from that what it says. A missing key is `unknown`.
 * @spec RFC 9334 section 8.4; RFC 8725 section 3
 */
export function verifyAttestationResult({ document, ...trust }: ResultQuestion): readonly Check[] {
  const { issuer, seals } = document;
  const judged = seals.map((seal) => judgeSeal({ seal, issuer, trust }));
  return [
    structureCheck(document),
    signatureCheck(document, judged),
    verifierCheck(judged),
    validityCheck(document, trust.at),
    ...profileCheck(document),
    statusCheck(document),
    appraisalCheck(document),
    ...nestedCheck(document, trust),
  ];
}

/** Claims of a profile that isn't known may mean something else than they seem to. */
function structureCheck({ problems, profileKnown, submods }: AttestationResult): Check {
  const check = (status: Check['status'], detail: string): Check => ({ id: 'structure', status, detail, spec: EAT });
  const [first] = problems;
  if (first !== undefined) return check('fail', `${first.detail}${problems.length > 1 ? ` (${problems.length - 1} more)` : ''}`);
  if (profileKnown === false) return check('unknown', 'it is written by a profile that Assay does not know');
  if (submods.length === 0) return check('fail', 'it says nothing of any part');
  return check(
    'pass',
    `it tells of ${submods.length === 1 ? 'one part' : `${submods.length} parts`}, each in the form that its format asks for`,
  );
}

function signatureCheck({ carrier }: AttestationResult, judged: readonly JudgedSeal[]): Check {
  const check = ({ status, detail }: Pick<Check, 'status' | 'detail'>): Check => ({
    id: 'signature',
    status,
    detail,
    spec: SPECS[carrier],
  });
  const told = worst(judged.map(({ math }) => math));
  return check(told ?? { status: 'unknown', detail: 'nobody signed it: it is a declaration of whoever handed it in' });
}

const SPECS: Readonly<Record<AttestationResult['carrier'], string>> = {
  jwt: 'RFC 7515 section 5.2; RFC 8725',
  'jwt-list': 'RFC 7515 section 5.2; RFC 8725',
  cwt: 'RFC 9052 section 4.4; RFC 8392 section 7.2',
  json: 'RFC 9334 section 8.4',
  csv: 'RFC 9334 section 8.4',
};

function verifierCheck(judged: readonly JudgedSeal[]): Check {
  const told = worst(judged.map(({ trust }) => trust)) ?? {
    status: 'unknown',
    detail: 'nobody signed it, so that its verifier is not proven',
  };
  return { id: 'verifier', ...told, spec: 'RFC 9334 section 7.4; RFC 8725 section 3.8' };
}

/** The first that fails, else the first that is unknown, else the first. */
function worst(answers: readonly JudgedSeal['math'][]): JudgedSeal['math'] | undefined {
  return answers.find(({ status }) => status === 'fail') ?? answers.find(({ status }) => status === 'unknown') ?? answers[0];
}

/** Whether it held when it was handed in: it neither had expired nor comes from the future. */
function validityCheck(document: AttestationResult, at: string): Check {
  const { issuedAt, notBefore, expiresAt } = document;
  const check = (status: Check['status'], detail: string): Check => ({ id: 'validity', status, detail, spec: 'RFC 7519 section 4.1' });
  const latest = Date.parse(at) + (hasZone(document) ? MAX_SKEW_SECONDS : MAX_ZONE_SECONDS) * 1000;
  if (issuedAt === null) return check('unknown', 'it does not say when it was made');
  if (Date.parse(issuedAt) > latest) return check('fail', `it says that it was made at ${issuedAt}, which is after ${at}`);
  if (notBefore !== null && Date.parse(notBefore) > latest) return check('fail', `it holds from ${notBefore} on, not at ${at}`);
  if (expiresAt === null) return check('pass', `made at ${issuedAt}; it does not say until when it holds`);
  if (Date.parse(expiresAt) <= Date.parse(at)) return check('fail', `made at ${issuedAt}; it held until ${expiresAt}, not at ${at}`);
  return check('pass', `made at ${issuedAt}; it holds until ${expiresAt}`);
}

/** Whether its time says which instant it is, and not only what a clock on some wall showed. */
export const hasZone = ({ warnings }: Pick<AttestationResult, 'warnings'>): boolean =>
  !warnings.some(({ code }) => code === 'time-without-zone');

/** How far a time without a zone, read as that of the world's clock, may be from its instant. */
export const ZONE_MS = MAX_ZONE_SECONDS * 1000;

function profileCheck({ profile, profileKnown }: AttestationResult): readonly Check[] {
  if (profileKnown === null) return [];
  const named = profile === null ? 'it names no profile' : `its profile is ${JSON.stringify(profile.slice(0, 120))}`;
  const detail = profileKnown ? named : `${named}, which Assay does not know`;
  return [{ id: 'profile', status: profileKnown ? 'pass' : 'unknown', detail, spec: 'RFC 9711 section 6' }];
}

/** What a verifier states is never trusted beyond what it says in detail. @spec draft-ietf-rats-ear section 3.1 */
function statusCheck({ submods, stated, status, isFleet }: AttestationResult): Check {
  const check = (answer: Check['status'], detail: string): Check => ({ id: 'status', status: answer, detail, spec: AR4SI });
  const beyond = submods.find((submod) => submod.stated !== null && isBetter(submod.stated, submod.status));
  if (beyond !== undefined) {
    return check(
      'fail',
      `${isFleet ? 'a device' : shortName(beyond)} is stated to be ${beyond.stated}, and its vector has ${worstOf(beyond)}; the worse counts`,
    );
  }
  if (stated !== null && isBetter(stated, status))
    return check('fail', `the whole is stated to be ${stated}, and a part of it is ${status}; the worse counts`);
  return check('pass', 'no status is better than the worst entry of its vector');
}

const isBetter = (stated: Tier, worked: Tier): boolean => TIERS.indexOf(stated) < TIERS.indexOf(worked);
const worstOf = ({ vector }: Submod): Tier => worstTier(vector.map(({ tier }) => tier));
const shortName = ({ name }: Submod): string => JSON.stringify(name.slice(0, 60));

/** What it says. `none` is no statement, so it is `unknown`. */
function appraisalCheck({ status, submods, isFleet }: AttestationResult): Check {
  const answer = status === 'affirming' ? 'pass' : status === 'none' ? 'unknown' : 'fail';
  return { id: 'appraisal', status: answer, detail: isFleet ? listText(submods) : appraisalText(submods, status), spec: AR4SI };
}

/** Each token inside the token by a key that is configured. What it says is told, and counts for nothing by itself. @spec RFC 9711 section 4.2.18 */
function nestedCheck({ nested = [] }: AttestationResult, trust: ResultTrust): readonly Check[] {
  if (nested.length === 0) return [];
  const answers = nested.map((token) => nestedAnswer(token, trust));
  const status =
    answers.find((answer) => answer.status === 'fail')?.status ?? answers.find((answer) => answer.status === 'unknown')?.status;
  const told = answers.slice(0, MAX_TOLD).map(({ detail }) => detail);
  const more = answers.length > MAX_TOLD ? [`and ${answers.length - MAX_TOLD} more`] : [];
  return [{ id: 'nested-tokens', status: status ?? 'pass', detail: [...told, ...more].join('; '), spec: 'RFC 9711 section 4.2.18' }];
}

function nestedAnswer(token: NestedToken, trust: ResultTrust): Pick<Check, 'status' | 'detail'> {
  const { part, issuer, seal, unread, refused, vector } = token;
  const name = JSON.stringify(part.slice(0, 60));
  if (refused !== undefined) return { status: 'fail', detail: `the token ${name}: ${refused}` };
  if (seal === null) return { status: 'unknown', detail: `the token ${name} can't be read: ${unread ?? ''}` };
  const { math, trust: who } = judgeSeal({ seal, issuer, trust });
  const decisive = [math, who].find(({ status }) => status !== 'pass') ?? lapsed(token, trust.at) ?? who;
  const says = vector.slice(0, MAX_TOLD).map(({ reason }) => reason);
  return {
    status: decisive.status,
    detail: `the token ${name}: ${decisive.detail}${says.length === 0 ? '' : `; it says: ${says.join(', ')}`}`,
  };
}

/** One that held no more, or not yet. A token inside another one need not say when it was made. */
function lapsed({ issuedAt, notBefore, expiresAt }: NestedToken, at: string): Pick<Check, 'status' | 'detail'> | undefined {
  const latest = Date.parse(at) + MAX_SKEW_SECONDS * 1000;
  const later = [issuedAt, notBefore].find((time) => time !== null && Date.parse(time) > latest);
  if (later !== undefined) return { status: 'fail', detail: `it holds from ${later} on, not at ${at}` };
  if (expiresAt === null || !(Date.parse(expiresAt) <= Date.parse(at))) return undefined;
  return { status: 'fail', detail: `it held until ${expiresAt}, not at ${at}` };
}

/** A list of many devices in numbers: whoever may see one of the devices may not learn of the others. */
export function listText(submods: readonly Submod[]): string {
  const counts = TIERS.flatMap((tier) => {
    const count = submods.filter(({ status }) => status === tier).length;
    return count === 0 ? [] : [`${count} ${tier}`];
  });
  return `a list of ${submods.length} devices: ${counts.join(', ')}`;
}

/** Each part with its status, the worst first, and the reasons of those that are not affirmed. */
export function appraisalText(submods: readonly Submod[], status: Tier): string {
  if (submods.length === 0) return status;
  const sorted = [...submods].sort((a, b) => TIERS.indexOf(b.status) - TIERS.indexOf(a.status));
  const told = sorted.slice(0, MAX_TOLD).map((submod) => `${shortName(submod)}: ${submod.status}${reasonsOf(submod)}`);
  return [...told, ...(sorted.length > MAX_TOLD ? [`and ${sorted.length - MAX_TOLD} more`] : [])].join('; ');
}

function reasonsOf({ status, vector }: Submod): string {
  if (status === 'affirming') return '';
  const reasons = vector.filter(({ tier }) => tier === status).map(({ name, reason }) => `${name}: ${reason}`);
  return reasons.length === 0 ? '' : ` (${reasons.slice(0, MAX_TOLD).join(', ')})`;
}
