import { execute, type Queryable, select } from './sql.ts';
import type { NewSubmission } from './submissions.ts';

/** Bytes that were handed in. */
export interface NewArtifact {
  readonly sha256: string;
  readonly size: number;
  readonly at: Date;
  /** Pieces of at most CHUNK_BYTES, in order; each is used up before the next one is asked for. */
  readonly chunks: () => AsyncIterable<Uint8Array> | Iterable<Uint8Array>;
}

/**
 * Keeps an act of handing in and its bytes; the same bytes are kept once. Call it inside a transaction.
 * @returns false, and keeps nothing, when the submitter used the idempotency key before
 */
export async function saveHandIn(db: Queryable, submission: NewSubmission, artifact: NewArtifact): Promise<boolean> {
  let kept: Kept | undefined;
  let seq = 0;
  for await (const bytes of artifact.chunks()) {
    if (kept === undefined) kept = await begin(db, submission, { ...artifact, first: bytes });
    else await execute(db, 'INSERT INTO artifact_chunk (sha256, seq, bytes) VALUES ($1, $2, $3)', [artifact.sha256, seq, asBuffer(bytes)]);
    if (!kept.isNewArtifact) break;
    seq += 1;
  }
  kept ??= await begin(db, submission, { ...artifact, first: null });
  return kept.isNewAct;
}

interface Kept {
  readonly isNewAct: boolean;
  readonly isNewArtifact: boolean;
}

/** Most files have one piece, so that this is all: every further statement is a trip to the database while the submitter waits. */
async function begin(
  db: Queryable,
  submission: NewSubmission,
  { size, at, first }: NewArtifact & { readonly first: Uint8Array | null },
): Promise<Kept> {
  const { id, sha256, receivedAt, observedAt, submittedBy, device, role, fileName, mayAttachTo, idempotencyKey } = submission;
  const rows = await select<{ acts: number; artifacts: number }>(
    db,
    `WITH act AS (
       INSERT INTO submission (id, sha256, received_at, observed_at, submitted_by, device, role, file_name, may_attach_to, idempotency_key)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT DO NOTHING RETURNING sha256
     ), fresh AS (
       INSERT INTO artifact (sha256, size, created_at) SELECT sha256, $11, $12 FROM act ON CONFLICT DO NOTHING RETURNING sha256
     ), piece AS (
       INSERT INTO artifact_chunk (sha256, seq, bytes) SELECT sha256, 0, $13 FROM fresh WHERE $13::bytea IS NOT NULL
     ) SELECT (SELECT count(*) FROM act)::int AS acts, (SELECT count(*) FROM fresh)::int AS artifacts`,
    [
      ...[id, sha256, receivedAt, observedAt, submittedBy, device, role, fileName, JSON.stringify(mayAttachTo), idempotencyKey],
      ...[size, at, first === null ? null : asBuffer(first)],
    ],
  );
  return { isNewAct: rows[0]?.acts === 1, isNewArtifact: rows[0]?.artifacts === 1 };
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
