import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { extensionLines, extensionName } from '#lib/x509/describe-extension.ts';
import { parsePlatformCertificate } from './parse.ts';

test('a platform certificate tells its policies, its further TPMs and the key of its issuer', () => {
  const { extensions } = parsePlatformCertificate(new Uint8Array(readFileSync('lib/platform-cert/testdata/base-1-1-every-field.der')));
  const said = Object.fromEntries(
    extensions.map((extension) => [String(extensionName(extension.oid)), extensionLines(extension)] as const),
  );
  expect(said.certificatePolicies).toEqual([
    expect.stringMatching(/^2\.999\.1: https:\/\/ca\.example\/practice, “TCG Trusted Platform Endorsement”$/),
  ]);
  expect(said.targetInformation).toEqual([expect.stringMatching(/^name /)]);
  expect(Object.values(said).every((lines) => lines.length > 0)).toBe(true);
});
