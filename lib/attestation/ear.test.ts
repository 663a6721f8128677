import { expect, test } from 'vitest';
import { appraisal, base64Url, earClaims, ISSUED_AT, makeEarCwt, makeTokenFile } from '#lib/testing/attestation-results.ts';
import { makeKey } from '#lib/testing/test-keys.ts';
import { parseAttestationResult } from './parse.ts';
import type { AttestationResult } from './types.ts';

const read = (more: Record<string, unknown> = {}): AttestationResult => parseAttestationResult(makeTokenFile({ claims: earClaims(more) }));
const partOf = (part: Record<string, unknown>) => read({ submods: { PART: part } });

test('an EAR tells who says what of each part, with the reasons', () => {
  expect(read()).toMatchObject({
    kind: 'attestation-result',
    format: 'ear',
    carrier: 'jwt',
    issuer: 'https://verifier.example',
    verifier: 'test 1.0',
    profileKnown: true,
    issuedAt: ISSUED_AT,
    expiresAt: null,
    status: 'affirming',
    problems: [],
    submods: [
      {
        name: 'PLATFORM',
        status: 'affirming',
        stated: 'affirming',
        policies: ['policy://test/1'],
        vector: [
          { name: 'instance-identity', value: 2 },
          { name: 'hardware', value: 2 },
          { name: 'executables', value: 3, tier: 'affirming', reason: 'only approved programs were loaded at boot' },
        ],
      },
    ],
  });
});

test('the newer spelling, with underscores, is the same result', () => {
  const claims = {
    eat_profile: 'tag:ietf.org,2026:rats/ear#03',
    iat: earClaims().iat,
    ear_verifier_id: { developer: 'https://verifier.example', build: 'test 1.0' },
    ear_status: 'affirming',
    submods: {
      PLATFORM: {
        ear_status: 'affirming',
        ear_trustworthiness_vector: { 'instance-identity': 2, hardware: 2, executables: 3 },
        ear_appraisal_policy_ids: ['policy://test/1'],
      },
    },
  };
  const { submods, issuer, status, problems, stated } = parseAttestationResult(makeTokenFile({ claims }));
  const old = read();
  expect([issuer, status, problems]).toEqual([old.issuer, old.status, []]);
  expect(stated).toBe('affirming');
  expect(submods.map(({ vector }) => vector.map(({ name, value }) => [name, value]))).toEqual(
    old.submods.map(({ vector }) => vector.map(({ name, value }) => [name, value])),
  );
});

test('a claim with two values in the two spellings is told, and neither hides the other', () => {
  const bad = partOf({ ...appraisal('affirming'), ear_status: 'contraindicated' });
  expect(bad.problems).toMatchObject([{ code: 'bad-claim', path: 'submods.PART.ear.status' }]);
  expect(read({ ear_verifier_id: { developer: 'somebody else', build: '1' } }).problems).toMatchObject([{ path: 'ear.verifier-id' }]);
  expect(partOf({ ...appraisal('affirming'), ear_status: 'affirming' }).problems).toEqual([]);
});

test('a CWT with the same claims is the same result', () => {
  const { submods, issuer, verifier, issuedAt, status, problems, carrier, profileKnown } = parseAttestationResult(makeEarCwt());
  expect({ issuer, verifier, issuedAt, status, problems, carrier, profileKnown }).toEqual({
    issuer: 'https://verifier.example',
    verifier: 'test 1.0',
    issuedAt: ISSUED_AT,
    status: 'affirming',
    problems: [],
    carrier: 'cwt',
    profileKnown: true,
  });
  expect(submods[0]?.vector.map(({ name, value }) => [name, value])).toEqual([
    ['instance-identity', 2],
    ['executables', 3],
    ['hardware', 2],
  ]);
});

test('a status is never better than the worst entry of its vector, whatever is stated', () => {
  expect(partOf(appraisal('affirming', { hardware: 2, executables: 96 })).submods[0]).toMatchObject({
    status: 'contraindicated',
    stated: 'affirming',
  });
  expect(partOf(appraisal('affirming', { configuration: 36 })).status).toBe('warning');
  expect(partOf(appraisal('affirming', { hardware: -1 })).status).toBe('none');
  expect(partOf(appraisal('warning', { hardware: 2 })).status).toBe('warning');
  expect(partOf(appraisal('none', { hardware: 2 })).status).toBe('none');
  expect(partOf({ 'ear.status': 'affirming' }).status).toBe('affirming');
});

