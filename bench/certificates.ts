import { createPublicKey, type KeyObject, verify } from 'node:crypto';
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { fieldsOf, rawOf, readDer } from '#lib/encoding/der.ts';
import { readBitString } from '#lib/encoding/der-values.ts';
import type { ThreadStart } from './certificate-thread.ts';
import { checkCertificates, trustOf } from './check-certificates.ts';
import { compare, type Figure } from './harness.ts';
import {
  type BenchAlgorithm,
  type BenchAuthorities,
  COMPONENTS_PER_CERTIFICATE,
  makeBenchAuthorities,
  makeBenchCertificate,
} from './made-certificates.ts';

const CERTIFICATES = 5000;
const ON_TWO_THREADS = 1.6;
const ALGORITHMS: readonly { readonly algorithm: BenchAlgorithm; readonly name: string; readonly target: number }[] = [
  { algorithm: 'ec-p256', name: 'P-256', target: 0.5 },
  { algorithm: 'rsa-2048', name: 'RSA-2048', target: 0.25 },
];

/** Certificates from their octets to their checks, against nothing but their signatures; and two threads against one. */
export async function benchCertificates({ rounds }: { rounds: number }): Promise<readonly Figure[]> {
  const figures: Figure[] = [];
  for (const { algorithm, name, target } of ALGORITHMS) {
    const authorities = makeBenchAuthorities(algorithm);
    figures.push(await againstSignatures({ name, target, rounds, authorities }));
    figures.push(await twoThreadsAgainstOne({ name, target: ON_TWO_THREADS, rounds, authorities }));
  }
  return figures;
}

interface Question {
  readonly name: string;
  readonly target: number;
  readonly rounds: number;
  readonly authorities: BenchAuthorities;
}

const WORK = `${CERTIFICATES} distinct attribute certificates of ${COMPONENTS_PER_CERTIFICATE} components identified, parsed and verified`;

function againstSignatures({ name, target, rounds, authorities }: Question): Promise<Figure> {
  const { root, issuer } = authorities;
  const trust = trustOf({ root: root.certificate, issuer: issuer.certificate });
  const keys = { root: keyOf(root.publicKeyInfo), issuer: keyOf(issuer.publicKeyInfo) };
  const makeFiles = makeNewFiles(authorities);
  let files: readonly Uint8Array[] = [];
  let signatures: readonly SignedPart[] = [];
  return compare({
    name: `certificates, ${name}`,
    ours: `${WORK} up to an anchor, over one certificate between`,
    yardstick: 'crypto.verify of the same signatures, each once, with parsed keys and the signed parts at hand',
    direction: 'at-least',
    target,
    rounds,
    perRound: CERTIFICATES,
    onOneThread: true,
    prepare: async () => {
      files = makeFiles();
      signatures = [signedPart(issuer.certificate, keys.root), ...files.map((file) => signedPart(file, keys.issuer))];
    },
    runOurs: async () => checkCertificates(files, trust),
    runYardstick: async () => {
      for (const { tbs, key, signature } of signatures) {
        if (!verify('sha256', tbs, key, signature)) throw new Error('a signature of the yardstick is wrong');
      }
    },
  });
}

/** One thread does it all, or two do half of it each; the octets are in memory that threads share. */
async function twoThreadsAgainstOne({ name, target, rounds, authorities }: Question): Promise<Figure> {
  const threads = [startThread(authorities), startThread(authorities)];
  const makeFiles = makeNewFiles(authorities);
  let files: readonly Uint8Array[] = [];
  const run = async (count: number) => {
    const share = CERTIFICATES / count;
    await Promise.all(threads.slice(0, count).map((thread, index) => checkOn(thread, files.slice(index * share, (index + 1) * share))));
  };
  try {
    return await compare({
      name: `certificates on two threads, ${name}`,
      ours: `${WORK}, half of them on each of two threads`,
      yardstick: 'the same on one thread',
      direction: 'at-least',
      target,
      rounds,
      perRound: CERTIFICATES,
      prepare: async () => {
        files = makeFiles().map(shared);
      },
      runOurs: () => run(2),
      runYardstick: () => run(1),
    });
  } finally {
    await Promise.all(threads.map((thread) => thread.terminate()));
  }
}

/** Certificates that no round before has seen, so that nothing that is remembered of one helps with another. */
function makeNewFiles(authorities: BenchAuthorities): () => readonly Uint8Array[] {
  let made = 0;
  return () =>
    Array.from({ length: CERTIFICATES }, () => {
      made += 1;
      return makeBenchCertificate(authorities, made);
    });
}

interface SignedPart {
  readonly tbs: Uint8Array;
  readonly key: KeyObject;
  readonly signature: Uint8Array;
}

/** The same three fields in attribute certificates and public-key certificates. */
function signedPart(certificate: Uint8Array, key: KeyObject): SignedPart {
  const fields = fieldsOf(readDer(certificate));
  const tbs = rawOf(fields.take('signed part'));
  fields.take('signatureAlgorithm');
  return { tbs, key, signature: readBitString(fields.take('signature')).bytes };
}

function keyOf(publicKeyInfo: Uint8Array): KeyObject {
  return createPublicKey({ key: Buffer.from(publicKeyInfo), format: 'der', type: 'spki' });
}

function startThread({ root, issuer }: BenchAuthorities): Worker {
  const workerData: ThreadStart = { root: root.certificate, issuer: issuer.certificate };
  return new Worker(new URL('./certificate-thread.ts', import.meta.url), { workerData });
}

/** An error on the thread is an error here: `once` rejects. */
async function checkOn(thread: Worker, files: readonly Uint8Array[]): Promise<void> {
  const done = once(thread, 'message');
  thread.postMessage(files);
  await done;
}

function shared(bytes: Uint8Array): Uint8Array {
  const copy = new Uint8Array(new SharedArrayBuffer(bytes.length));
  copy.set(bytes);
  return copy;
}
