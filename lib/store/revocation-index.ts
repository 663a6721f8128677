import { createHash } from 'node:crypto';
import type { ReadDocument } from '#lib/artifact/types.ts';
import type { OcspCertificateId, RevocationDocument } from '#lib/x509/revocation-types.ts';
import type { Certificate, Name } from '#lib/x509/types.ts';
import { nameIndexKey } from './name-index.ts';
import { type Queryable, select } from './sql.ts';

/** Lists and responses that are tried for one certificate or issuer, genuine or not. */
export const MAX_TRIED = 5000;
/** Octets of the lists and responses that are tried for one certificate or issuer. */
export const MAX_TRIED_BYTES = 1024 * 1024 * 1024;

/** Under which a response is found by the number of a certificate that it speaks of, whoever issued it. */
export const answerKey = (serialNumber: bigint): string => `ocsp:${serialNumber}`;

/** Digests by which responses name issuers, as keys. */
export const nameHashKeys = ({ raw }: Name): readonly string[] =>
  ['sha1', 'sha256', 'sha384', 'sha512'].map((hash) => `name-hash:${hash}:${createHash(hash).update(raw).digest('hex')}`);

/** The same for the issuer that a response names; null when the digest isn't known. */
export const namedIssuerKey = ({ hash, issuerNameHash }: OcspCertificateId): string | null =>
  hash === null ? null : `name-hash:${hash}:${Buffer.from(issuerNameHash).toString('hex')}`;

/** How the lists and responses about a certificate name it. */
export type RevocationReference = Pick<Certificate, 'issuer' | 'serialNumber'>;

/** The certificates of documents, as lists and responses name them. */
export function revocationReferences(documents: readonly ReadDocument[]): readonly RevocationReference[] {
  return documents.flatMap(({ document }): readonly RevocationReference[] => {
    if (document === undefined) return [];
    if ('certificate' in document) return [document.certificate];
    return 'holder' in document ? [document] : [];
  });
}

/** Keys under which lists and responses about these certificates, and about those of their issuers, are found. */
export function revocationKeysOf(references: readonly RevocationReference[]): readonly string[] {
  return [...new Set(references.flatMap(({ issuer, serialNumber }) => [nameIndexKey(issuer), answerKey(serialNumber)]))];
}

/** Keys under which a list or response is found. */
export function keysOfRevocation(document: RevocationDocument): readonly string[] {
  if (document.kind === 'certificate-revocation-list') return [nameIndexKey(document.issuer)];
  return document.answers.map(({ certificate }) => answerKey(certificate.serialNumber));
}

/** An artifact with lists or responses that nobody verified yet. */
export interface RevocationCandidate {
  readonly sha256: string;
  /** Octets. */
  readonly size: number;
  /** When it was first received. */
  readonly receivedAt: Date;
}

/** What may be tried under one key. */
export interface RevocationCandidates {
  readonly artifacts: readonly RevocationCandidate[];
  /** Whether more were handed in than may be tried. */
  readonly isCut: boolean;
}

/**
 * Artifacts with lists and responses under these keys, up to the limits. Submitters take turns, each with what came last: while
 * there are too many, what one submitter forges keeps nobody from what another one handed in.
 * @param knownAt  only what was received until then
 */
export async function revocationCandidates(
  db: Queryable,
  keys: readonly string[],
  knownAt: string | undefined,
): Promise<ReadonlyMap<string, RevocationCandidates>> {
  const rows = await select<RevocationCandidate & { readonly key: string; readonly total: number }>(
    db,
    `SELECT wanted.key, found.sha256, found.size, found.created_at AS "receivedAt", found.total
     FROM unnest($1::text[]) AS wanted(key) CROSS JOIN LATERAL (
       SELECT * FROM (
         SELECT sha256, size, created_at, (count(*) OVER ())::int AS total,
           row_number() OVER fair AS place, sum(size) OVER fair AS octets FROM (
           SELECT sha256, size, created_at, min(turn) AS turn FROM (
             SELECT a.sha256, a.size, a.created_at, row_number() OVER (PARTITION BY s.submitted_by ORDER BY a.created_at DESC, a.sha256) AS turn
             FROM (SELECT DISTINCT sha256 FROM link_key WHERE key = wanted.key AND strength IN ('list', 'answer')) k
               JOIN artifact a ON a.sha256 = k.sha256
               JOIN (SELECT DISTINCT sha256, submitted_by FROM submission) s ON s.sha256 = a.sha256
             WHERE $2::timestamptz IS NULL OR a.created_at <= $2
           ) handed_in GROUP BY sha256, size, created_at
         ) taken WINDOW fair AS (ORDER BY turn, created_at DESC, sha256)
       ) ranked WHERE place <= ${MAX_TRIED} AND octets <= ${MAX_TRIED_BYTES}
     ) found ORDER BY wanted.key, found.place`,
    [keys, knownAt ?? null],
  );
  return new Map(
    [...Map.groupBy(rows, ({ key }) => key)].map(([key, found]) => {
      const artifacts = found.map(({ sha256, size, receivedAt }) => ({ sha256, size, receivedAt }));
      return [key, { artifacts, isCut: found.some(({ total }) => total > found.length) }];
    }),
  );
}

/** Artifacts with certificates of authorities, by the digest of their name; one for each. */
export async function authoritiesNamed(db: Queryable, hashKeys: readonly string[]): Promise<readonly string[]> {
  const sql = "SELECT min(sha256) AS sha256 FROM link_key WHERE key = ANY($1) AND strength = 'name-hash' GROUP BY key";
  return (await select<{ sha256: string }>(db, sql, [hashKeys])).map(({ sha256 }) => sha256);
}

/** Certificates of authorities that one name may have issued, as far as they are looked at. */
const MAX_ISSUED = 1000;

/** Artifacts with certificates of authorities that one of these issued. */
export async function authoritiesIssuedBy(db: Queryable, names: readonly string[]): Promise<readonly string[]> {
  const rows = await select<{ sha256: string }>(
    db,
    `SELECT DISTINCT i.sha256 FROM link_key i JOIN link_key s ON s.sha256 = i.sha256 AND s.document_id = i.document_id AND s.strength = 'subject'
     WHERE i.key = ANY($1) AND i.strength = 'issuer' LIMIT ${MAX_ISSUED}`,
    [names],
  );
  return rows.map(({ sha256 }) => sha256);
}
