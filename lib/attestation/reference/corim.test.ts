import { describe, expect, test } from 'vitest';
import { encodeUtf8, fromHex } from '#lib/encoding/bytes.ts';
import { type CborWritable, encodeCbor } from '#lib/encoding/cbor-write.ts';
import { digestOf } from '#lib/encoding/digest.ts';
import {
  coswidMap,
  MADE_ENVIRONMENT,
  makeComid,
  makeCorim,
  makeCoswid,
  makeLoneCoswid,
  makeMeasurement,
  numbered,
  signCorim,
} from '#lib/testing/concise-manifests.ts';
import { KNOWN_PROFILES, parseConciseManifest } from './corim.ts';
import { looksLikeConciseManifest } from './identify.ts';
import { MAX_MANIFEST_BYTES, MAX_MANIFEST_TEXT } from './limits.ts';
import { codeOf, flipped } from './testing/read-corim.ts';

const SHA256 = digestOf('sha256', encodeUtf8('firmware'));

const measured = (values: Readonly<Record<number, CborWritable>>, key?: CborWritable): Uint8Array =>
  makeCorim({ tags: [makeComid({ measurements: [makeMeasurement(values, key)] })] });

describe('what is read', () => {
  test('a CoRIM with a CoMID and a CoSWID, in the words of the draft', () => {
    const bytes = makeCorim({
      tags: [
        makeComid({ version: 2, more: [[3, [numbered({ 0: 'older', 1: 1 })]]] }),
        makeCoswid(coswidMap([{ name: 'x.bin', digest: SHA256, size: 8 }])),
        { tag: 508, value: encodeCbor(0) },
      ],
      validity: [
        [0, { tag: 1, value: 1767225600 }],
        [1, { tag: 1, value: 1798761600 }],
      ],
      more: [
        [5, [numbered({ 0: 'Kirin Systems', 2: [1] })]],
        [2, [numbered({ 0: { tag: 32, value: 'https://kirin.example/base' } })]],
      ],
    });
    expect(looksLikeConciseManifest(bytes)).toBe(true);
    expect(parseConciseManifest(bytes)).toMatchObject({
      format: 'corim',
      tagId: 'kirin-x1-corim',
      platform: { manufacturer: 'Kirin Systems', model: 'X1' },
      entities: [{ roles: ['manifestCreator'] }, { roles: ['tagCreator'] }, { roles: ['tagCreator'] }],
      links: [
        { rel: 'requires', href: 'https://kirin.example/base' },
        { rel: 'supersedes', href: 'older' },
      ],
      innerTags: [
        { id: 'kirin-x1-comid', version: 2 },
        { id: 'kirin-x1-coswid', version: 3 },
      ],
      files: [{ name: 'x.bin', directory: 'firmware', size: 8, digests: [{ algorithm: 'sha256' }] }],
      triples: [
        {
          environment: { vendor: 'Kirin Systems', model: 'X1', classId: null },
          measurements: [{ key: null, values: { digests: [{ algorithm: 'sha256' }] } }],
        },
      ],
      validity: { notBefore: '2026-01-01T00:00:00Z', notAfter: '2027-01-01T00:00:00Z' },
      signature: null,
      warnings: [{ code: 'tags-not-read' }],
    });
  });

  test('every value of a measurement', () => {
    const bytes = measured(
      {
        0: numbered({ 0: '1.2', 1: 16384 }),
        1: { tag: 553, value: 7 },
        3: numbered({ 0: true, 3: false }),
        4: { tag: 563, value: [fromHex('0102'), fromHex('ff00')] },
        6: fromHex('010203040506'),
        7: fromHex('7f000001'),
        8: 'SN1',
        9: fromHex('01'),
        10: fromHex('02'),
        11: 'boot loader',
        14: new Map<number | string, CborWritable>([
          [0, [[1, SHA256]]],
          ['x', [[7, new Uint8Array(48)]]],
        ]),
      },
      { tag: 111, value: fromHex('2b0601') },
    );
    const [triple] = parseConciseManifest(bytes).triples;
    expect(triple?.measurements).toMatchObject([
      {
        key: 'oid:1.3.6.1',
        values: {
          version: { version: '1.2', scheme: 'semver' },
          svn: { kind: 'minimum', value: 7 },
          flags: { 0: true, 3: false },
          rawValue: { value: '0102', mask: 'ff00' },
          macAddress: '010203040506',
          serialNumber: 'SN1',
          name: 'boot loader',
          registers: [{ register: '0' }, { register: 'x' }],
          unread: [],
        },
      },
    ]);
  });

  test('identifiers of every form', () => {
    const environment = (classId: CborWritable, instance: CborWritable): CborWritable =>
      numbered({ 0: numbered({ 0: classId }), 1: instance });
    const read = (classId: CborWritable, instance: CborWritable) =>
      parseConciseManifest(makeCorim({ tags: [makeComid({ environment: environment(classId, instance) })] })).triples[0]?.environment;
    const uuid = fromHex('67b28b6c34cc40a19117ab5b05911e37');
    expect(read({ tag: 37, value: uuid }, { tag: 550, value: fromHex('01aa') })).toMatchObject({
      classId: 'uuid:67b28b6c-34cc-40a1-9117-ab5b05911e37',
      instance: 'ueid:01aa',
    });
    expect(read({ tag: 111, value: fromHex('883703') }, { tag: 560, value: fromHex('00') })).toMatchObject({
      classId: 'oid:2.999.3',
      instance: 'bytes:00',
    });
  });

  test('a CoSWID alone, and the wraps of older drafts', () => {
    const lone = makeLoneCoswid(
      coswidMap([
        { name: 'a', digest: SHA256 },
        { name: 'b', digest: SHA256 },
      ]),
    );
    expect(parseConciseManifest(lone)).toMatchObject({
      format: 'coswid',
      tagId: 'kirin-x1-coswid',
      tagVersion: 3,
      version: '2.4.0',
      versionScheme: 'multipartnumeric',
      files: [{ name: 'a' }, { name: 'b' }],
    });
    const wrapped = Buffer.concat([fromHex('d901f4'), makeCorim()]);
    expect(parseConciseManifest(wrapped).tagId).toBe('kirin-x1-corim');
    const signed = Buffer.concat([fromHex('d901f4d901f6'), signCorim(makeCorim())]);
    expect(parseConciseManifest(signed).signature).toMatchObject({ form: 'cose', status: 'valid' });
    for (const bytes of [lone, wrapped, signed, signCorim(makeCorim())]) expect(looksLikeConciseManifest(bytes)).toBe(true);
  });

  test('a code point that is not known is kept, and so is a digest by a function that nobody knows', () => {
    const [triple] = parseConciseManifest(
      measured({
        2: [
          [1, SHA256],
          ['my-hash', fromHex('dead')],
        ],
        99: 'x',
      }),
    ).triples;
    expect(triple?.measurements[0]?.values).toMatchObject({ digests: [{ algorithm: 'sha256' }], unread: ['99'] });
  });

  test.each(KNOWN_PROFILES)('the profile %s', (profile) => {
    expect(codeOf(makeCorim({ profile: { tag: 32, value: profile } }))).toBe('read');
  });
});

