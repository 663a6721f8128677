import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { inspect } from '#lib/cli/inspect.ts';
import { verify } from '#lib/cli/verify.ts';
import { CORPUS, expectations } from './corpus.ts';
import { documentedSchemas } from './documented-schemas.ts';
import { testOptions } from './options.ts';

const results = expectations().filter(([, { kind }]) => kind === 'attestation-result');
const matches = documentedSchemas().get('verify');
const folder = mkdtempSync(join(tmpdir(), 'assay-results-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe.runIf(results.length > 0)('results of other verifiers, real ones', () => {
  const file = (name: string): string => join(CORPUS, 'attestation', name);
  const outcome = async (name: string, trust?: string): Promise<unknown> => {
    const { json } = await verify.run([file(name)], testOptions(trust === undefined ? {} : { trust }));
    const document: unknown = JSON.parse(JSON.stringify(json));
    expect(matches?.(document), JSON.stringify(matches?.errors)).toBe(true);
    return document;
  };
  const answers = (checks: Readonly<Record<string, string>>) =>
    expect.arrayContaining(Object.entries(checks).map(([id, status]) => expect.objectContaining({ id, status })));

  test('the EAR of Veraison is trusted by its published key, and unknown without it', async () => {
    const trust = join(folder, 'trust');
    mkdirSync(trust);
    copyFileSync(file('veraison-ear/pkey.json'), join(trust, 'pkey.json'));
    const good = { structure: 'pass', signature: 'pass', verifier: 'pass', validity: 'pass', profile: 'pass', appraisal: 'pass' };
    expect(await outcome('ear.jwt', trust)).toMatchObject([{ trusted: true, checks: answers(good) }]);
    expect(await outcome('ear.jwt')).toMatchObject([{ trusted: false, checks: answers({ signature: 'unknown', verifier: 'unknown' }) }]);
  });

  test('the token of Azure is expired, and its signature unknown', async () => {
    const options = testOptions({ at: '2026-01-01T00:00:00.000Z' });
    const { json } = await verify.run([file('azure-sev-snp.jwt')], options);
    expect(json).toMatchObject([{ trusted: false, checks: answers({ signature: 'unknown', validity: 'fail', structure: 'pass' }) }]);
  });

  test('inspect tells who says what', async () => {
    const { json } = await inspect.run([file('ear.jwt'), file('azure-sev-snp.jwt')], testOptions());
    expect(json).toMatchObject([
      {
        document: {
          format: 'ear',
          issuer: 'https://veraison-project.org',
          issuedAt: '2022-10-23T12:46:24.000Z',
          expiresAt: null,
          submods: [{ name: 'PARSEC_TPM', status: 'affirming', vector: { 'instance-identity': 2, executables: 2, hardware: 2 } }],
        },
      },
      {
        document: {
          format: 'azure-attestation',
          issuer: 'https://sharedweu.weu.test.attest.azure.net',
          expiresAt: '2025-04-08T12:15:00.000Z',
          submods: [{ name: 'sevsnpvm', status: 'affirming', vector: { hardware: 2 } }],
        },
      },
    ]);
  });
});
