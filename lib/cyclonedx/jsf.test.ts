import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { encodeUtf8 } from '#lib/encoding/bytes.ts';
import { parseJson } from '#lib/encoding/json.ts';
import { membersOf } from '#lib/encoding/members.ts';
import { verifyJsfSignatures } from './jsf.ts';

const statusesOf = (text: string): readonly string[] =>
  verifyJsfSignatures(membersOf(parseJson(encodeUtf8(text), { maxDepth: 20, note: () => undefined }))).map(({ status }) => status);

/** Keys and values of the test vectors, as the specification prints them. @spec JSON Signature Format 0.82 section 2 and Appendix A */
const X = 'censDzcMEkgiePz6DXB7cDuwFemshAFR90UNVQFCg8Q';
const Y = 'xq8rze6ewG0-eVcSF72J77gKiD0IHnzpwHaU7t6nVeY';
const P256 = { algorithm: 'ES256', publicKey: { kty: 'EC', crv: 'P-256', x: X, y: Y } };
const MODULUS = [
  'hFWEXArvaZEpSP5qNX7x4C4Hl28GJQTNvnDwkfqiWs63kXbdyPeS06bz6GnY3tfQ_093nGauWsimqKBmGAGMPtsV83Qxw1OIeO4ujbIIb9pema0qtVqs0MWl',
  'HxklZGFkYfAmbuEUFxYDeLDHe0bkkXbSlB7_t8pCSvc8HLgHjEQjYOlFRwjR0D-uLo-xgsCbpmCtYkB5lcT_zFgpRgY4zJNLSv7GZiz2S4Fc5ArGjd34lL47',
  '-L8bozuYjqNOv9sqX0Zgll5XaJ1ndvr7UqZu1xQFgm38reoM3IarBP_SkEFbt_v9iak602VO3k28fQhMaocP7JWR2YLT3kZM0-WTFw',
].join('');
const R2048 = { algorithm: 'RS256', publicKey: { kty: 'RSA', n: MODULUS, e: 'AQAB' } };
const JOE = { now: '2019-02-10T11:23:06Z', name: 'Joe', id: 2200063 };
const SINGLE = 'DaLAAenX3yOC7ycVyfjIe3tLyrH0U04lPcnQ7ct72ixryZVHdAWQazgDlWhpIDnrgLC0Pq03AvgsCc4ROOCInQ';
const EXTENDED = 'THxzfI5M3V-ZofagQcW97YuQBEIUZpo28p2Gq4xxSw4EesqTAkKqPgVKJAjceZSsWgYu6KMgdxH26T2bcgtkBQ';
const EXCLUDING = '18HYl2jLzfVNhmTFPcK4eycWU-0_bSpCKYXXDztwFUt5asXboZCe61jelMU8l1u4EUoUXVXXBE4_qMkmj7Zafw';
const BOTH = {
  first: 'yI_ucBjb2uOGK07B5y5swXmTRO8jqrCAktE4mQlxLhc05hAksE-MuSEgnO14InByLcxWwe2xp6qXDQZlOHjFAg',
  second: [
    'aF3qTpIFGcJxB5En-JFQZWGqX-vOoGrs27SKBz_mNjmJRDdAeE-0NnmF16elUh2YmFWFfZd_SLnbrlkKE2adlOqxqWiQYcB1smKSOQ3dTwAYLcD4ebuBgDBK',
    'Rs9ZO_GPBeSpwH5FGpUQbSPGh7BWD69OPF6Ik5vHPikfls-fr1qgrxpYARY1vUhXvl-QFtBvnd3Xn_n63kFQl4GZDeP6TZyuoaulTKsFBvhHu0OfqknoOzEU',
    'YJYMhS9r5rDz_AVbnx_F1Key-gQnm6UmuVothu_ApYy_NW4HEVKZfxhU_nYzuGYQD9VUI9WYmstBcLyS3uNPHDECoEy0hQ4UpZPMBg',
  ].join(''),
};
const CHAINED = {
  first: 'z3YILoyx1GURBuQaF6Oo9XBIOEXfzeulkq_8kDyXGo3raAmGMLiRTsyqwgLFHNMuih41GIdmYfJ4zs7pvtF6uA',
  second: [
    'G0ZEFIhcsVPG5r7-XMNjruXXvN7V63H9dnAVzcrsbwWk9Z8x9fIjT0UEazsWzpMvgKRsDayuMk6WIl7nOYiDrTOM6C_BI0U7jDxrK7dunIGQ-z5RN6pvF4Q2',
    '7mOHx7yjVVsPBN5VTl4JVT6HQnfpzPe1uZiFRG2hw5BYZa-vvkBcZb6bWOClTsn2i7zLQbVA-5vTGa7zJtOmuLwBEf_GFf_o3pN0Bjx94S87KwoaWfLAaBPM',
    'gFZIDoNGgW5hmBJj1-YKp4l9WgsX2I7M8rvg5ptEupV9HDRiH3kivybUHDibOoun1-D1bkKRgA447ug1gxrvpI3dSLKb-QQd4j7b7A',
  ].join(''),
};

