import { generateKeyPairSync, sign } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { encodeUtf8, toHex } from '#lib/encoding/bytes.ts';
import { EAR_PROFILE, type EarAppraisal, type EarSigner, type EarStatement, encodeEarCwt, encodeEarJwt } from './encode-ear.ts';
import { parseAttestationResult } from './parse.ts';
import { verifyTokenSignature } from './token-signature.ts';
import { CLAIM_NAMES, TIERS, worstTier } from './trustworthiness.ts';
import type { AttestationResult } from './types.ts';

const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const spki = new Uint8Array(publicKey.export({ type: 'spki', format: 'der' }));
const signer: EarSigner = {
  algorithm: 'ES256',
  keyId: 'assay-1',
  sign: (octets) => new Uint8Array(sign('sha256', octets, { key: privateKey, dsaEncoding: 'ieee-p1363' })),
};

const TPM: EarAppraisal = {
  name: 'TPM',
  status: 'affirming',
  vector: [
    { name: 'instance-identity', value: 2 },
    { name: 'configuration', value: 2 },
    { name: 'executables', value: 3 },
  ],
  policies: ['https://assay.example/policy/1'],
  attestationKey: spki,
};
const STATEMENT: EarStatement = {
  verifier: { developer: 'https://assay.example', build: 'assay 0.2.0' },
  issuedAt: '2026-06-01T12:00:00.700Z',
  expiresAt: '2026-06-01T13:00:00.000Z',
  nonce: new Uint8Array(32).fill(9),
  appraisals: [TPM],
};

const both = (statement: EarStatement): readonly AttestationResult[] => [
  parseAttestationResult(encodeUtf8(encodeEarJwt(statement, signer))),
  parseAttestationResult(encodeEarCwt(statement, signer)),
];
const changed = (appraisal: Partial<EarAppraisal>): EarStatement => ({ ...STATEMENT, appraisals: [{ ...TPM, ...appraisal }] });

test('what is written is read back, from the JWT and from the CWT', () => {
  for (const result of both(STATEMENT)) {
    expect(result).toMatchObject({
      format: 'ear',
      issuer: 'https://assay.example',
      verifier: 'assay 0.2.0',
      profile: EAR_PROFILE,
      profileKnown: true,
      issuedAt: '2026-06-01T12:00:00.000Z',
      expiresAt: '2026-06-01T13:00:00.000Z',
      stated: 'affirming',
      status: 'affirming',
      problems: [],
      warnings: [],
    });
    expect(result.nonces).toHaveLength(1);
    expect(result.submods.map(({ name, stated, policies }) => ({ name, stated, policies }))).toEqual([
      { name: 'TPM', stated: 'affirming', policies: ['https://assay.example/policy/1'] },
    ]);
    expect(new Set(result.submods[0]?.vector.map(({ name, value }) => `${name} ${value}`))).toEqual(
      new Set(TPM.vector.map(({ name, value }) => `${name} ${value}`)),
    );
    expect(result.subjects.map(({ kind }) => kind)).toEqual(['attestation-key']);
  }
});

test('the signature is over what was written, and no other key verifies it', () => {
  const other = generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({ type: 'spki', format: 'der' });
  for (const { seals } of both(STATEMENT)) {
    const [seal] = seals;
    if (seal === undefined) throw new Error('no seal');
    expect(seal).toMatchObject({ algorithm: 'ES256', keyId: 'assay-1', notUnderstood: [], keySources: [] });
    expect(verifyTokenSignature(seal, spki).status).toBe('valid');
    expect(verifyTokenSignature(seal, new Uint8Array(other)).status).toBe('invalid');
  }
});

test('the same statement gives the same octets, in whatever order its vector stands', () => {
  const still: EarSigner = { ...signer, sign: () => new Uint8Array(64) };
  const reversed = changed({ vector: TPM.vector.toReversed() });
  expect(encodeEarJwt(reversed, still)).toBe(encodeEarJwt(STATEMENT, still));
  expect(toHex(encodeEarCwt(reversed, still))).toBe(toHex(encodeEarCwt(STATEMENT, still)));
});

test('a status is never written better than the worst entry', () => {
  for (const { status, stated, submods } of both(changed({ vector: [{ name: 'configuration', value: 32 }] }))) {
    expect([status, stated, submods[0]?.stated]).toEqual(['warning', 'warning', 'warning']);
  }
});

test('what is absent is left out', () => {
  const bare: EarStatement = {
    ...changed({ vector: [], policies: [], attestationKey: null, status: 'none' }),
    expiresAt: null,
    nonce: null,
  };
  for (const { expiresAt, nonces, subjects, submods, problems } of both(bare)) {
    expect({ expiresAt, nonces, subjects, problems }).toEqual({ expiresAt: null, nonces: [], subjects: [], problems: [] });
    expect(submods).toMatchObject([{ stated: 'none', vector: [], policies: [] }]);
  }
  const [, payload = ''] = encodeEarJwt(bare, signer).split('.');
  expect(JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'))).toEqual({
    eat_profile: 'tag:ietf.org,2026:rats/ear#03',
    iat: 1780315200,
    ear_verifier_id: { developer: 'https://assay.example', build: 'assay 0.2.0' },
    ear_status: 'none',
    submods: { TPM: { ear_status: 'none' } },
  });
});

describe('a statement that can not be one is refused', () => {
  test.each<[string, Partial<EarStatement>]>([
    ['no part', { appraisals: [] }],
    ['two parts of one name', { appraisals: [TPM, TPM] }],
    ['a nonce of 7 octets', { nonce: new Uint8Array(7) }],
    ['a nonce of 65 octets', { nonce: new Uint8Array(65) }],
    ['a time that is none', { issuedAt: 'today' }],
  ])('%s', (_, more) => {
    expect(() => encodeEarJwt({ ...STATEMENT, ...more }, signer)).toThrow(RangeError);
    expect(() => encodeEarCwt({ ...STATEMENT, ...more }, signer)).toThrow(RangeError);
  });

  test('nonces of 8 and of 64 octets are not', () => {
    for (const octets of [8, 64]) expect(both({ ...STATEMENT, nonce: new Uint8Array(octets) })).toHaveLength(2);
  });
});

test('any vector and any status come back, never better than they were', () => {
  const still: EarSigner = { ...signer, sign: () => new Uint8Array(64) };
  const value = fc.integer({ min: -128, max: 127 }).filter((each) => each !== 0);
  const vectors = fc.dictionary(fc.constantFrom(...CLAIM_NAMES), value);
  fc.assert(
    fc.property(fc.constantFrom(...TIERS), vectors, (status, written) => {
      const vector = Object.entries(written).map(([name, each]) => ({ name, value: each }));
      const statement = changed({ status, vector });
      for (const bytes of [encodeUtf8(encodeEarJwt(statement, still)), encodeEarCwt(statement, still)]) {
        const [part] = parseAttestationResult(bytes).submods;
        expect(Object.fromEntries(part?.vector.map((each) => [each.name, each.value]) ?? [])).toEqual({ ...written });
        expect(worstTier([status, part?.status ?? 'affirming'])).toBe(part?.status);
      }
    }),
    { numRuns: 200 },
  );
});
