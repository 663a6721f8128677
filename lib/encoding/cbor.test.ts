import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fromHex, toHex } from './bytes.ts';
import { MAX_CBOR_DEPTH, MAX_CBOR_ITEMS, parseCbor } from './cbor.ts';
import { type CborItem, cborMember } from './cbor-item.ts';
import { type CborWritable, encodeCbor } from './cbor-write.ts';

/** An item as plain values, without the places where it stands. */
function plain(item: CborItem): unknown {
  switch (item.kind) {
    case 'array':
      return item.items.map(plain);
    case 'map':
      return new Map(item.entries.map(({ key, value }) => [plain(key), plain(value)]));
    case 'tag':
      return { tag: item.tag, value: plain(item.item) };
    case 'bytes':
      return `h'${toHex(item.value)}'`;
    case 'null':
    case 'undefined':
      return item.kind;
    case 'simple':
      return `simple(${item.value})`;
    default:
      return item.value;
  }
}
const read = (hex: string): unknown => plain(parseCbor(fromHex(hex)));

// The examples of RFC 8949 appendix A.
test.each([
  ['00', 0],
  ['17', 23],
  ['1818', 24],
  ['1903e8', 1000],
  ['1a000f4240', 1_000_000],
  ['1b000000e8d4a51000', 1_000_000_000_000],
  ['1b001fffffffffffff', Number.MAX_SAFE_INTEGER],
  ['1b0020000000000000', 2n ** 53n],
  ['1bffffffffffffffff', 18446744073709551615n],
  ['20', -1],
  ['3903e7', -1000],
  ['3bffffffffffffffff', -18446744073709551616n],
  ['c249010000000000000000', { tag: 2, value: "h'010000000000000000'" }],
  ['f90000', 0],
  ['f98000', -0],
  ['f93e00', 1.5],
  ['f97bff', 65504],
  ['f90001', 2 ** -24],
  ['f9c400', -4],
  ['fa47c35000', 100000],
  ['fb3ff199999999999a', 1.1],
  ['f97c00', Number.POSITIVE_INFINITY],
  ['f97e00', Number.NaN],
  ['f4', false],
  ['f5', true],
  ['f6', 'null'],
  ['f7', 'undefined'],
  ['f0', 'simple(16)'],
  ['f8ff', 'simple(255)'],
  ['c11a514b67b0', { tag: 1, value: 1363896240 }],
  ['4401020304', "h'01020304'"],
  ['6449455446', 'IETF'],
  ['62c3bc', 'ü'],
  ['83010203', [1, 2, 3]],
  [
    'a26161016162820203',
    new Map<string, unknown>([
      ['a', 1],
      ['b', [2, 3]],
    ]),
  ],
  ['5f42010243030405ff', "h'0102030405'"],
  ['7f657374726561646d696e67ff', 'streaming'],
  ['9fff', []],
  ['9f018202039f0405ffff', [1, [2, 3], [4, 5]]],
  [
    'bf6346756ef563416d7421ff',
    new Map<string, unknown>([
      ['Fun', true],
      ['Amt', -2],
    ]),
  ],
])('%s reads as RFC 8949 appendix A says', (hex, value) => {
  expect(read(hex)).toEqual(value);
});

test.each([
  ['', 'empty-file', 0],
  ['18', 'truncated', 1],
  ['4401', 'truncated', 1],
  ['5bffffffffffffffff', 'truncated', 9],
  ['9bffffffffffffffff00', 'truncated', 0],
  ['bb7fffffffffffffff00', 'truncated', 0],
  ['a101', 'truncated', 0],
  ['820101' + '00', 'trailing-data', 3],
  ['1c', 'bad-value', 0],
  ['ff', 'bad-value', 0],
  ['81ff', 'bad-value', 1],
  ['bf01ff', 'bad-value', 2],
  ['fc', 'bad-value', 0],
  ['f810', 'bad-value', 0],
  ['df00', 'bad-value', 0],
  ['5f6161ff', 'bad-value', 1],
  ['5f5f4101ffff', 'bad-value', 1],
  ['7f61c361bcff', 'bad-utf8', 3],
  ['62c328', 'bad-utf8', 2],
  ['a201000100', 'duplicate-key', 3],
  ['a20100180100', 'duplicate-key', 3],
  ['a2616100616100', 'duplicate-key', 4],
  ['a2810100819801', 'truncated', 5],
  ['a281010081180100', 'duplicate-key', 4],
])('%s is refused: %s at octet %i', (hex, code, offset) => {
  expect(() => parseCbor(fromHex(hex))).toThrow(expect.objectContaining({ code, offset }));
});

test('keys that look alike and are of different types are different keys', () => {
  expect(read('a4010061310041310081010' + '0')).toEqual(
    new Map<unknown, unknown>([
      [1, 0],
      ['1', 0],
      ["h'31'", 0],
      [[1], 0],
    ]),
  );
});

test('a byte string is a view of what was received, and every item tells where it stands', () => {
  const bytes = fromHex('8244010203' + '04' + '01');
  const item = parseCbor(bytes);
  expect(item).toMatchObject({
    kind: 'array',
    start: 0,
    end: 7,
    items: [
      { kind: 'bytes', start: 1, end: 6 },
      { start: 6, end: 7 },
    ],
  });
  const [first] = item.kind === 'array' ? item.items : [];
  expect(first?.kind === 'bytes' && first.value.buffer === bytes.buffer).toBe(true);
});