test('the whole is never better than its worst part', () => {
  const submods = { A: appraisal('affirming'), B: appraisal('contraindicated') };
  expect(read({ submods, 'ear.status': 'affirming' })).toMatchObject({ status: 'contraindicated', stated: 'affirming' });
  expect(read({ 'ear.status': 'warning' }).status).toBe('warning');
});

test('0 is no entry, and a value or a claim that no standard defines acts by its tier', () => {
  const { submods } = partOf(appraisal('affirming', { hardware: 0, executables: 4, 'new-claim': 96, file_system: 2 }));
  expect(submods[0]?.vector.map(({ name, tier }) => [name, tier])).toEqual([
    ['executables', 'affirming'],
    ['new-claim', 'contraindicated'],
    ['file-system', 'affirming'],
  ]);
  expect(submods[0]?.status).toBe('contraindicated');
});

test.each([2.5, 128, -129, '2', true, null, [2]])('%j is no value of a claim, and told', (value) => {
  expect(partOf(appraisal('affirming', { hardware: value })).problems).toMatchObject([{ code: 'bad-claim' }]);
});

test('seconds written with an exponent are whole; a fraction is none', () => {
  const withTime = (iat: string): AttestationResult => {
    const claims = JSON.stringify(earClaims()).replace(/"iat":\d+/, `"iat":${iat}`);
    return parseAttestationResult(makeTokenFile({ claims }));
  };
  expect(withTime('1.666529184e+09')).toMatchObject({ issuedAt: '2022-10-23T12:46:24.000Z', problems: [] });
  for (const iat of ['1666529184.5', '-1', '1e20', '"1666529184"', 'null']) {
    expect(withTime(iat)).toMatchObject({ issuedAt: null, problems: [{ code: 'bad-claim', path: 'iat' }] });
  }
  expect(read({ exp: 1.5 }).problems).toMatchObject([{ code: 'bad-claim', path: 'exp' }]);
});

test.each([
  ['eat_profile', 'missing-claim'],
  ['iat', 'missing-claim'],
  ['submods', 'missing-claim'],
])('an EAR without %s is told', (name, code) => {
  expect(read({ [name]: undefined }).problems).toMatchObject([{ code, path: name }]);
});

test('an EAR whose verifier, parts or status have another form is told', () => {
  expect(read({ 'ear.verifier-id': 'somebody' }).problems).toHaveLength(1);
  expect(read({ submods: {} }).problems).toHaveLength(1);
  expect(read({ submods: { PART: 'affirming' } }).problems).toHaveLength(1);
  expect(partOf({ 'ear.trustworthiness-vector': { hardware: 2 } })).toMatchObject({
    status: 'none',
    problems: [{ code: 'missing-claim' }],
  });
  expect(partOf(appraisal('fine'))).toMatchObject({ status: 'none', problems: [{ code: 'bad-claim' }] });
  expect(partOf({ 'ear.status': 'affirming', 'ear.trustworthiness-vector': [2] }).problems).toHaveLength(1);
});

test('a profile that nobody knows is told, though the claims look as usual', () => {
  expect(read({ eat_profile: 'tag:example.com,2030:ear' }).profileKnown).toBe(false);
});

test('what a TPM can not show is affirmed of one: that is told', () => {
  const vector = { hardware: 2, 'runtime-opaque': 2, 'sourced-data': 32 };
  expect(read({ submods: { PARSEC_TPM: appraisal('affirming', vector) } }).warnings).toMatchObject([{ code: 'beyond-attester' }]);
  expect(read({ submods: { TDX: appraisal('affirming', vector) } }).warnings).toEqual([]);
});

test('an attested key names the device by its numbers, and anything else in its place is told', () => {
  const akpub = base64Url(makeKey('ec-p256', 'ak').publicKeyInfo);
  const attested = (value: unknown) => partOf(appraisal('affirming', {}, { 'ear.veraison.key-attestation': value }));
  expect(attested({ akpub })).toMatchObject({ subjects: [{ kind: 'attestation-key' }], problems: [] });
  expect(attested({})).toMatchObject({ subjects: [], problems: [{ code: 'bad-claim' }] });
  expect(attested({ akpub: 'AAAA' }).problems).toHaveLength(1);
  expect(partOf(appraisal('affirming', {}, { ueid: base64Url(Uint8Array.of(1, 2, 255)) })).subjects).toEqual([
    { kind: 'ueid', value: '0102ff' },
  ]);
});

test('claims that nobody knows are kept and change nothing', () => {
  const { submods, claims } = read({ more: { deep: [1] }, __proto__: undefined });
  expect(submods).toEqual(read().submods);
  expect(claims).toMatchObject({ more: { deep: [1] } });
});
