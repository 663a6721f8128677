import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { verify } from '#lib/cli/verify.ts';
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
