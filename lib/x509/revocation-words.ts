import { equalBytes } from '#lib/encoding/bytes.ts';
import { readDer } from '#lib/encoding/der.ts';
import { readTime } from '#lib/encoding/der-values.ts';
import { ParseError } from '#lib/encoding/parse-error.ts';
import { findEntry } from './certificate-list-entries.ts';
import type { DistributionPoint } from './distribution-points.ts';
import { nameText } from './name.ts';
import { EXTENSION } from './oids.ts';
import type { CertificateList, IssuingDistributionPoint, OcspAnswer, Revoked } from './revocation-types.ts';
import type { AnswerSource, RevocationSource } from './revocations.ts';
import type { Name } from './types.ts';

/** A certificate of either form, as far as revocation asks. */
export interface RevocationSubject {
  /** Which certificate, in a few words, such as `EK certificate 7`. */
  readonly text: string;
  readonly issuer: Name;
  readonly serialNumber: bigint;
  /** ISO 8601, UTC. */
  readonly notAfter: string;
  readonly type: 'user-certificates' | 'ca-certificates' | 'attribute-certificates';
  /** Read when a list asks for them. */
  readonly distributionPoints: () => readonly DistributionPoint[];
}

/** What one source says about one certificate. `at`: the state of the source's knowledge, ISO 8601. */
export type Word = { readonly source: RevocationSource; readonly at: string; readonly until: string | null } & (
  | { readonly kind: 'good' | 'released' }
  | ({ readonly kind: 'revoked' | 'on-hold' } & Revoked)
  /** It is about the certificate, and proves nothing; one clause tells why. */
  | { readonly kind: 'nothing'; readonly why: string }
);

type ListSource = RevocationSource<CertificateList>;

/**
 * What lists of one issuer say about one of its certificates; their signatures were verified.
 * A delta list says nothing about what it doesn't name unless the list that it changes is at hand.
 * @spec RFC 5280 section 6.3.3
 */
export function wordsOfLists(lists: readonly ListSource[], subject: RevocationSubject): readonly Word[] {
  const complete = lists.filter(({ document }) => document.baseNumber === null);
  return lists.map((source) =>
    source.document.baseNumber === null
      ? wordOfList(source, subject)
      : wordOfDelta(source, { subject, base: baseOf(source.document, complete) }),
  );
}

/**
 * What an answer of a response says about one certificate; its signature was verified. `good` speaks of certificates in their validity, and of those that
 * expired as far back as the responder keeps them.
 * @spec RFC 6960 sections 2.2 and 4.4.4
 */
export function wordOfAnswer({ source, answer }: AnswerSource, subject: Pick<RevocationSubject, 'notAfter'>): Word {
  const { status, thisUpdate, nextUpdate } = answer;
  const told = { source, at: thisUpdate, until: nextUpdate };
  switch (status.kind) {
    case 'good': {
      const why = archiveGapOf(answer, subject);
      return why === null ? { ...told, kind: 'good' } : { ...told, kind: 'nothing', why };
    }
    case 'unknown':
      return { ...told, kind: 'nothing', why: 'the responder does not know the certificate' };
    case 'revoked':
      return wordOfEntry(told, status);
    default:
      return status satisfies never;
  }
}

function archiveGapOf({ thisUpdate, archiveCutoff }: OcspAnswer, { notAfter }: Pick<RevocationSubject, 'notAfter'>): string | null {
  const expired = Date.parse(notAfter);
  if (Date.parse(thisUpdate) <= expired || (archiveCutoff !== null && Date.parse(archiveCutoff) <= expired)) return null;
  const kept =
    archiveCutoff === null
      ? 'a responder need not know expired ones'
      : `the responder knows those alone that expired since ${archiveCutoff}`;
  return `the certificate had expired before, and ${kept}`;
}

type Told = Pick<Word, 'source' | 'at' | 'until'>;

const toldBy = (source: ListSource): Told => ({ source, at: source.document.thisUpdate, until: source.document.nextUpdate });

function wordOfEntry(told: Told, { revokedAt, reason, invalidSince }: Revoked): Word {
  const entry = { revokedAt, reason, invalidSince };
  if (reason === 'removeFromCRL') return { ...told, kind: 'released' };
  return { ...told, kind: reason === 'certificateHold' ? 'on-hold' : 'revoked', ...entry };
}

/**
 * An entry counts whatever part or reasons the list covers: its issuer signed it. That there is none, or that a hold was lifted, counts only
 * where the list covers the certificate.
 */
function wordOfList(source: ListSource, subject: RevocationSubject): Word {
  return wordOfOwnEntry(source, subject) ?? wordOfAbsence(source, subject);
}

function wordOfAbsence(source: ListSource, subject: RevocationSubject): Word {
  const why = gapOf(source.document, subject);
  return why === null ? { ...toldBy(source), kind: 'good' } : { ...toldBy(source), kind: 'nothing', why };
}

