import { expect, test } from 'vitest';
import { equalBytes } from '#lib/encoding/bytes.ts';
import { childrenOf, contextConstructed, fieldsOf, MAX_DER_DEPTH, readDer } from '#lib/encoding/der.ts';
import { derOid, derSequence, derSetOf, derString, derValue } from '#lib/encoding/der-write.ts';
import { ParseError, type Warning } from '#lib/encoding/parse-error.ts';
import { encodeName, nameText, readName } from './name.ts';
import type { Name } from './types.ts';

const CN = '2.5.4.3';
const named = (value: string): Uint8Array => encodeName([{ oid: CN, value }]);
const read = (der: Uint8Array): Name => readName(readDer(der));

test('equal octets give one name from their third reading on', () => {
  const [, second, third, fourth] = [1, 2, 3, 4].map(() => read(named('an issuer')));
  expect(third).toEqual(second);
  expect(third).not.toBe(second);
  expect(fourth).toBe(third);
});

test('a name that is kept holds on to no file', () => {
  const name = named('in a large file');
  const file = derSequence(name, derString('x'.repeat(9000)));
  const [first, , third] = [1, 2, 3].map(() => readName(fieldsOf(readDer(file)).take('name')));
  expect(first?.raw.buffer.byteLength).toBe(file.length);
  expect([third?.raw, third?.rdns[0]?.[0]?.encoded].map((octets) => octets?.buffer.byteLength)).toEqual([name.length, name.length]);
});

test('names that fall into one slot keep their own octets', () => {
  const names = Array.from({ length: 3000 }, (_, number) => named(`issuer ${number}`));
  for (let round = 0; round < 2; round += 1) {
    for (const [number, der] of names.entries()) {
      for (const name of [read(der), read(der), read(der)]) {
        expect(nameText(name)).toBe(`CN=issuer ${number}`);
        expect(equalBytes(name.raw, der)).toBe(true);
      }
    }
  }
});

test('what is odd in a name is told each time', () => {
  const odd = derSequence(derSetOf(derSequence(derOid(CN), derString('odd'), derString('and more'))));
  for (let time = 0; time < 4; time += 1) {
    const warnings: Warning[] = [];
    readName(readDer(odd, warnings));
    expect(warnings.map(({ code }) => code)).toEqual(['extra-field']);
  }
});

test('a name that stands too deep is refused although it is known', () => {
  const der = named('deep');
  const readAt = (depth: number): Name => {
    const nested = Array.from({ length: depth }).reduce<Uint8Array>((inner) => derValue(contextConstructed(0), inner), der);
    let node = readDer(nested);
    for (let level = 0; level < depth; level += 1) node = childrenOf(node)[0] ?? node;
    return readName(node);
  };
  for (let time = 0; time < 3; time += 1) readAt(0);
  expect(readAt(MAX_DER_DEPTH - 3)).toBe(readAt(0));
  expect(() => readAt(MAX_DER_DEPTH - 2)).toThrow(ParseError);
});
