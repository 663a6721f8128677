import { describe, expect, test } from 'vitest';
import { encodeUtf8 } from '#lib/encoding/bytes.ts';
import { type CborWritable, encodeCbor } from '#lib/encoding/cbor-write.ts';
import { digestOf, type HashName } from '#lib/encoding/digest.ts';
import { base64Url, ISSUED_SECONDS, makeCwt, makeToken, makeTokenFile, VERIFIER_KEY } from '#lib/testing/attestation-results.ts';
import { makeKey, type TestKey } from '#lib/testing/test-keys.ts';
import { parseAttestationResult } from './parse.ts';
import { verifyAttestationResult } from './verify.ts';

const [inner, stranger] = [makeKey('ec-p256', 'inner'), makeKey('ec-p256', 'stranger')];
const verifierKeys = [VERIFIER_KEY, inner].map(({ publicKeyInfo }) => ({ issuer: null, id: null, subjectPublicKeyInfo: publicKeyInfo }));

function told(bytes: Uint8Array) {
  const document = parseAttestationResult(bytes);
  const at = '2026-05-01T10:01:00.000Z';
  const check = verifyAttestationResult({ document, verifierKeys, anchors: [], intermediates: [], at }).find(
    ({ id }) => id === 'nested-tokens',
  );
  return { status: document.status, check: check?.status, detail: check?.detail ?? '', parts: document.nested?.map(({ part }) => part) };
}

const PASS = { status: 'none', check: 'pass', detail: expect.stringContaining('debugging') };

describe('a bundle in JSON', () => {
  const outer = (part: unknown): Uint8Array =>
    makeTokenFile({ claims: { iss: 'outer', iat: ISSUED_SECONDS, ueid: 'AQID', submods: { gpu: part } } });
  const disk = encodeUtf8('{"dbgstat":"enabled"}');
  const digest = (octets: Uint8Array, algorithm: unknown = -16, hash: HashName = 'sha256') => [
    'DIGEST',
    [algorithm, base64Url(digestOf(hash, octets))],
  ];
  const main = (submods: object, key: TestKey = inner): readonly unknown[] => [
    'JWT',
    makeToken({ claims: { iss: 'inner', submods }, key }),
  ];
  const bundle = (token: unknown, sets: object = { disk: base64Url(disk) }): Uint8Array => outer(['BUNDLE', [token, sets]]);

  test('counts with the claims that its token names by digest, and tells what they say', () => {
    expect(told(bundle(main({ disk: digest(disk) })))).toMatchObject(PASS);
    expect(told(bundle(main({ disk: digest(disk, 'SHA-384', 'sha384') })))).toMatchObject(PASS);
    expect(told(bundle(main({ disk: digest(disk, -44, 'sha512') })))).toMatchObject(PASS);
    // Over the text that carries them.
    expect(told(bundle(main({ disk: digest(encodeUtf8(base64Url(disk))) })))).toMatchObject(PASS);
    // A digest of claims that are kept elsewhere is none of the bundle.
    expect(told(bundle(main({ disk: digest(disk), net: digest(encodeUtf8('{}')) })))).toMatchObject(PASS);
  });

  test('fails with other claims than named, with claims that nobody named, and under a key that nobody knows', () => {
    const other = { disk: base64Url(encodeUtf8('{"dbgstat":"disabled"}')) };
    expect(told(bundle(main({ disk: digest(disk) }), other))).toMatchObject({
      check: 'fail',
      detail: expect.stringContaining('not those that its token names by digest'),
    });
    const more = { disk: base64Url(disk), constructor: base64Url(disk) };
    expect(told(bundle(main({ disk: digest(disk) }), more))).toMatchObject({ check: 'fail', detail: expect.stringContaining('no digest') });
    expect(told(bundle(main({ disk: { dbgstat: 'enabled' } })))).toMatchObject({
      check: 'fail',
      detail: expect.stringContaining('no digest'),
    });
    expect(told(bundle(main({ disk: digest(disk) }, stranger))).check).not.toBe('pass');
  });

  test.each<[string, unknown]>([
    ['an algorithm that nobody knows', [main({ disk: digest(disk, 'constructor') }), { disk: base64Url(disk) }]],
    ['no claims', [main({ disk: digest(disk) }), {}]],
    ['claims that are no text', [main({ disk: digest(disk) }), { disk: { dbgstat: 'enabled' } }]],
    ['claims that are no object', [main({ disk: digest(encodeUtf8('5')) }), { disk: base64Url(encodeUtf8('5')) }]],
    ['no token', [{ iss: 'inner' }, { disk: base64Url(disk) }]],
    ['a bundle as its token', [['BUNDLE', [main({ disk: digest(disk) }), { disk: base64Url(disk) }]], { disk: base64Url(disk) }]],
    ['nothing', {}],
  ])('with %s is not read', (_, inside) => {
    expect(told(outer(['BUNDLE', inside])).check).toBe('unknown');
  });

  test('has tokens in its detached claims, and each is verified too', () => {
    const holding = (key: TestKey) =>
      encodeUtf8(JSON.stringify({ submods: { deep: ['JWT', makeToken({ claims: { iss: 'inner' }, key })] } }));
    const around = (octets: Uint8Array) => told(bundle(main({ disk: digest(octets) }), { disk: base64Url(octets) }));
    expect(around(holding(inner))).toMatchObject({ check: 'pass', parts: ['gpu', 'gpu/disk/deep'] });
    expect(around(holding(stranger)).check).not.toBe('pass');
  });
});