/** Null where the certificate is not on the list, or the list numbers certificates of another form. */
function wordOfOwnEntry(source: ListSource, subject: RevocationSubject): Word | null {
  const { document } = source;
  if (numbersOthers(document, subject)) return null;
  const entry = findEntry(document, subject.serialNumber);
  if (entry === null) return null;
  const word = wordOfEntry(toldBy(source), entry);
  const { issuingDistributionPoint: scope } = document;
  const why = word.kind === 'released' && scope !== null ? scopeGapOf(scope, subject) : null;
  return why === null ? word : { ...toldBy(source), kind: 'nothing', why };
}

/**
 * Whether a list is of attribute certificates alone and the certificate is none, or the other way round: an authority may give one number to
 * an attribute certificate and to a public-key certificate.
 * @spec RFC 5280 section 4.1.2.2 and RFC 5755 section 4.2.5, each of which makes numbers unique among its own certificates
 */
function numbersOthers({ issuingDistributionPoint }: CertificateList, { type }: RevocationSubject): boolean {
  const only = issuingDistributionPoint?.only ?? null;
  return only !== null && (only === 'attribute-certificates') !== (type === 'attribute-certificates');
}

interface DeltaQuestion {
  readonly subject: RevocationSubject;
  readonly base: ListSource | undefined;
}

function wordOfDelta(source: ListSource, { subject, base }: DeltaQuestion): Word {
  const told = toldBy(source);
  const own = wordOfOwnEntry(source, subject);
  if (own !== null) return own;
  if (base === undefined) return { ...told, kind: 'nothing', why: 'it is a delta list, and the list that it changes is not at hand' };
  return { ...wordOfList(base, subject), ...told };
}

/** The newest complete list that the delta may change: one of the same scope. @spec RFC 5280 sections 5.2.4 and 6.3.3 (c) */
function baseOf({ baseNumber, thisUpdate, extensions }: CertificateList, complete: readonly ListSource[]): ListSource | undefined {
  const scope = scopeOctetsOf(extensions);
  return complete
    .filter(({ document }) => document.number !== null && baseNumber !== null && document.number >= baseNumber)
    .filter(({ document }) => equalBytes(scopeOctetsOf(document.extensions), scope))
    .filter(({ document }) => Date.parse(document.thisUpdate) <= Date.parse(thisUpdate))
    .toSorted((a, b) => Date.parse(b.document.thisUpdate) - Date.parse(a.document.thisUpdate))[0];
}

/** What a list says of its scope, as received; empty where it covers everything. */
function scopeOctetsOf(extensions: CertificateList['extensions']): Uint8Array {
  return extensions.find(({ oid }) => oid === EXTENSION.issuingDistributionPoint)?.value ?? new Uint8Array();
}

/** Why it proves nothing that a certificate is not on a list; null when it does prove that it wasn't revoked. */
function gapOf({ issuingDistributionPoint, extensions, thisUpdate }: CertificateList, subject: RevocationSubject): string | null {
  const scope = issuingDistributionPoint === null ? null : scopeGapOf(issuingDistributionPoint, subject);
  if (scope !== null) return scope;
  const expired = Date.parse(subject.notAfter);
  if (Date.parse(thisUpdate) <= expired) return null;
  const keptSince = keptSinceOf(extensions);
  if (keptSince !== null && Date.parse(keptSince) <= expired) return null;
  const kept = keptSince === null ? 'a list need not name expired ones' : `the list names those alone that expired since ${keptSince}`;
  return `the certificate had expired before, and ${kept}`;
}

/** Since when expired certificates stay on a list; null where they don't, or it can't be read. @spec ITU-T X.509 (2019) section 9.5.2.10 (expiredCertsOnCRL) */
function keptSinceOf(extensions: CertificateList['extensions']): string | null {
  const extension = extensions.find(({ oid }) => oid === EXTENSION.expiredCertificatesOnCrl);
  if (extension === undefined) return null;
  try {
    return readTime(readDer(extension.value));
  } catch (error) {
    if (error instanceof ParseError) return null;
    throw error;
  }
}

/** @spec RFC 5280 section 6.3.3 (b)(2) */
function scopeGapOf({ only, someReasons, relativeName, fullName }: IssuingDistributionPoint, subject: RevocationSubject): string | null {
  if (only !== null && only !== subject.type) return `it speaks of ${only.replace('-', ' ')} only`;
  if (someReasons) return 'it speaks of some reasons only';
  if (relativeName) return 'it is the list of a distribution point whose name is not evaluated';
  if (fullName === null) return null;
  const own = subject.distributionPoints().flatMap((point) => point.fullName ?? []);
  const isNamed = fullName.some((name) => own.some((known) => equalBytes(known, name)));
  return isNamed ? null : 'it is the list of a distribution point that the certificate does not name';
}

/** A source in a few words, such as `revocation list 12 of CN=Root`. */
export function sourceText({ document }: RevocationSource): string {
  if (document.kind === 'ocsp-response') {
    const by = document.responder.by === 'name' ? ` by ${nameText(document.responder.name)}` : '';
    return `OCSP response${by}`;
  }
  const kind = document.baseNumber === null ? 'revocation list' : 'delta revocation list';
  return `${kind}${document.number === null ? '' : ` ${document.number}`} of ${nameText(document.issuer)}`;
}
