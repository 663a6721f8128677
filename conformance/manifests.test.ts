import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { inspect } from '#lib/cli/inspect.ts';
import { verify } from '#lib/cli/verify.ts';
import { coswidMap, makeComid, makeCorim, makeLoneCoswid, makeMeasurement, signCorim } from '#lib/testing/concise-manifests.ts';
import { makeManifest, makeManifestSigner } from '#lib/testing/reference-manifests.ts';
import { CORPUS, expectations } from './corpus.ts';
import { documentedSchemas } from './documented-schemas.ts';
import { testOptions } from './options.ts';

const matches = documentedSchemas().get('verify');
const signed = expectations().filter(([, { kind, verifiedBy }]) => kind === 'reference-manifest' && verifiedBy !== undefined);

describe.runIf(signed.length > 0)('verify over real manifests', () => {
  test.each(signed)('%s is trusted by the authority of its signer, and by nothing else', async (path, { verifiedBy = '' }) => {
    const folder = join(CORPUS, path.split('/').slice(0, 2).join('/'));
    const files = [join(CORPUS, path), join(folder, verifiedBy)];
    const outcome = async (trust: string): Promise<unknown> => {
      const { json } = await verify.run(files, testOptions({ trust: join(folder, trust) }));
      const document: unknown = JSON.parse(JSON.stringify(json));
      expect(matches?.(document), JSON.stringify(matches?.errors)).toBe(true);
      return document;
    };
    expect(await outcome('reference')).toMatchObject([{ kind: 'reference-manifest', trusted: true }, { trusted: true }]);
    expect(await outcome('trust')).toMatchObject([{ kind: 'reference-manifest', trusted: false }, { trusted: false }]);
  });

  test('a manifest whose signature verifies nowhere is not trusted', async () => {
    const { json, exitCode } = await verify.run([join(CORPUS, 'attestation/not-verifying.swidtag')], testOptions());
    expect(json).toMatchObject([
      { trusted: false, checks: expect.arrayContaining([expect.objectContaining({ id: 'signature', status: 'fail' })]) },
    ]);
    expect(exitCode).toBe(1);
  });
});

const digest = new Uint8Array(32);
const registers = makeMeasurement(
  { 14: new Map([[0, [[1, digest]]]]), 1: { tag: 553, value: 2 }, 4: { tag: 560, value: digest }, 0: new Map([[0, '1']]) },
  3,
);
const MADE: readonly (readonly [string, Uint8Array, object])[] = [
  [
    'a manifest in XML',
    makeManifestSigner('inspect').sign(makeManifest()),
    { format: 'swid-rim', signature: { form: 'xml', status: 'valid' } },
  ],
  [
    'a signed CoRIM',
    signCorim(makeCorim({ tags: [makeComid({ measurements: [registers] })], validity: [[1, { tag: 1, value: 1798761600 }]] })),
    { format: 'corim', signature: { form: 'cose' } },
  ],
  ['a CoSWID', makeLoneCoswid(coswidMap([{ name: 'x.bin', digest, size: 4 }])), { format: 'coswid', files: [{ name: 'x.bin' }] }],
];

test.each(MADE)('inspect tells %s as docs/cli.md describes it', async (_, bytes, facts) => {
  const folder = mkdtempSync(join(tmpdir(), 'assay-manifest-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'manifest');
  writeFileSync(file, bytes);
  const { json } = await inspect.run([file], testOptions());
  const document: unknown = JSON.parse(JSON.stringify(json));
  const isDescribed = documentedSchemas().get('inspect');
  expect(isDescribed?.(document), JSON.stringify(isDescribed?.errors)).toBe(true);
  expect(document).toMatchObject([{ kind: 'reference-manifest', error: null, document: facts }]);
});