test('a part of a file is refused at the offset in the file', () => {
  expect(() => parseCbor(fromHex('8201'), { base: 100 })).toThrow(expect.objectContaining({ offset: 100 }));
});

test(`${MAX_CBOR_DEPTH} levels are read and one more is not`, () => {
  const nested = (levels: number, octet: string): string => `${octet.repeat(levels)}00`;
  for (const octet of ['81', 'c1', '9f']) {
    const end = octet === '9f' ? 'ff'.repeat(MAX_CBOR_DEPTH) : '';
    expect(parseCbor(fromHex(nested(MAX_CBOR_DEPTH, octet) + end)).start).toBe(0);
    expect(() => parseCbor(fromHex(nested(MAX_CBOR_DEPTH + 1, octet)))).toThrow(expect.objectContaining({ code: 'too-deep' }));
  }
  expect(() => parseCbor(new Uint8Array(10_000_000).fill(0x81))).toThrow(expect.objectContaining({ code: 'too-deep' }));
});

test('as many items as are allowed are read and one more is not, chunks among them', () => {
  expect(parseCbor(fromHex('83010203'), { maxItems: 4 }).kind).toBe('array');
  expect(() => parseCbor(fromHex('83010203'), { maxItems: 3 })).toThrow(expect.objectContaining({ code: 'too-many', offset: 3 }));
  expect(parseCbor(fromHex('5f41014102ff'), { maxItems: 3 }).kind).toBe('bytes');
  expect(() => parseCbor(fromHex('5f41014102ff'), { maxItems: 2 })).toThrow(expect.objectContaining({ code: 'too-many' }));
  const bomb = new Uint8Array(MAX_CBOR_ITEMS + 5).fill(0x00);
  bomb[0] = 0x9f;
  expect(() => parseCbor(bomb)).toThrow(expect.objectContaining({ code: 'too-many' }));
});

test('a member is found by its key, and by nothing that looks like it', () => {
  const map = parseCbor(fromHex('a201186361310a'));
  if (map.kind !== 'map') throw new Error('no map');
  expect([cborMember(map, 1), cborMember(map, '1')]).toMatchObject([{ value: 99 }, { value: 10 }]);
  expect(cborMember(map, 2)).toBeUndefined();
});

const writable: fc.Arbitrary<CborWritable> = fc.letrec<{ value: CborWritable }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.maxSafeInteger(),
    fc.bigInt({ min: -(2n ** 64n), max: 2n ** 64n - 1n }),
    fc.string({ unit: 'grapheme' }),
    fc.boolean(),
    fc.constant(null),
    fc.uint8Array(),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.array(fc.tuple(fc.oneof(fc.maxSafeInteger(), fc.string()), tie('value')), { maxLength: 4 }).map((entries) => new Map(entries)),
    fc.record({ tag: fc.nat(), value: tie('value') }),
  ),
})).value;

function rewritable(item: CborItem): CborWritable {
  if (item.kind === 'array') return item.items.map(rewritable);
  if (item.kind === 'tag') return { tag: Number(item.tag), value: rewritable(item.item) };
  if (item.kind === 'map') {
    const key = (k: CborItem): number | string => (k.kind === 'integer' ? Number(k.value) : k.kind === 'text' ? k.value : '');
    return new Map(item.entries.map((entry) => [key(entry.key), rewritable(entry.value)]));
  }
  if (!('value' in item)) return null;
  if (item.kind === 'simple' || item.kind === 'float') throw new Error('never written');
  return item.value;
}

test('what is written is read, and written again it is the same octets', () => {
  fc.assert(
    fc.property(writable, (value) => {
      const octets = encodeCbor(value);
      expect(toHex(encodeCbor(rewritable(parseCbor(octets))))).toBe(toHex(octets));
    }),
  );
});

test('the writer takes the shortest heads and sorts keys by their octets', () => {
  const map = new Map<number | string, CborWritable>([
    ['aa', 1],
    [100, 2],
    [-1, 3],
    [10, 4],
    ['z', 5],
  ]);
  // RFC 8949 section 4.2.1: 10, 100, -1, "z", "aa".
  expect(toHex(encodeCbor(map))).toBe('a50a0418640220' + '03' + '617a05' + '62616101');
  expect([23, 24, 255, 256, 65535, 65536, 4294967295, 4294967296].map((n) => toHex(encodeCbor(n)))).toEqual([
    '17',
    '1818',
    '18ff',
    '190100',
    '19ffff',
    '1a00010000',
    '1affffffff',
    '1b0000000100000000',
  ]);
});

test.each([1.5, Number.NaN, 2n ** 64n, -(2n ** 64n) - 1n])('%s is not written', (value) => {
  expect(() => encodeCbor(value)).toThrow(RangeError);
});

test('no octets make the reader throw anything but a ParseError', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
      try {
        parseCbor(bytes);
      } catch (error) {
        expect(error).toMatchObject({ name: 'ParseError' });
      }
    }),
    { numRuns: 2000 },
  );
});
