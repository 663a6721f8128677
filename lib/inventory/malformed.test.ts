import { expect, test } from 'vitest';
import { encodeUtf8 } from '#lib/encoding/bytes.ts';
import { ParseError } from '#lib/encoding/parse-error.ts';
import { makeInventory } from '#lib/testing/inventories.ts';
import { identifyInventoryBytes, parseInventory } from './parse.ts';

const SAMPLE = makeInventory({
  platform: { manufacturer: 'Acme', model: 'X1', serial: 'P1' },
  components: [
    {
      class: { registry: '2.23.133.18.3.1', value: '00060004' },
      manufacturer: 'Größe',
      model: 'M\u202E',
      serial: 'S1',
      fieldReplaceable: true,
    },
    { manufacturer: 'B', model: 'N', addresses: [{ kind: 'ethernet-mac', value: '02:00:00:00:00:01' }] },
  ],
  properties: [{ name: 'os', value: 'x' }],
});

/** The refusal of the bytes; another error than ParseError is a crash. */
function refusalOf(bytes: Uint8Array): ParseError | undefined {
  try {
    parseInventory(bytes);
    return undefined;
  } catch (error) {
    if (error instanceof ParseError) return error;
    throw error;
  }
}

test('every truncation is refused with an offset, and is still called an inventory once its mark is there', () => {
  const text = Buffer.from(SAMPLE).toString('latin1').trimEnd();
  const mark = text.indexOf('"PLATFORM":') + '"PLATFORM":'.length;
  for (let length = 0; length < text.length; length += 1) {
    const cut = SAMPLE.subarray(0, length);
    const refusal = refusalOf(cut);
    expect(refusal?.code).toBe(length === 0 ? 'empty-file' : refusal?.code === 'bad-utf8' ? 'bad-utf8' : 'truncated');
    expect(refusal?.offset).toBeLessThanOrEqual(length);
    if (length >= mark) expect(identifyInventoryBytes(cut)).toBe('paccor');
  }
});

test('any changed octet is read or refused, never a crash', () => {
  for (let at = 0; at < SAMPLE.length; at += 1) {
    for (const octet of [0x00, 0x22, 0x5b, 0x7d, 0x80, 0xff]) {
      const changed = Uint8Array.from(SAMPLE);
      changed[at] = octet;
      expect(() => refusalOf(changed)).not.toThrow();
      expect(() => identifyInventoryBytes(changed)).not.toThrow();
    }
  }
});

test.each([
  ['a depth bomb', `{"PLATFORM":${'['.repeat(100_000)}`, 'too-deep'],
  ['a depth bomb of objects', `{"COMPONENTS":${'{"a":'.repeat(100_000)}`, 'too-deep'],
  ['a duplicate key', '{"PLATFORM":{"PLATFORMMODEL":"A","PLATFORMMODEL":"B"}}', 'duplicate-key'],
  ['two lists of components', '{"COMPONENTS":[],"PLATFORM":{"PLATFORMMODEL":"A"},"COMPONENTS":[]}', 'duplicate-key'],
  ['something behind the end', '{"PLATFORM":{"PLATFORMMODEL":"A"}}x', 'trailing-data'],
  ['a text as component', '{"PLATFORM":{"PLATFORMMODEL":"A"},"COMPONENTS":["x"]}', 'bad-value'],
  ['a number as list', '{"PLATFORM":{"PLATFORMMODEL":"A"},"COMPONENTS":7}', 'bad-value'],
])('%s is refused', (_, text, code) => {
  expect(refusalOf(encodeUtf8(text))?.code).toBe(code);
});

test('bad UTF-8 is refused with its offset', () => {
  const bytes = Uint8Array.from([...encodeUtf8('{"PLATFORM":{"PLATFORMMODEL":"A'), 0xc3, 0x28, ...encodeUtf8('"}}')]);
  expect(refusalOf(bytes)).toMatchObject({ code: 'bad-utf8', offset: 32 });
});

test('bidirectional and control characters are read as they are', () => {
  const text = '{"PLATFORM":{"PLATFORMMODEL":"A\u202e\\u0000"},"COMPONENTS":[]}';
  expect(parseInventory(encodeUtf8(text)).platform.model).toBe('A\u202e\u0000');
});

test('members named like those of every object are only unread', () => {
  const text =
    '{"PLATFORM":{"PLATFORMMODEL":"A","__proto__":{"PLATFORMSERIAL":"X"},"constructor":1},"COMPONENTS":[{"MODEL":"B","__proto__":{"SERIAL":"Y"}}]}';
  const inventory = parseInventory(encodeUtf8(text));
  expect(inventory.platform.serial).toBeNull();
  expect(inventory.components[0]?.serial).toBeNull();
  expect(inventory.warnings.map(({ path }) => path)).toEqual(['PLATFORM.__proto__', 'PLATFORM.constructor', 'COMPONENTS[0].__proto__']);
});
