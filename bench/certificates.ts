import { createPublicKey, type KeyObject, verify } from 'node:crypto';
import { benchTwoThreads } from './certificates-on-threads.ts';
import { checkCertificates, trustOf } from './check-certificates.ts';
import { compare, type Figure } from './harness.ts';
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
    figures.push(await againstSignatures({ name, target, rounds, authorities }));
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

function againstSignatures({ name, target, rounds, authorities }: Question): Promise<Figure> {
  const { root, issuer } = authorities;
  const trust = trustOf({ root: root.certificate, issuer: issuer.certificate });
  const keys = { root: keyOf(root.publicKeyInfo), issuer: keyOf(issuer.publicKeyInfo) };
  const makeFiles = makeNewFiles(authorities);
  let files: readonly Uint8Array[] = [];
  let signatures: readonly (SignedPart & { readonly key: KeyObject })[] = [];
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
      signatures = [
        { ...signedPartOf(issuer.certificate), key: keys.root },
        ...files.map((file) => ({ ...signedPartOf(file), key: keys.issuer })),
      ];
    },
    runOurs: async () => checkCertificates(files, trust),
    runYardstick: async () => {
      for (const { tbs, key, signature } of signatures) {
        if (!verify('sha256', tbs, key, signature)) throw new Error('a signature of the yardstick is wrong');
      }
    },
  });
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
