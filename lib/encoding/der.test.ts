import { expect, test } from 'vitest';
import { concatBytes, fromHex, toHex } from './bytes.ts';
import {
  childrenOf,
  contentOf,
  contextConstructed,
  contextPrimitive,
  type DerNode,
  expectTag,
  fieldsOf,
  MAX_DER_CHILDREN,
  MAX_DER_DEPTH,
  rawOf,
  readDer,
  readDerPrefix,
  TAG,
  warn,
} from './der.ts';
import { derInteger, derOctets, derSequence, derValue } from './der-write.ts';
import type { Warning } from './parse-error.ts';

const refusal = (code: string, offset?: number): unknown => expect.objectContaining(offset === undefined ? { code } : { code, offset });

test('a value has its tag, its content and its place', () => {
  const node = readDer(fromHex('04030a0b0c'));
  expect(node).toMatchObject({ tag: TAG.octetString, start: 0, contentStart: 2, end: 5, depth: 0 });
  expect(toHex(contentOf(node))).toBe('0a0b0c');
  expect(toHex(rawOf(node))).toBe('04030a0b0c');
});

test('content and raw octets are parts of the input and not copies', () => {
  const bytes = fromHex('04010a');
  expect(contentOf(readDer(bytes)).buffer).toBe(bytes.buffer);
});

test.each([0, 1, 0x7f, 0x80, 0xff, 0x100, 0xffff, 0x1_0000])('a content of %i octets is read', (length) => {
  const warnings: Warning[] = [];
  const node = readDer(derOctets(new Uint8Array(length)), warnings);
  expect(contentOf(node)).toHaveLength(length);
  expect(warnings).toEqual([]);
});

test('children come in order, with offsets from the start of the file and their depth', () => {
  const [first, second] = childrenOf(readDer(derSequence(derInteger(5), derSequence(derInteger(6)))));
  expect(first).toMatchObject({ tag: TAG.integer, start: 2, end: 5, depth: 1 });
  expect(second).toMatchObject({ tag: TAG.sequence, start: 5, depth: 1 });
});

test.each([
  ['an empty file', '', 'empty-file', 0],
  ['a tag alone', '30', 'truncated', 1],
  ['a length without its octets', '3082', 'truncated', 2],
  ['a content that is cut off', '04030a0b', 'truncated', 1],
  ['a length of four octets beyond the file', '0484ffffffff00', 'truncated', 1],
  ['an indefinite length', '30800000', 'bad-length', 1],
  ['a length of five octets', '04850000000001ff', 'bad-length', 1],
  ['the reserved length', '04ff', 'bad-length', 1],
  ['a tag of several octets', '1f8101020a0b', 'bad-tag', 0],
  ['octets after the value', '020105ff', 'trailing-data', 3],
])('%s is refused with its offset', (_, hex, code, offset) => {
  expect(() => readDer(fromHex(hex))).toThrow(refusal(code, offset));
});

test('a child that reaches beyond its parent is refused, though the file goes on', () => {
  const node = readDerPrefix(fromHex('30030203050102'));
  expect(() => childrenOf(node)).toThrow(refusal('truncated', 3));
});

test('what follows the first value is ignored on request only', () => {
  expect(readDerPrefix(fromHex('020105ffff')).end).toBe(3);
});

test.each([
  ['81 for a short length', '04810100', 1],
  ['leading zeros', '0482000100', 1],
])('a length with %s is read and warned about', (_, hex, offset) => {
  const warnings: Warning[] = [];
  expect(contentOf(readDer(fromHex(hex), warnings))).toHaveLength(1);
  expect(warnings).toEqual([expect.objectContaining({ code: 'non-minimal-length', offset })]);
});

test('a primitive value has no children', () => {
  expect(() => childrenOf(readDer(derInteger(1)))).toThrow(refusal('bad-tag', 0));
});

test('a warning carries the offset of its value', () => {
  const warnings: Warning[] = [];
  const [, second] = childrenOf(readDer(derSequence(derInteger(1), derInteger(2)), warnings));
  if (second !== undefined) warn(second, 'odd', 'is odd');
  expect(warnings).toEqual([{ code: 'odd', detail: 'is odd', offset: 5 }]);
});

test('another tag than the wanted one is told with both', () => {
  const node = readDer(derInteger(1));
  expect(expectTag(node, TAG.integer, 'a number')).toBe(node);
  expect(() => expectTag(node, TAG.sequence, 'a list')).toThrow(/0x02.*a list \(0x30\)/);
});

test('context tags are told by their number', () => {
  expect([contextPrimitive(2), contextConstructed(3)]).toEqual([0x82, 0xa3]);
});

function nested(depth: number): Uint8Array {
  let value = derSequence();
  for (let level = 0; level < depth; level += 1) value = derSequence(value);
  return value;
}

function descend(node: DerNode): number {
  const [child] = childrenOf(node);
  return child === undefined ? node.depth : descend(child);
}

test('values may be nested to the limit and not one deeper', () => {
  expect(() => descend(readDer(nested(MAX_DER_DEPTH)))).toThrow(refusal('too-deep'));
  expect(descend(readDer(nested(MAX_DER_DEPTH - 1)))).toBe(MAX_DER_DEPTH - 1);
});

test('a value may have the limit of children and not one more', () => {
  const many = (count: number): Uint8Array => derValue(TAG.sequence, new Uint8Array(count * 2).fill(0));
  expect(childrenOf(readDer(many(MAX_DER_CHILDREN)))).toHaveLength(MAX_DER_CHILDREN);
  expect(() => childrenOf(readDer(many(MAX_DER_CHILDREN + 1)))).toThrow(refusal('too-many', 0));
});

test('fields are taken in order', () => {
  const fields = fieldsOf(readDer(derSequence(derInteger(1), derOctets(new Uint8Array()), derInteger(3))));
  expect(fields.peek()?.tag).toBe(TAG.integer);
  expect(fields.take('first', TAG.integer).start).toBe(2);
  expect(fields.takeOptional(TAG.integer)).toBeUndefined();
  expect(fields.takeOptional(TAG.octetString)?.start).toBe(5);
  expect(fields.rest()).toHaveLength(1);
  expect(fields.rest()).toEqual([]);
  expect(fields.peek()).toBeUndefined();
  expect(fields.takeOptional(TAG.integer)).toBeUndefined();
});

test('a missing field is told by its name, at the end of its parent', () => {
  expect(() => fieldsOf(readDer(derSequence())).take('serialNumber')).toThrow(
    expect.objectContaining({ code: 'missing-field', offset: 2, path: 'serialNumber' }),
  );
});

test('a field of another type is refused and not taken', () => {
  const fields = fieldsOf(readDer(derSequence(derInteger(1))));
  expect(() => fields.take('name', TAG.sequence)).toThrow(refusal('bad-tag', 2));
  expect(fields.take('number', TAG.integer).start).toBe(2);
});

test('a length field is never trusted with memory', () => {
  const claims = concatBytes([fromHex('30847fffffff'), new Uint8Array(10)]);
  const before = process.memoryUsage().arrayBuffers;
  expect(() => readDer(claims)).toThrow(refusal('truncated'));
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(1024 * 1024);
});
