import { createHash } from 'node:crypto';
import type { ReadDocument } from '#lib/artifact/types.ts';
import type { OcspCertificateId } from '#lib/x509/revocation-types.ts';
import type { Certificate, Name } from '#lib/x509/types.ts';
import { nameIndexKey } from './name-index.ts';
import { type Queryable, select } from './sql.ts';

/** Lists and responses that are asked about one certificate or issuer: the newest. A list a day reaches it after three years. */
export const MAX_REVOCATIONS_OF_KEY = 1000;
/** Octets of the lists and responses that are asked about one certificate or issuer. */
export const MAX_REVOCATION_BYTES = 256 * 1024 * 1024;

/** Under which a response is found by the number of a certificate that it speaks of, whoever issued it. */
export const answerKey = (serialNumber: bigint): string => `ocsp:${serialNumber}`;

/** Digests by which responses name issuers, as keys. */
export const nameHashKeys = ({ raw }: Name): readonly string[] =>
  ['sha1', 'sha256', 'sha384', 'sha512'].map((hash) => `name-hash:${hash}:${createHash(hash).update(raw).digest('hex')}`);

/** The same for the issuer that a response names; null when the digest isn't known. */
export const namedIssuerKey = ({ hash, issuerNameHash }: OcspCertificateId): string | null =>
  hash === null ? null : `name-hash:${hash}:${Buffer.from(issuerNameHash).toString('hex')}`;

/** Keys under which lists and responses about these certificates, and about those of their issuers, are found. */
export function revocationKeysOf(documents: readonly ReadDocument[]): readonly string[] {
  const certificates = documents.flatMap(({ document }): readonly Pick<Certificate, 'issuer' | 'serialNumber'>[] => {
    if (document === undefined) return [];
    if ('certificate' in document) return [document.certificate];
    return 'holder' in document ? [document] : [];
  });
  return [...new Set(certificates.flatMap(({ issuer, serialNumber }) => [nameIndexKey(issuer), answerKey(serialNumber)]))];
}

/**
 * Artifacts with lists and responses under these keys. Of one key the newest, up to the limits: a revocation stands on every
 * later list until its certificate expires. Nobody verified them yet, so submitters take turns: forged ones of one submitter
 * can't push out what another one handed in.
 * @param knownAt  only what was received until then
 */
export async function findRevocations(
  db: Queryable,
  keys: readonly string[],
  knownAt: string | undefined,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const rows = await select<{ key: string; sha256: string }>(
    db,
    `SELECT wanted.key, found.sha256 FROM unnest($1::text[]) AS wanted(key) CROSS JOIN LATERAL (
       SELECT sha256 FROM (
         SELECT sha256, row_number() OVER fair AS place, sum(size) OVER fair AS octets FROM (
           SELECT sha256, size, created_at, min(turn) AS turn FROM (
             SELECT a.sha256, a.size, a.created_at, row_number() OVER (PARTITION BY s.submitted_by ORDER BY a.created_at DESC, a.sha256) AS turn
             FROM (SELECT DISTINCT sha256 FROM link_key WHERE key = wanted.key AND strength IN ('list', 'answer')) k
               JOIN artifact a ON a.sha256 = k.sha256
               JOIN (SELECT DISTINCT sha256, submitted_by FROM submission) s ON s.sha256 = a.sha256
             WHERE $2::timestamptz IS NULL OR a.created_at <= $2
           ) handed_in GROUP BY sha256, size, created_at
         ) taken WINDOW fair AS (ORDER BY turn, created_at DESC, sha256)
       ) ranked WHERE place = 1 OR (place <= ${MAX_REVOCATIONS_OF_KEY} AND octets <= ${MAX_REVOCATION_BYTES})
     ) found`,
    [keys, knownAt ?? null],
  );
  const found = new Map<string, string[]>();
  for (const { key, sha256 } of rows) {
    const known = found.get(key) ?? [];
    found.set(key, known);
    known.push(sha256);
  }
  return found;
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