describe('what is refused', () => {
  const comid = (over: Parameters<typeof makeComid>[0]): Uint8Array => makeCorim({ tags: [makeComid(over)] });
  test.each<[string, Uint8Array, string]>([
    ['a profile that is not known', makeCorim({ profile: { tag: 32, value: 'https://other.example' } }), 'unsupported-version'],
    [
      'several profiles',
      makeCorim({
        profile: [
          { tag: 32, value: 'a' },
          { tag: 32, value: 'b' },
        ],
      }),
      'unsupported-version',
    ],
    ['another tag', encodeCbor({ tag: 600, value: new Map() }), 'unknown-format'],
    ['no tag', encodeCbor(new Map()), 'unknown-format'],
    ['no identifier', encodeCbor({ tag: 501, value: numbered({ 1: [makeComid()] }) }), 'missing-field'],
    ['no tags', encodeCbor({ tag: 501, value: numbered({ 0: 'x' }) }), 'missing-field'],
    ['an empty list of tags', makeCorim({ tags: [] }), 'bad-value'],
    ['a tag that is none', makeCorim({ tags: ['x'] }), 'bad-value'],
    ['octets behind it', Buffer.concat([makeCorim(), fromHex('00')]), 'trailing-data'],
    ['octets behind a tag inside', makeCorim({ tags: [{ tag: 506, value: fromHex('a000') }] }), 'trailing-data'],
    ['an environment that says nothing', comid({ environment: new Map() }), 'missing-field'],
    ['an environment with a member that is not known', comid({ environment: numbered({ 0: numbered({ 1: 'v' }), 9: 'x' }) }), 'bad-value'],
    ['a class with a member that is not known', comid({ environment: numbered({ 0: numbered({ 1: 'v', 9: 'x' }) }) }), 'bad-value'],
    ['a triple of one', comid({ triples: numbered({ 0: [[MADE_ENVIRONMENT]] }) }), 'bad-value'],
    ['no measurements', comid({ measurements: [] }), 'bad-value'],
    ['a measurement without values', comid({ measurements: [new Map([[0, 1]])] }), 'missing-field'],
    ['a digest of another length', measured({ 2: [[1, fromHex('ab')]] }), 'bad-value'],
    [
      'two digests by one function',
      measured({
        2: [
          [1, SHA256],
          [1, new Uint8Array(32)],
        ],
      }),
      'duplicate-key',
    ],
    ['a mask of another length', measured({ 4: { tag: 563, value: [fromHex('01'), fromHex('0102')] } }), 'bad-value'],
    ['a security version with another tag', measured({ 1: { tag: 554, value: 1 } }), 'bad-value'],
    ['a negative security version', measured({ 1: -1 }), 'bad-value'],
    ['a flag that is no truth value', measured({ 3: numbered({ 0: 1 }) }), 'bad-value'],
    ['a UUID of another length', comid({ environment: numbered({ 0: numbered({ 0: { tag: 37, value: fromHex('01') } }) }) }), 'bad-value'],
    [
      'an object identifier without an end',
      comid({ environment: numbered({ 0: numbered({ 0: { tag: 111, value: fromHex('2b86') } }) }) }),
      'bad-value',
    ],
    ['a time before 1970', makeCorim({ validity: [[1, { tag: 1, value: -1 }]] }), 'bad-value'],
    ['a time beyond the year 9999', makeCorim({ validity: [[1, { tag: 1, value: 253402300800 }]] }), 'bad-value'],
    ['a name that is longer than the limit', makeCorim({ id: 'x'.repeat(MAX_MANIFEST_TEXT + 1) }), 'too-large'],
    ['what is signed is no manifest', signCorim(encodeCbor(0)), 'bad-value'],
    ['a CoSWID without a name', makeLoneCoswid(numbered({ 0: 'x' })), 'missing-field'],
  ])('%s', (_, bytes, code) => {
    expect(codeOf(bytes)).toBe(code);
  });

  test('limits, just within', () => {
    expect(codeOf(makeCorim({ id: 'x'.repeat(MAX_MANIFEST_TEXT) }))).toBe('read');
    expect(codeOf(new Uint8Array(MAX_MANIFEST_BYTES + 1))).toBe('too-large');
    expect(codeOf(new Uint8Array(MAX_MANIFEST_BYTES))).toBe('trailing-data');
  });

  test('offsets count in the whole file, also inside a signed payload', () => {
    const bytes = signCorim(measured({ 2: [[1, fromHex('ab')]] }));
    const at = Buffer.from(bytes).indexOf(fromHex('820141ab'));
    try {
      parseConciseManifest(bytes);
      expect.unreachable();
    } catch (error) {
      expect(error).toMatchObject({ path: expect.stringMatching(/^corim\.tags\[0\].*digests$/) });
      expect(at).toBeGreaterThan(0);
    }
  });

  test('cut off at every length, and with bits flipped, nothing else is thrown', () => {
    const bytes = signCorim(makeCorim({ tags: [makeComid(), makeCoswid(coswidMap([{ name: 'x', digest: SHA256 }]))] }));
    for (let length = 0; length < bytes.length; length += 1) expect(codeOf(bytes.subarray(0, length))).not.toBe('read');
    for (let bit = 0; bit < bytes.length * 8; bit += 3) expect(typeof codeOf(flipped(bytes, bit))).toBe('string');
  });
});
