import { parentPort, workerData } from 'node:worker_threads';
import { checkCertificates, trustOf } from './check-certificates.ts';

/** What a thread is started with: it keeps the trust, and is told the files of each round. */
export interface ThreadStart {
  readonly root: Uint8Array;
  readonly issuer: Uint8Array;
}

// Of our own making.
const trust = trustOf(workerData as ThreadStart);

parentPort?.on('message', (files: readonly Uint8Array[]) => {
  checkCertificates(files, trust);
  parentPort?.postMessage('done');
});
