import { expect, test } from 'vitest';
import { artifactId, makeDocument, makeInventory, makeUnit } from '#lib/testing/device-states.ts';
import { MAX_RAW, unitOrigins } from './unit-origin.ts';

const unit = makeUnit();
const reported = {
  ...unit,
  serial: '357f 0002',
  path: 'Memory[1]',
  raw: { Serial: '357f 0002', Size: '16\u202e GB' },
  from: { serial: 'Serial' },
};
const seenIn = (raw: unknown) =>
  unitOrigins('en', [makeDocument({ label: 'inventory', document: makeInventory({ components: [{ ...reported, raw }] }) })]);
const provenance = { ...unit.provenance, documentId: artifactId('inventory'), index: 0 };

test('a unit leads to the row of the inventory that it was read from', () => {
  const origin = seenIn(reported.raw)({ ...unit, provenance });
  expect(origin?.fields).toContainEqual({
    label: 'Serial',
    member: 'Serial',
    written: '357f 0002',
    compared: '357F0002',
    rules: 'white space, upper and lower case',
  });
  expect(origin).toMatchObject({ path: 'Memory[1]', raw: '{\n "Serial": "357f 0002",\n "Size": "16\\u{202E} GB"\n}' });
});

test('a unit of a certificate has its fields as written, and no row', () => {
  const origin = unitOrigins('en', [makeDocument({ label: 'other', document: makeInventory() })]);
  expect(origin({ ...unit, provenance })).toBeNull();
  const own = unitOrigins('en', [makeDocument({ label: 'inventory', document: makeInventory() })]);
  expect(own({ ...unit, provenance })).toMatchObject({ raw: null, path: null });
});

test('a long row is cut', () => {
  expect(seenIn({ Note: 'x'.repeat(MAX_RAW) })({ ...unit, provenance })?.raw).toHaveLength(MAX_RAW + 1);
});
