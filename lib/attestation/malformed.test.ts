import { expect, test } from 'vitest';
import { encodeUtf8 } from '#lib/encoding/bytes.ts';
import { ParseError } from '#lib/encoding/parse-error.ts';
import { earClaims, ISSUED_SECONDS, makeEarCwt, makeRevocation, makeTokenFile, VERIFIER_KEY } from '#lib/testing/attestation-results.ts';
import { looksLikeResult, parseAttestationResult } from './parse.ts';
import { verifyAttestationResult } from './verify.ts';

const TRUST = {
  verifierKeys: [{ issuer: null, id: null, subjectPublicKeyInfo: VERIFIER_KEY.publicKeyInfo }],
  anchors: [],
  intermediates: [],
  at: '2026-05-01T10:01:00.000Z',
};
const hirs = `Device Status,Device Name,Validation Timestamp,Endorsement Certificate Validation Status,Platform Certificate Validation Status,Firmware Validation Status
PASS,one,2026-05-01 10:00:00,PASS,PASS,PASS
FAIL,two, with a comma,2026-05-01 10:00:00,PASS,FAIL,UNKNOWN
`;
const SAMPLES: readonly (readonly [name: string, bytes: Uint8Array])[] = [
  ['a token', makeTokenFile({ claims: earClaims() })],
  ['a CWT', makeEarCwt()],
  ['a revocation', makeRevocation({ type: 'revocation', agent_id: 'a', event_id: 'ima.x', severity_label: 'emergency' })],
  ['an agent', encodeUtf8(JSON.stringify({ code: 200, results: { operational_state: 3, last_received_quote: ISSUED_SECONDS } }))],
  ['a table', encodeUtf8(hirs)],
];

/** `trusted` when its signature passes; `read`, or the code of the refusal. */
function outcomeOf(bytes: Uint8Array): string {
  expect(typeof looksLikeResult(bytes)).toBe('boolean');
  try {
    const checks = verifyAttestationResult({ document: parseAttestationResult(bytes), ...TRUST });
    return checks.some(({ id, status }) => id === 'signature' && status === 'pass') ? 'trusted' : 'read';
  } catch (error) {
    if (!(error instanceof ParseError)) throw error;
    expect(error.offset).toEqual(expect.any(Number));
    return error.code;
  }
}

test.each(SAMPLES)('%s cut at any length is refused or not trusted', (_, bytes) => {
  for (let length = 0; length < bytes.length; length += 1) expect(outcomeOf(bytes.subarray(0, length)), `at ${length}`).not.toBe('trusted');
});

test.each(SAMPLES)('%s with any bit flipped is refused or not trusted', (_, bytes) => {
  for (let at = 0; at < bytes.length; at += 1) {
    for (let bit = 0; bit < 8; bit += 1) {
      const flipped = bytes.slice();
      flipped[at] = (flipped[at] ?? 0) ^ (1 << bit);
      expect(outcomeOf(flipped), `bit ${bit} of octet ${at}`).not.toBe('trusted');
    }
  }
});

test.each(SAMPLES)('%s with octets behind it is not trusted', (_, bytes) => {
  for (const tail of ['.', 'A', '\u0000', '{}', '\n{}']) {
    expect(outcomeOf(encodeUtf8(Buffer.from(bytes).toString('latin1') + tail))).not.toBe('trusted');
  }
});

test('the whole samples are what the others are compared with', () => {
  expect(SAMPLES.map(([, bytes]) => outcomeOf(bytes))).toEqual(['trusted', 'trusted', 'read', 'read', 'read']);
});

test('claims nested deeper than JSON is read are refused', () => {
  const deep = `{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}`;
  expect(outcomeOf(makeTokenFile({ claims: deep }))).toBe('too-deep');
});

test('names that every object has are no claims', () => {
  const names = ['constructor', 'toString', 'hasOwnProperty', '__proto__', 'valueOf'];
  for (const name of names) {
    const submods = JSON.parse(`{"${name}": {"ear.status": "${name}", "ear.trustworthiness-vector": {"${name}": 96}}}`);
    expect(outcomeOf(makeTokenFile({ claims: JSON.stringify(earClaims({ submods })) }))).toBe('trusted');
    const claims = `{"iss":"Intel Trust Authority","iat":${ISSUED_SECONDS},"dbgstat":"${name}","measres":"${name}","tdx":{"attester_tcb_status":"${name}"}}`;
    expect(outcomeOf(makeTokenFile({ claims }))).toBe('trusted');
    expect(outcomeOf(encodeUtf8(`{"results":{"operational_state":3,"attestation_status":"${name}","last_event_id":"${name}"}}`))).toBe(
      'read',
    );
    expect(outcomeOf(encodeUtf8(`{"data":{"attributes":{"stage":1,"evaluation":"${name}","challenges_expire_at":0}}}`))).toBe('read');
  }
});
