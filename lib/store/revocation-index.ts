import { createHash } from 'node:crypto';
import type { ReadDocument } from '#lib/artifact/types.ts';
import type { OcspCertificateId, RevocationDocument } from '#lib/x509/revocation-types.ts';
import type { Certificate, Name } from '#lib/x509/types.ts';
import { type Candidates, fairCandidates } from './fair-candidates.ts';
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

/** Artifacts with lists and responses under these keys, up to the limits; nobody verified them yet. @param knownAt only what was received until then */
export const revocationCandidates = (
  db: Queryable,
  keys: readonly string[],
  knownAt: string | undefined,
): Promise<ReadonlyMap<string, Candidates>> =>
  fairCandidates(db, { keys, knownAt, strengths: ['list', 'answer'], maxTried: MAX_TRIED, maxBytes: MAX_TRIED_BYTES });

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
