import type { KnownDigest } from '#lib/device/attested/known-digests.ts';
import { execute, type Queryable, select } from './sql.ts';

/** The digests that one document gives. */
export interface DigestsOfDocument {
  /** The artifact. */
  readonly sha256: string;
  readonly documentId: string;
  readonly digests: readonly KnownDigest[];
}

/** Makes these all the digests of their artifacts. */
export async function replaceKnownDigests(db: Queryable, documents: readonly DigestsOfDocument[]): Promise<void> {
  if (documents.length === 0) return;
  await execute(db, 'DELETE FROM known_digest WHERE sha256 = ANY($1)', [documents.map(({ sha256 }) => sha256)]);
  const rows = documents.flatMap(({ sha256, documentId, digests }) => digests.map((each) => ({ sha256, documentId, ...each })));
  if (rows.length === 0) return;
  await execute(
    db,
    `INSERT INTO known_digest (digest, sha256, document_id, describes)
     SELECT * FROM unnest($1::bytea[], $2::text[], $3::text[], $4::text[]) ON CONFLICT DO NOTHING`,
    [
      rows.map(({ digest }) => Buffer.from(digest, 'hex')),
      rows.map(({ sha256 }) => sha256),
      rows.map(({ documentId }) => documentId),
      rows.map(({ describes }) => describes.replaceAll('\u0000', '\ufffd').slice(0, MAX_DESCRIBES)),
    ],
  );
}

const MAX_DESCRIBES = 200;

/** A file that knows a digest. */
export interface KnowingFile {
  readonly sha256: string;
  readonly documentId: string;
  readonly kind: string;
  /** In one line. */
  readonly summary: string;
  /** What has the digest, in words. */
  readonly describes: string;
}

/** Files that are told of one digest; one more than that stands for all beyond. */
export const MAX_KNOWING = 50;

/** Manifests, BOMs and files that manifests vouch for which know a digest, at most MAX_KNOWING + 1. @param digest lower-case hexadecimal */
export async function filesKnowing(db: Queryable, digest: string): Promise<readonly KnowingFile[]> {
  const rows = await select<{ sha256: string; document_id: string; kind: string; summary: string; describes: string }>(
    db,
    `SELECT k.sha256, k.document_id, d.kind, d.summary, k.describes
     FROM (SELECT * FROM known_digest WHERE digest = $1 ORDER BY sha256, document_id LIMIT ${MAX_KNOWING + 1}) k
     JOIN document d ON d.sha256 = k.sha256 AND d.document_id = k.document_id ORDER BY k.sha256, k.document_id`,
    [Buffer.from(digest, 'hex')],
  );
  return rows.map(({ document_id, ...row }) => ({ documentId: document_id, ...row }));
}
