import { expect, test } from 'vitest';
import { encodeUtf8 } from '#lib/encoding/bytes.ts';
import { ParseError } from '#lib/encoding/parse-error.ts';
import { makeInventory } from '#lib/testing/inventories.ts';
import { makeDellScv, makeFwupd, makeHpEvents, makeIntelDpd, makeLshw, makeSeagate } from '#lib/testing/vendor-inventories.ts';
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

const SAMPLES: readonly (readonly [string, Uint8Array])[] = [
  ['paccor', SAMPLE],
  ['dell-scv', makeDellScv()],
  ['intel-dpd', makeIntelDpd()],
  ['seagate', makeSeagate()],
  ['hp', makeHpEvents()],
  ['lshw', makeLshw()],
  ['fwupd', makeFwupd()],
];

/** The length from which the mark of the format is there. */
const MARKED: Readonly<Record<string, string>> = {
  paccor: '"PLATFORM":',
  'dell-scv': 'Profile Version":',
  'intel-dpd': '"SystemSN":',
  seagate: '"drive_info":',
  hp: '"type": "HPINC"',
  lshw: '"claimed":',
  fwupd: '"DeviceId":',
};

test.each(SAMPLES)(
  'every truncation of %s is refused with an offset, and is still of that format once its mark is there',
  (format, sample) => {
    const text = Buffer.from(sample).toString('latin1').trimEnd();
    const word = MARKED[format] ?? '';
    const mark = text.indexOf(word) + word.length;
    expect(mark).toBeGreaterThan(word.length);
    for (let length = 0; length < text.length; length += 1) {
      const cut = sample.subarray(0, length);
      const refusal = refusalOf(cut);
      expect(refusal?.code).toBe(length === 0 ? 'empty-file' : refusal?.code === 'bad-utf8' ? 'bad-utf8' : 'truncated');
      expect(refusal?.offset).toBeLessThanOrEqual(length);
      if (length >= mark) expect(identifyInventoryBytes(cut)).toBe(format);
    }
  },
);

test.each(SAMPLES)('any changed octet of %s is read or refused, never a crash', (_, sample) => {
  for (let at = 0; at < sample.length; at += 1) {
    for (const octet of [0x00, 0x22, 0x5b, 0x80]) {
      const changed = Uint8Array.from(sample);
      changed[at] = octet;
      refusalOf(changed);
    }
  }
});

const WRONG: readonly unknown[] = [null, true, 7, '', 'x', [], {}, [[]], [null], ['x'], { a: 1 }, [{}]];

test.each(SAMPLES)('whatever stands in the place of any member of %s is read or refused, never a crash', (_, sample) => {
  const text = Buffer.from(sample).toString('utf8');
  const places = placesOf(JSON.parse(text));
  expect(places.length).toBeGreaterThan(10);
  for (const place of places) {
    for (const wrong of WRONG) refusalOf(encodeUtf8(JSON.stringify(replaced(JSON.parse(text), place, wrong))));
  }
});

type Place = readonly (string | number)[];

function placesOf(value: unknown, at: Place = []): readonly Place[] {
  if (typeof value !== 'object' || value === null) return [at];
  return [at, ...Object.entries(value).flatMap(([key, member]) => placesOf(member, [...at, key]))];
}

function replaced(value: unknown, [key, ...rest]: Place, wrong: unknown): unknown {
  if (key === undefined || typeof value !== 'object' || value === null) return wrong;
  const member: unknown = Reflect.get(value, key);
  Reflect.set(value, key, replaced(member, rest, wrong));
  return value;
}

test.each([
  ['dell-scv', (rows: readonly object[]) => ({ PlatformConfiguration: { ComponentDetails: [{ Memory: rows }] } })],
  ['dell-scv', (rows: readonly object[]) => ({ PlatformConfiguration: { ComponentDetails: rows.map((row) => ({ Memory: [row] })) } })],
  ['intel-dpd', (rows: readonly object[]) => ({ Header: { SystemSN: '1' }, PCRs: {}, ComponentIdentifiers: rows })],
  ['intel-dpd', (rows: readonly object[]) => ({ Header: { SystemSN: '1' }, PCRs: {}, TYPE17MemoryDevices: { ...rows } })],
  ['fwupd', (rows: readonly object[]) => ({ Devices: rows })],
])('%s is read to the limit of rows and refused just above it', (_, file) => {
  const rows = (count: number) => Array.from({ length: count }, () => ({ DeviceId: 'a' }));
  expect(refusalOf(encodeUtf8(JSON.stringify(file(rows(20_000)))))).toBeUndefined();
  expect(refusalOf(encodeUtf8(JSON.stringify(file(rows(20_001)))))?.code).toBe('too-many');
});

test.each([
  ['hp', 5000, (count: number) => ({ type: 'HPINC', data: { Events: { A: { B: Array.from({ length: count }, () => ({})) } } } })],
  ['lshw', 20_000, (count: number) => ({ id: 'a', class: 'system', children: Array.from({ length: count }, () => ({})) })],
  [
    'seagate',
    1000,
    (count: number) => ({
      header: {},
      drive_info: {},
      fw_hash: Object.fromEntries(Array.from({ length: count }, (_, at) => [`h${at}`, ''])),
    }),
  ],
])('%s is read to the limit of %i entries and refused just above it', (_, limit, file) => {
  expect(refusalOf(encodeUtf8(JSON.stringify(file(limit))))).toBeUndefined();
  expect(refusalOf(encodeUtf8(JSON.stringify(file(limit + 1))))?.code).toBe('too-many');
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
