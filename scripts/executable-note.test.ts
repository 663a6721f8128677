import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { addNote, UnknownExecutable } from './executable-note.ts';
import { ROOT } from './root.ts';

const NODE = readFileSync(join(ROOT, 'node_modules', 'node', 'bin', 'node'));
const NOTE = { name: 'SAMPLE', content: Buffer.from('content') };

/** Program headers as type, offset, address and size. */
function headersOf(elf: Buffer): readonly (readonly number[])[] {
  const table = Number(elf.readBigUInt64LE(32));
  return Array.from({ length: elf.readUInt16LE(56) }, (_, index) => {
    const at = table + index * 56;
    return [elf.readUInt32LE(at), ...[8, 16, 32].map((field) => Number(elf.readBigUInt64LE(at + field)))];
  });
}

test('the note is in a segment of its own, which is loaded behind all others', () => {
  const made = addNote(NODE, NOTE);
  const [before, after] = [headersOf(NODE), headersOf(made)];
  expect(after).toHaveLength(before.length);
  const loaded = after.filter(([type]) => type === 1);
  const [, offset = 0, address, size = 0] = after.find(([type]) => type === 4) ?? [];
  expect(loaded.at(-1)).toEqual([1, offset, address, size]);
  expect(loaded.map(([, , at]) => at)).toEqual(loaded.map(([, , at = 0]) => at).toSorted((a, b) => a - b));
  expect(made.subarray(offset, offset + size).toString('latin1')).toBe('\x07\0\0\0\x07\0\0\0\0\0\0\0SAMPLE\0\0content\0');
});

test('the octets of the program stay as they are, but for its table', () => {
  const made = addNote(NODE, NOTE);
  const end = 64 + 56 * NODE.readUInt16LE(56);
  expect(made.subarray(end, NODE.length).equals(NODE.subarray(end))).toBe(true);
  expect(made.subarray(0, 64).equals(NODE.subarray(0, 64))).toBe(true);
});

test('what is no program at a fixed address is refused', () => {
  const movable = Buffer.from(NODE.subarray(0, 4096));
  movable.writeUInt16LE(3, 16);
  const bare = Buffer.from(NODE.subarray(0, 4096));
  bare.writeUInt16LE(1, 56);
  for (const octets of [Buffer.from('#!/bin/sh'), movable, bare]) expect(() => addNote(octets, NOTE)).toThrow(UnknownExecutable);
});
