import { createPublicKey, verify } from 'node:crypto';
import { parentPort, workerData } from 'node:worker_threads';
import { checkCertificates, trustOf } from './check-certificates.ts';
import type { SignedPart } from './signed-part.ts';

/** What a thread is started with: it keeps the trust, and is told the work of each round. */
export interface ThreadStart {
  readonly root: Uint8Array;
  readonly issuer: Uint8Array;
  /** SubjectPublicKeyInfo of the issuer. */
  readonly issuerKey: Uint8Array;
}

/** One thread's part of a round: handed over first, so that copying it is in no figure, and done when it is told to begin. */
export type ThreadWork =
  | { readonly kind: 'certificates'; readonly files: readonly Uint8Array[] }
  | { readonly kind: 'signatures'; readonly signed: readonly SignedPart[] };

/** What a thread is told: its part, or to do it. Answered when it has it, or has done it. */
export type ThreadMessage = ThreadWork | { readonly kind: 'begin' };

// Of our own making.
const start = workerData as ThreadStart;
const trust = trustOf(start);
const key = createPublicKey({ key: Buffer.from(start.issuerKey), format: 'der', type: 'spki' });

let given: ThreadWork | undefined;

parentPort?.on('message', (message: ThreadMessage) => {
  if (message.kind !== 'begin') given = message;
  else if (given?.kind === 'certificates') checkCertificates(given.files, trust);
  else verifySignatures(given?.signed ?? []);
  parentPort?.postMessage('done');
});

function verifySignatures(signed: readonly SignedPart[]): void {
  for (const { tbs, signature } of signed) if (!verify('sha256', tbs, key, signature)) throw new Error('a signature is wrong');
}
