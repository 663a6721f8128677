import fc from 'fast-check';
import { expect, test } from 'vitest';
import { encodeUtf8, toHex } from './bytes.ts';
import { childrenOf, contentOf, type DerNode, rawOf, readDer, TAG } from './der.ts';
import { readBitString, readBoolean, readInteger, readOid, readString, readTime } from './der-values.ts';
import {
  derBits,
  derBoolean,
  derGeneralizedTime,
  derImplicit,
  derInteger,
  derOctets,
  derOid,
  derSequence,
  derSetOf,
  derString,
  derTime,
  derValue,
} from './der-write.ts';
import { ParseError, type Warning } from './parse-error.ts';

interface Tree {
  readonly tag: number;
  readonly content: Uint8Array | readonly Tree[];
}

const { tree } = fc.letrec<{ tree: Tree }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 5 },
    fc.record({ tag: fc.constantFrom(0x02, 0x04, 0x0c, 0x80, 0x9e), content: fc.uint8Array({ maxLength: 300 }) }),
    fc.record({ tag: fc.constantFrom(0x30, 0x31, 0xa0, 0xbe), content: fc.array(tie('tree'), { maxLength: 5 }) }),
  ),
}));

const encode = ({ tag, content }: Tree): Uint8Array =>
  content instanceof Uint8Array ? derValue(tag, content) : derValue(tag, ...content.map(encode));

function treeOf(node: DerNode): Tree {
  return { tag: node.tag, content: (node.tag & 0x20) === 0 ? contentOf(node).slice() : childrenOf(node).map(treeOf) };
}

test('what is written is read back, and encodes to the same bytes without a warning', () => {
  fc.assert(
    fc.property(tree, (value) => {
      const warnings: Warning[] = [];
      const bytes = encode(value);
      const read = treeOf(readDer(bytes, warnings));
      expect(toHex(encode(read))).toBe(toHex(bytes));
      expect(read).toEqual(value);
      expect(warnings).toEqual([]);
    }),
  );
});

test('children cover their parent without a gap', () => {
  const check = (node: DerNode): void => {
    if ((node.tag & 0x20) === 0) return;
    let end = node.contentStart;
    for (const child of childrenOf(node)) {
      expect(child.start).toBe(end);
      expect(rawOf(child)).toHaveLength(child.end - child.start);
      end = child.end;
      check(child);
    }
    expect(end).toBe(node.end);
  };
  fc.assert(fc.property(tree, (value) => check(readDer(encode(value)))));
});

test('any bytes are read or refused with a ParseError', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      try {
        expect(readDer(bytes).end).toBe(bytes.length);
      } catch (error) {
        expect(error).toBeInstanceOf(ParseError);
      }
    }),
    { numRuns: 2000 },
  );
});

test('every proper prefix of a value is refused', () => {
  fc.assert(
    fc.property(tree, fc.nat(), (value, cut) => {
      const bytes = encode(value);
      expect(() => readDer(bytes.subarray(0, cut % bytes.length))).toThrow(ParseError);
    }),
  );
});

test('numbers, identifiers, texts, bits and truth values come back', () => {
  const arcs = fc.oneof(
    fc.tuple(fc.constantFrom(0n, 1n), fc.bigInt(0n, 39n), fc.bigInt(0n, 1n << 130n)),
    fc.tuple(fc.constant(2n), fc.bigInt(0n, 1n << 70n), fc.bigInt(0n, 300n)),
  );
  fc.assert(
    fc.property(
      fc.bigInt(-(1n << 300n), 1n << 300n),
      arcs,
      fc.string({ unit: 'grapheme' }),
      fc.uint8Array(),
      fc.boolean(),
      (number, oid, text, bits, flag) => {
        const warnings: Warning[] = [];
        expect(readInteger(readDer(derInteger(number), warnings))).toBe(number);
        expect(readOid(readDer(derOid(oid.join('.'))))).toBe(oid.join('.'));
        expect(readString(readDer(derString(text)))).toBe(text);
        expect(toHex(readBitString(readDer(derBits(bits))).bytes)).toBe(toHex(bits));
        expect(readBoolean(readDer(derBoolean(flag), warnings))).toBe(flag);
        expect(warnings).toEqual([]);
      },
    ),
  );
});

test('times come back in whole seconds', () => {
  const isoOf = (date: Date): string => date.toISOString().replace(/\.\d+/, '');
  const within = (from: string, to: string): fc.Arbitrary<string> =>
    fc.date({ min: new Date(from), max: new Date(to), noInvalidDate: true }).map(isoOf);
  fc.assert(
    fc.property(
      within('1950-01-01T00:00:00Z', '9999-12-31T23:59:59Z'),
      within('0001-01-01T00:00:00Z', '9999-12-31T23:59:59Z'),
      (time, any) => {
        expect(readTime(readDer(derTime(time)))).toBe(time);
        expect(readTime(readDer(derGeneralizedTime(any)))).toBe(any);
      },
    ),
  );
});

test('a SET OF is the same whatever the order of its items', () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 5 })), (items) => {
      const values = items.map((item) => derOctets(item));
      expect(toHex(derSetOf(...values))).toBe(toHex(derSetOf(...values.toReversed())));
    }),
  );
});

test('absent fields of a sequence are left out, and an implicit tag replaces the own one', () => {
  expect(toHex(derSequence(undefined, derInteger(1), undefined))).toBe('3003020101');
  expect(toHex(derImplicit(0x81, derValue(TAG.ia5String, encodeUtf8('a'))))).toBe('810161');
});

test('a time is read exactly where the calendar and the clock have it', () => {
  const two = (max: number): fc.Arbitrary<string> => fc.nat(max).map((n) => String(n).padStart(2, '0'));
  const year = fc.oneof(
    fc.constantFrom('0000', '1900', '2000', '2023', '2024', '2100'),
    fc.nat(9999).map((n) => String(n).padStart(4, '0')),
  );
  fc.assert(
    fc.property(year, two(14), two(32), two(25), two(61), two(61), (y, month, day, hour, minute, second) => {
      const iso = `${y}-${month}-${day}T${hour}:${minute}:${second}Z`;
      const date = new Date(iso);
      const isThere = !Number.isNaN(date.getTime()) && date.toISOString() === iso.replace('Z', '.000Z');
      const node = readDer(derValue(TAG.generalizedTime, encodeUtf8(`${y}${month}${day}${hour}${minute}${second}Z`)));
      if (isThere) expect(readTime(node)).toBe(iso);
      else expect(() => readTime(node)).toThrow(expect.objectContaining({ code: 'bad-time' }));
    }),
    { numRuns: 2000 },
  );
});