describe('the test vectors of the specification', () => {
  const signed = (object: object, signature: object): string => JSON.stringify({ ...object, signature });
  const signers = [
    { ...P256, value: BOTH.first },
    { ...R2048, value: BOTH.second },
  ] as const;
  const chain = [
    { ...P256, value: CHAINED.first },
    { ...R2048, value: CHAINED.second },
  ] as const;
  const extensions = { extensions: ['otherExt', 'https://example.com/extension'], otherExt: 'Cool Stuff' };
  const extended = { ...P256, ...extensions, 'https://example.com/extension': { 'life-is-great': true }, value: EXTENDED };
  const partly = { mySignedData: 'something', myUnsignedData: 'something else' };
  const excluding = { ...P256, excludes: ['myUnsignedData'], value: EXCLUDING };

  test.each<[string, string, readonly string[]]>([
    ['one signature', signed(JOE, { ...P256, value: SINGLE }), ['valid']],
    ['a signature with extensions', signed(JOE, extended), ['valid']],
    ['a signature that leaves a member out', signed(partly, excluding), ['valid']],
    ['several signers', signed(JOE, { signers }), ['valid', 'valid']],
    ['signers in another order', signed(JOE, { signers: [...signers].reverse() }), ['valid', 'valid']],
    ['a chain', signed(JOE, { chain }), ['valid', 'valid']],
  ])('%s verifies', (_, text, statuses) => {
    expect(statusesOf(text)).toEqual(statuses);
  });

  test.each<[string, string, readonly string[]]>([
    ['another object under one signature', signed({ ...JOE, id: 2200064 }, { ...P256, value: SINGLE }), ['invalid']],
    ['another extension', signed(JOE, { ...extended, otherExt: 'Hot Stuff' }), ['invalid']],
    ['another member that is left out', signed(partly, { ...excluding, excludes: ['mySignedData'] }), ['invalid']],
    ['another object under several signers', signed({ ...JOE, name: 'Jim' }, { signers }), ['invalid', 'invalid']],
    ['a chain as a list of signers', signed(JOE, { signers: chain }), ['invalid', 'invalid']],
    ['signers as a chain', signed(JOE, { chain: signers }), ['invalid', 'invalid']],
    ['a chain in another order', signed(JOE, { chain: [...chain].reverse() }), ['invalid', 'invalid']],
    ['a chain whose first link was exchanged', signed(JOE, { chain: [{ ...P256, value: SINGLE }, chain[1]] }), ['invalid', 'invalid']],
    ['a chain without its first link', signed(JOE, { chain: [chain[1]] }), ['invalid']],
  ])('%s does not verify', (_, text, statuses) => {
    expect(statusesOf(text)).toEqual(statuses);
  });
});

/** What is signed is written out here by the rules of RFC 8785, and signed by what Node has: nothing of this program makes it. */
describe('a canonical form that was written by hand', () => {
  const pair = generateKeyPairSync('ed25519');
  const x = pair.publicKey.export({ format: 'jwk' }).x ?? '';
  const core = `{"algorithm":"Ed25519","publicKey":{"crv":"Ed25519","kty":"OKP","x":"${x}"}}`;
  const valueOver = (text: string): string => signText(text, pair.privateKey);
  const withValue = (value: string): string =>
    `{"value":"${value}","publicKey":{"x":"${x}","kty":"OKP","crv":"Ed25519"},"algorithm":"Ed25519"}`;
  const head = '"bomFormat":"CycloneDX","components":[{"name":"Dé\\u000f\\n€","type":"device"}],"n":[1e+30,4.5,0.002],"version":1';
  const asWritten = (signature: string, name = 'D\\u00e9\\u000F\\n\\u20ac'): string =>
    `{ "version": 1, "components": [ { "type": "device", "name": "${name}" } ],\n "signature": ${signature}, "n": [1E30, 4.50, 2e-3], "bomFormat": "CycloneDX" }`;
  const canonical = (signature: string): string => `{${head.replace(',"version"', `,"signature":${signature},"version"`)}}`;

  test('of one signature', () => {
    const text = asWritten(withValue(valueOver(canonical(core))));
    expect(statusesOf(text)).toEqual(['valid']);
    expect(statusesOf(text.replace('4.50', '4.51'))).toEqual(['invalid']);
  });

  test('of three signers, of whom each signs on its own', () => {
    const value = valueOver(canonical(`{"signers":[${core}]}`));
    const list = [value, value, valueOver(canonical(core))].map(withValue);
    expect(statusesOf(asWritten(`{"signers": [${list.join(', ')}]}`))).toEqual(['valid', 'valid', 'invalid']);
  });

  test('of a chain of three, of whom each signs those before it with their values', () => {
    const sorted = (value: string): string => core.replace(/\}$/, `,"value":"${value}"}`);
    const first = valueOver(canonical(`{"chain":[${core}]}`));
    const second = valueOver(canonical(`{"chain":[${sorted(first)},${core}]}`));
    const third = valueOver(canonical(`{"chain":[${sorted(first)},${sorted(second)},${core}]}`));
    const written = (...values: readonly string[]): string => asWritten(`{"chain": [${values.map(withValue).join(', ')}]}`);
    expect(statusesOf(written(first, second, third))).toEqual(['valid', 'valid', 'valid']);
    expect(statusesOf(written(first, third))).toEqual(['valid', 'invalid']);
    expect(statusesOf(written(first, second))).toEqual(['valid', 'valid']);
  });

  test('of signers who leave a member out together, and with it the list that says so', () => {
    const covered = canonical(`{"signers":[${core}]}`).replace(/"components":\[.*?\],/, '');
    const signature = `{"signers": [${withValue(valueOver(covered))}], "excludes": ["components"]}`;
    expect(statusesOf(asWritten(signature))).toEqual(['valid']);
    expect(statusesOf(asWritten(signature, 'anything'))).toEqual(['valid']);
    expect(statusesOf(asWritten(signature).replace('4.50', '4.51'))).toEqual(['invalid']);
  });
});

function signText(text: string, key: KeyObject): string {
  return sign(null, Buffer.from(text, 'utf8'), key).toString('base64url');
}
