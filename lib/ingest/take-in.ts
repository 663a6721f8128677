import { createHash, randomUUID } from 'node:crypto';
import { MAX_ARTIFACT_BYTES } from '#lib/artifact/read.ts';
import type { Submission } from '#lib/device/submission-types.ts';
import type { Store } from '#lib/store/open-store.ts';
import { withoutNul } from '#lib/store/packed-document.ts';
import { findByIdempotencyKey, type NewSubmission } from '#lib/store/submissions.ts';
import { uuid7 } from '#lib/store/uuid7.ts';
import { MAX_CERTIFICATE_BYTES } from '#lib/x509/certificate.ts';
import { keepTogether } from './keep-together.ts';
import { makeSpool, type Spool } from './spool.ts';

export interface Upload extends Omit<Submission, 'id' | 'sha256' | 'receivedAt'> {
  /** Its chunks are not changed after they were given. */
  readonly stream: AsyncIterable<Uint8Array> | ReadableStream<Uint8Array>;
  readonly receivedAt: Date;
  /** The same key by the same submitter is the same act; null makes this an act of its own. */
  readonly idempotencyKey: string | null;
}

/** What the submitter gets. It says nothing about whether somebody else handed in the same bytes. */
export interface Receipt {
  /** The submission. */
  readonly id: string;
  readonly sha256: string;
  readonly size: number;
  /** ISO 8601, UTC. */
  readonly receivedAt: string;
  readonly fileName: string | null;
}

export type RefusalCode = 'too-large' | 'certificate-too-large' | 'idempotency-mismatch';

/** An upload that wasn't taken in. Nothing of it was kept. */
export class UploadRefused extends Error {
  readonly code: RefusalCode;
  /** In bytes; null where size wasn't the reason. */
  readonly limit: number | null;

  constructor(code: RefusalCode, message: string, limit: number | null = null) {
    super(message);
    this.name = 'UploadRefused';
    this.code = code;
    this.limit = limit;
  }
}

const MAX_FILE_NAME = 255;

/**
 * Takes one file in: bytes, submission and the job that reads them, in one transaction, before the receipt.
 * @throws UploadRefused, while the file comes and before it is held in memory
 */
export async function takeIn(store: Store, upload: Upload): Promise<Receipt> {
  const spool = makeSpool();
  try {
    const sha256 = await receive(upload.stream, spool);
    const submission = submissionOf(upload, sha256);
    const isNew = await keepTogether(store, { submission, size: spool.size(), chunks: spool.chunks });
    return isNew ? receiptOf(submission, spool.size()) : await earlierReceipt(store, submission, spool.size());
  } finally {
    await spool.remove();
  }
}

async function receive(stream: Upload['stream'], spool: Spool): Promise<string> {
  const hash = createHash('sha256');
  let limit = MAX_ARTIFACT_BYTES;
  for await (const chunk of asIterable(stream)) {
    if (spool.size() === 0 && isDer(chunk)) limit = MAX_CERTIFICATE_BYTES;
    if (spool.size() + chunk.byteLength > limit) throw tooLarge(limit);
    hash.update(chunk);
    await spool.write(chunk);
  }
  return hash.digest('hex');
}

/** A DER SEQUENCE: a certificate, which has a limit of its own. */
const isDer = (chunk: Uint8Array): boolean => chunk[0] === 0x30;

function tooLarge(limit: number): UploadRefused {
  const mebibytes = `${limit / 1024 / 1024} MiB`;
  return limit === MAX_CERTIFICATE_BYTES
    ? new UploadRefused('certificate-too-large', `A certificate may have at most ${mebibytes}.`, limit)
    : new UploadRefused('too-large', `A file may have at most ${mebibytes}.`, limit);
}

function submissionOf(upload: Upload, sha256: string): NewSubmission {
  const { submittedBy, device, role, fileName, observedAt, mayAttachTo, receivedAt, challenge } = upload;
  return {
    id: uuid7(receivedAt),
    sha256,
    receivedAt: receivedAt.toISOString(),
    observedAt,
    submittedBy,
    device: device === null ? null : withoutNul(device),
    role: role === null ? null : withoutNul(role),
    fileName: fileName === null ? null : withoutNul(fileName).slice(0, MAX_FILE_NAME),
    mayAttachTo,
    ...(challenge === undefined ? {} : { challenge }),
    idempotencyKey: upload.idempotencyKey ?? randomUUID(),
  };
}

async function earlierReceipt(store: Store, { submittedBy, idempotencyKey, sha256 }: NewSubmission, size: number): Promise<Receipt> {
  const earlier = await findByIdempotencyKey(store, { submittedBy, idempotencyKey });
  if (earlier === undefined) throw new Error('a submission that was there a moment ago is gone');
  if (earlier.sha256 !== sha256) {
    throw new UploadRefused('idempotency-mismatch', 'This idempotency key was used for another file. Use a new key for each file.');
  }
  return receiptOf(earlier, size);
}

function receiptOf({ id, sha256, receivedAt, fileName }: Submission, size: number): Receipt {
  return { id, sha256, size, receivedAt, fileName };
}

function asIterable(stream: Upload['stream']): AsyncIterable<Uint8Array> {
  // Web streams are async iterable in Node; the DOM's type doesn't say so.
  return Symbol.asyncIterator in stream ? stream : (stream as unknown as AsyncIterable<Uint8Array>);
}
