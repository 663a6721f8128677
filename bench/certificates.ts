import { createPublicKey, type KeyObject, verify } from 'node:crypto';
import { benchTwoThreads } from './certificates-on-threads.ts';
import { checkCertificates, trustOf } from './check-certificates.ts';
import { compare, type Figure, figureOf, type Spent, type SpentBoth, timed } from './harness.ts';
import {
  type BenchAlgorithm,
  type BenchAuthorities,
  COMPONENTS_PER_CERTIFICATE,
  makeBenchAuthorities,
  makeBenchCertificate,
} from './made-certificates.ts';
import { type SignedPart, signedPartOf } from './signed-part.ts';

const CERTIFICATES = 5000;
const ALGORITHMS: readonly { readonly algorithm: BenchAlgorithm; readonly name: string; readonly target: number }[] = [
  { algorithm: 'ec-p256', name: 'P-256', target: 0.5 },
  { algorithm: 'rsa-2048', name: 'RSA-2048', target: 0.25 },
];

/** Certificates from their octets to their checks, against nothing but their signatures; and two threads against one. */
export async function benchCertificates({ rounds }: { rounds: number }): Promise<readonly Figure[]> {
  const figures: Figure[] = [];
  for (const { algorithm, name, target } of ALGORITHMS) {
    const authorities = makeBenchAuthorities(algorithm);
    const question = { name, target, rounds, authorities };
    figures.push(await againstSignatures(question), await inBatches(question));
    figures.push(
      ...(await benchTwoThreads({
        name,
        rounds,
        authorities,
        work: WORK,
        certificates: CERTIFICATES,
        makeFiles: makeNewFiles(authorities),
      })),
    );
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

const SIGNATURES = 'crypto.verify of the same signatures, each once, with parsed keys and the signed parts at hand';

function againstSignatures({ name, target, rounds, authorities }: Question): Promise<Figure> {
  const sides = sidesOf(authorities);
  const makeFiles = makeNewFiles(authorities);
  let files: readonly Uint8Array[] = [];
  let signatures: readonly SignedBy[] = [];
  return compare({
    name: `certificates, ${name}`,
    ours: `${WORK} up to an anchor, over one certificate between`,
    yardstick: SIGNATURES,
    direction: 'at-least',
    target,
    rounds,
    perRound: CERTIFICATES,
    onOneThread: true,
    prepare: async () => {
      files = makeFiles();
      signatures = [sides.issuerSignature, ...sides.signaturesOf(files)];
    },
    runOurs: async () => sides.check(files),
    runYardstick: async () => verifyAll(signatures),
  });
}

const BATCH = 100;

/**
 * The same in small batches, in turn. The fastest tenth of each side is what the work takes where no other program is in the way: a busy
 * machine slows memory down more than signatures.
 */
async function inBatches({ name, rounds, authorities }: Question): Promise<Figure> {
  const sides = sidesOf(authorities);
  const makeFiles = makeNewFiles(authorities);
  const spent: SpentBoth = { ours: [], yardstick: [] };
  for (let round = 0; round <= rounds; round += 1) {
    const files = makeFiles();
    const signatures = sides.signaturesOf(files);
    for (let from = 0; from < CERTIFICATES; from += BATCH) {
      const signaturesSpent = await timed(async () => verifyAll(signatures.slice(from, from + BATCH)));
      const checksSpent = await timed(async () => sides.check(files.slice(from, from + BATCH)));
      if (round === 0) continue;
      spent.yardstick.push(signaturesSpent);
      spent.ours.push(checksSpent);
    }
  }
  const common = { direction: 'at-least', target: null, rounds, perRound: BATCH, onOneThread: true } as const;
  const title = `certificates, ${name}, the fastest tenth of batches of ${BATCH}`;
  return figureOf(
    { ...common, name: title, ours: WORK, yardstick: SIGNATURES },
    { ours: fastestTenth(spent.ours), yardstick: fastestTenth(spent.yardstick) },
  );
}

function fastestTenth(spent: readonly Spent[]): Spent[] {
  return spent.toSorted((a, b) => a.processorMs - b.processorMs).slice(0, Math.ceil(spent.length / 10));
}

interface SignedBy extends SignedPart {
  readonly key: KeyObject;
}

/** What both sides need of the authorities. */
function sidesOf({ root, issuer }: BenchAuthorities) {
  const trust = trustOf({ root: root.certificate, issuer: issuer.certificate });
  const key = keyOf(issuer.publicKeyInfo);
  return {
    check: (files: readonly Uint8Array[]) => checkCertificates(files, trust),
    issuerSignature: { ...signedPartOf(issuer.certificate), key: keyOf(root.publicKeyInfo) },
    signaturesOf: (files: readonly Uint8Array[]): readonly SignedBy[] => files.map((file) => ({ ...signedPartOf(file), key })),
  };
}

function verifyAll(signatures: readonly SignedBy[]): void {
  for (const { tbs, key, signature } of signatures) {
    if (!verify('sha256', tbs, key, signature)) throw new Error('a signature of the yardstick is wrong');
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

function keyOf(publicKeyInfo: Uint8Array): KeyObject {
  return createPublicKey({ key: Buffer.from(publicKeyInfo), format: 'der', type: 'spki' });
}
