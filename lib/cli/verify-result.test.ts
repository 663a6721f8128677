import { join } from 'node:path';
import { expect, test } from 'vitest';
import { appraisal, earClaims, makeTokenFile, VERIFIER_KEY } from '#lib/testing/attestation-results.ts';
import { folderOf, options } from './testing/folder.ts';
import { verify } from './verify.ts';

const pem = `-----BEGIN PUBLIC KEY-----\n${Buffer.from(VERIFIER_KEY.publicKeyInfo).toString('base64')}\n-----END PUBLIC KEY-----\n`;

/** What verify says of a result with this status, by a verifier whose key is trusted. */
async function verified(
  status: string,
): Promise<{ readonly standing: string | undefined; readonly trusted: unknown; readonly exitCode: number }> {
  const token = makeTokenFile({ claims: earClaims({ submods: { TPM: appraisal(status) } }) });
  const folder = folderOf({ 'result.jwt': token, 'trust/verifier.pem': pem });
  const { lines, json, exitCode } = await verify.run([join(folder, 'result.jwt')], { ...options, trust: join(folder, 'trust') });
  const [only] = JSON.parse(JSON.stringify(json));
  return {
    standing: lines.find((line) => line.includes('result.jwt: '))?.split(': attestation-result: ')[1],
    trusted: only.trusted,
    exitCode,
  };
}

test('a trusted verifier that affirms is trusted', async () => {
  expect(await verified('affirming')).toEqual({ standing: 'trusted', trusted: true, exitCode: 0 });
});

test.each(['contraindicated', 'warning', 'none'])('a trusted verifier that says %s lets no script go on', async (status) => {
  const { standing, trusted, exitCode } = await verified(status);
  expect(standing).toMatch(new RegExp(`^its verifier is trusted, and does not affirm: .*${status}`));
  expect({ trusted, exitCode }).toEqual({ trusted: true, exitCode: 1 });
});
