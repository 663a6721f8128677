import type { Tier } from '#lib/attestation/trustworthiness.ts';
import { TIERS, worstTier } from '#lib/attestation/trustworthiness.ts';
import type { AttestationResult, ResultFormat } from '#lib/attestation/types.ts';
import { appraisalText, hasZone, ZONE_MS } from '#lib/attestation/verify.ts';
import type { Submission } from '../submission-types.ts';
import { compareTexts, compareTimes, daysAfter, instantOf as instantAt } from '../time.ts';
import type { DeviceDocument } from '../types.ts';

/**
 * `trusted`: a verifier whose key is known signed it. `declared`: a form that nobody signs; whoever may hand in for the device says so.
 * `untrusted`: it changes nothing.
 */
export type ResultStanding = 'trusted' | 'declared' | 'untrusted';

/** What another verifier says of the device, as plain facts: the result itself is among the documents. */
export interface ForeignResult {
  readonly sha256: string;
  readonly documentId: string;
  readonly format: ResultFormat;
  readonly issuer: string | null;
  readonly status: Tier;
  /** Part by part with the reasons, as the check `appraisal` tells it. */
  readonly detail: string;
  /** ISO 8601: when it was made, else when it was received. */
  readonly at: string;
  readonly standing: ResultStanding;
  /** Why it is not trusted; null where it is. */
  readonly why: string | null;
  /** ISO 8601: when it no longer says anything about now; null for one that says nothing in the first place. */
  readonly staleAt: string | null;
  /** No newer result of the same source replaces it. */
  readonly isCurrent: boolean;
}

/** What the results of a device are judged by. */
export interface ResultQuestion {
  readonly freshnessDays: number;
  /** Acts of handing in that the table of who may say what refuses. */
  readonly isRefused: (document: DeviceDocument, submission: Submission) => boolean;
}

/**
 * The results of other verifiers among a device's documents, newest first. One replaces the earlier ones of its source: of the same issuer and form
 * and anchor where it is trusted, of the same form where it is declared, so that a declaration never replaces what a verifier signed.
 */
export function foreignResultsOf(documents: readonly DeviceDocument[], question: ResultQuestion): readonly ForeignResult[] {
  const results = documents.flatMap((document) => {
    const content = document.read.document;
    return content?.kind === 'attestation-result'
      ? [{ result: resultOf({ document, content }, question), anchor: anchorOf(document) }]
      : [];
  });
  const sorted = results.sort(
    ({ result: a }, { result: b }) => compareTimes(b.at, a.at) || worseFirst(a, b) || compareTexts(a.documentId, b.documentId),
  );
  const seen = new Set<string>();
  return sorted.map(({ result, anchor }) => {
    const source = sourceOf(result, anchor);
    const isCurrent = !seen.has(source);
    seen.add(source);
    return { ...result, isCurrent };
  });
}

/** Key of the anchor whose word it is that a verifier signed; null for a key that is configured. */
const anchorOf = ({ checks }: DeviceDocument): string | null => checks.find(({ id }) => id === 'verifier')?.signers?.at(-1)?.key ?? null;

const worseFirst = (a: ForeignResult, b: ForeignResult): number => TIERS.indexOf(b.status) - TIERS.indexOf(a.status);

/** Keylime's three forms tell of one verifier's work. Under which anchor it was signed is part of who says so: another one's result replaces none. */
function sourceOf({ standing, format, issuer, documentId }: ForeignResult, anchor: string | null): string {
  const family = format.startsWith('keylime-') ? 'keylime' : format;
  if (standing === 'untrusted') return JSON.stringify([standing, documentId]);
  return JSON.stringify(standing === 'trusted' ? [standing, family, issuer, anchor] : [standing, family]);
}

interface Result {
  readonly document: DeviceDocument;
  readonly content: AttestationResult;
}

function resultOf({ document, content }: Result, question: ResultQuestion): ForeignResult {
  const { standing, why } = standingOf({ document, content }, question);
  const told = toldOf({ document, content });
  const at = instantOf({ document, content }, standing);
  return {
    sha256: document.sha256,
    documentId: document.read.id,
    format: content.format,
    issuer: content.issuer,
    ...told,
    at,
    standing,
    why,
    staleAt: standing === 'untrusted' ? null : (content.expiresAt ?? daysAfter(at, question.freshnessDays)),
    isCurrent: true,
  };
}

/** What it says of this device: all of it, or the parts of a list that are about this one. */
function toldOf({ document, content }: Result): Pick<ForeignResult, 'status' | 'detail'> {
  const { parts } = document;
  if (parts === undefined) {
    return { status: content.status, detail: document.checks.find(({ id }) => id === 'appraisal')?.detail ?? content.status };
  }
  const own = content.submods.filter(({ name }) => parts.includes(name));
  const status = worstTier(own.map((submod) => submod.status));
  return { status, detail: `${appraisalText(own, status)} (${own.length} of ${content.submods.length} in a list)` };
}

/**
 * When it was made, and never later than it was received. A time in a file that nobody signed makes nothing younger than the last act of handing it in;
 * that it is older, the file says against itself.
 */
function instantOf({ document, content }: Result, standing: ResultStanding): string {
  const { provenAt, submissions } = document;
  if (standing === 'untrusted') return provenAt;
  const received = standing === 'declared' ? (submissions.at(-1)?.receivedAt ?? provenAt) : provenAt;
  const made = madeAt({ document, content });
  // It may have been made at any hour of that day: then it is as young as its receipt allows.
  if (made !== null && !hasZone(content) && instantAt(received) - instantAt(made) <= ZONE_MS) return received;
  return made !== null && compareTimes(made, received) < 0 ? made : received;
}

/** Of a list when the parts about this device were judged, the newest of them: the others say nothing about it. */
function madeAt({ document: { parts }, content: { submods, issuedAt } }: Result): string | null {
  if (parts === undefined) return issuedAt;
  const own = submods.filter(({ name }) => parts.includes(name));
  const times = own.flatMap(({ at }) => at ?? []).toSorted(compareTimes);
  return times.length < own.length ? issuedAt : (times.at(-1) ?? issuedAt);
}

type Standing = Pick<ForeignResult, 'standing' | 'why'>;

/** Whether it was expired when it came is another question: then it is trusted, and stale. */
function standingOf({ document, content }: Result, { isRefused }: ResultQuestion): Standing {
  const untrusted = (why: string): Standing => ({ standing: 'untrusted', why });
  if (content.isFleet && document.parts === undefined)
    return untrusted('it lists several devices, and does not tell which of them is this one');
  const open = (ids: readonly string[]) => document.checks.find(({ id, status }) => ids.includes(id) && status !== 'pass');
  const malformed = open(['structure']);
  if (malformed !== undefined) return untrusted(malformed.detail);
  if (content.seals.length === 0) {
    if (document.submissions.every((submission) => isRefused(document, submission)))
      return untrusted('whoever handed it in may not report on this device');
    return { standing: 'declared', why: 'nobody signed it' };
  }
  const doubt = open(['signature', 'verifier']);
  if (doubt !== undefined) return untrusted(doubt.detail);
  const early = document.checks.find(({ id, status }) => id === 'validity' && status === 'fail' && !isExpired(content, document));
  return early === undefined ? { standing: 'trusted', why: null } : untrusted(early.detail);
}

const isExpired = ({ expiresAt }: AttestationResult, { provenAt }: DeviceDocument): boolean =>
  expiresAt !== null && compareTimes(expiresAt, provenAt) <= 0;