describe('a bundle in CBOR', () => {
  const outer = (part: CborWritable): Uint8Array =>
    makeCwt({
      claims: new Map<number, CborWritable>([
        [1, 'outer'],
        [6, ISSUED_SECONDS],
        [266, new Map([['gpu', part]])],
      ]),
      key: VERIFIER_KEY,
    });
  const disk = encodeCbor(new Map<number, CborWritable>([[263, 0]]));
  const main = (hashed: Uint8Array, algorithm: CborWritable = -16): Uint8Array =>
    makeCwt({
      claims: new Map<number, CborWritable>([
        [1, 'inner'],
        [266, new Map([['disk', [algorithm, digestOf('sha256', hashed)]]])],
      ]),
      key: inner,
    });
  const bundle = (token: CborWritable, sets = new Map<string, CborWritable>([['disk', disk]])): Uint8Array =>
    encodeCbor({ tag: 602, value: [token, sets] });

  test('counts with the claims that its token names by digest, over their octets or the string that carries them', () => {
    expect(told(outer(bundle(main(disk))))).toMatchObject(PASS);
    expect(told(outer(bundle(main(encodeCbor(disk)))))).toMatchObject(PASS);
    const inJson = makeTokenFile({
      claims: { iss: 'outer', iat: ISSUED_SECONDS, ueid: 'AQID', submods: { gpu: ['CBOR', base64Url(bundle(main(disk)))] } },
    });
    expect(told(inJson)).toMatchObject(PASS);
  });

  test('fails with any other octet in its claims, and is not read where it is none', () => {
    for (let at = 0; at < disk.length; at += 1) {
      const changed = disk.slice();
      changed[at] = (changed[at] ?? 0) ^ 1;
      expect(told(outer(bundle(main(disk), new Map([['disk', changed]])))).check, `octet ${at}`).not.toBe('pass');
    }
    const strange: readonly Uint8Array[] = [
      bundle(main(disk, 99)),
      bundle(5),
      bundle(main(disk), new Map()),
      bundle(main(disk), new Map([['disk', 'text']])),
      bundle(bundle(main(disk))),
      encodeCbor({ tag: 602, value: 5 }),
    ];
    for (const [index, octets] of strange.entries()) expect(told(outer(octets)).check, `${index}`).toBe('unknown');
  });
});
