import { execute, type Queryable, select } from './sql.ts';
import type { NewSubmission } from './submissions.ts';

/** One act of handing in, with its bytes. */
export interface HandIn {
  readonly submission: NewSubmission;
  /** In bytes. */
  readonly size: number;
  /** Pieces of at most CHUNK_BYTES, in order; each is used up before the next one is asked for. */
  readonly chunks: () => AsyncIterable<Uint8Array> | Iterable<Uint8Array>;
}

/**
 * Keeps acts of handing in and their bytes; the same bytes are kept once. Call it inside a transaction.
 * @returns ids of the submissions that were kept: not those whose submitter used the idempotency key before
 */
export async function saveHandIns(db: Queryable, handIns: readonly HandIn[]): Promise<ReadonlySet<string>> {
  const begun = await Promise.all(handIns.map(beginning));
  const fresh = await saveRows(db, begun);
  for (const { handIn, rest } of begun) {
    if (fresh.get(handIn.submission.id) === true) await saveRest(db, handIn, rest);
    await rest.return(undefined);
  }
  return new Set(fresh.keys());
}

type Pieces = AsyncGenerator<Uint8Array, undefined, undefined>;

/** A hand-in whose first piece was taken. */
interface Begun {
  readonly handIn: HandIn;
  readonly first: Uint8Array | null;
  readonly rest: Pieces;
}

async function beginning(handIn: HandIn): Promise<Begun> {
  const rest = piecesOf(handIn);
  const { value, done } = await rest.next();
  return { handIn, first: done ? null : value, rest };
}

async function* piecesOf({ chunks }: HandIn): Pieces {
  yield* chunks();
  return undefined;
}

async function saveRest(db: Queryable, { submission: { sha256 } }: HandIn, rest: Pieces): Promise<void> {
  for (let seq = 1; ; seq += 1) {
    const { value, done } = await rest.next();
    if (done) return;
    await execute(db, 'INSERT INTO artifact_chunk (sha256, seq, bytes) VALUES ($1, $2, $3)', [sha256, seq, asBuffer(value)]);
  }
}

const TYPES = [
  'text',
  'text',
  'timestamptz',
  'timestamptz',
  'text',
  'text',
  'text',
  'text',
  'jsonb',
  'jsonb',
  'text',
  'bigint',
  'bytea',
] as const;

/**
 * Most files have one piece, so that this is all: every further statement is a trip to the database while the submitter waits.
 * In one order everywhere, so that two transactions with the same bytes don't wait for each other.
 * @returns by submission that was kept, whether its bytes are new
 */
async function saveRows(db: Queryable, begun: readonly Begun[]): Promise<ReadonlyMap<string, boolean>> {
  if (begun.length === 0) return new Map();
  const places = placesFor(begun.length);
  const rows = await select<{ id: string; fresh: boolean }>(
    db,
    `WITH given AS (
       SELECT * FROM (
         VALUES ${places.map((row) => `(${TYPES.map((type, at) => `$${row * TYPES.length + at + 1}::${type}`).join()})`).join()}
       ) AS v (id, sha256, received_at, observed_at, submitted_by, device, role, file_name, may_attach_to, challenge, idempotency_key, size, first)
       WHERE id IS NOT NULL
     ), act AS (
       INSERT INTO submission (id, sha256, received_at, observed_at, submitted_by, device, role, file_name, may_attach_to, challenge, idempotency_key)
       SELECT id, sha256, received_at, observed_at, submitted_by, device, role, file_name, may_attach_to, challenge, idempotency_key
       FROM given ORDER BY sha256, id ON CONFLICT DO NOTHING RETURNING id, sha256
     ), fresh AS (
       INSERT INTO artifact (sha256, size, created_at)
       SELECT DISTINCT ON (sha256) sha256, size, received_at FROM given WHERE id IN (SELECT id FROM act) ORDER BY sha256
       ON CONFLICT DO NOTHING RETURNING sha256
     ), piece AS (
       INSERT INTO artifact_chunk (sha256, seq, bytes)
       SELECT DISTINCT ON (sha256) sha256, 0, first FROM given JOIN fresh USING (sha256) WHERE first IS NOT NULL
     ) SELECT act.id, fresh.sha256 IS NOT NULL AS fresh FROM act LEFT JOIN fresh USING (sha256)`,
    places.flatMap((row) => valuesOf(begun[row])),
  );
  return new Map(rows.map(({ id, fresh }) => [id, fresh]));
}

/** Empty ones fill up to a power of two, so that there are few texts of the statement: a connection plans each of them several times. */
function placesFor(count: number): readonly number[] {
  return Array.from({ length: 2 ** Math.ceil(Math.log2(count)) }, (_, place) => place);
}

const EMPTY: readonly null[] = TYPES.map(() => null);

function valuesOf(begun: Begun | undefined): readonly unknown[] {
  if (begun === undefined) return EMPTY;
  const { handIn, first } = begun;
  const { submission, size } = handIn;
  const { id, sha256, receivedAt, observedAt, submittedBy, device, role, fileName, mayAttachTo, idempotencyKey } = submission;
  const challenge = submission.challenge === undefined ? null : JSON.stringify(submission.challenge);
  return [
    ...[id, sha256, receivedAt, observedAt, submittedBy, device, role, fileName, JSON.stringify(mayAttachTo), challenge, idempotencyKey],
    ...[size, first === null ? null : asBuffer(first)],
  ];
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
