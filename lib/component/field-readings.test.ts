import fc from 'fast-check';
import { expect, test } from 'vitest';
import { makeUnit } from '#lib/testing/units.ts';
import { fieldReadings } from './field-readings.ts';

const NOTHING = { manufacturer: '', model: '', serial: null, revision: null, slot: null, addresses: [] };
const readings = (over: Parameters<typeof makeUnit>[0], source: Parameters<typeof fieldReadings>[1] = null) =>
  fieldReadings({ ...makeUnit(), ...NOTHING, ...over }, source);

test.each([
  [{ manufacturer: 'STM ' }, 'stm', ['white-space', 'case']],
  [{ model: 'km16' }, 'km16', []],
  [{ serial: '357f 0002' }, '357F0002', ['white-space', 'case']],
  [{ serial: '357F0002' }, '357F0002', []],
  [{ serial: 'To Be Filled By O.E.M.' }, null, ['placeholder']],
  [{ revision: 'Ａ1' }, 'a1', ['width', 'case']],
  [{ addresses: [{ kind: 'ethernet-mac', value: 'b4:96:91:00:00:01' }] }, 'B49691000001', ['separators']],
  [{ addresses: [{ kind: 'ethernet-mac', value: '00:00:00:00:00:00' }] }, null, ['placeholder']],
])('%j is compared as %j by %j', (over, compared, rules) => {
  const [reading, ...rest] = readings(over);
  expect(rest).toEqual([]);
  expect(reading).toMatchObject({ compared });
  expect(new Set(reading?.rules)).toEqual(new Set(rules));
});

test('what a field was read from is named', () => {
  const source = { raw: { Version: 'A00' }, from: { revision: 'Version' } };
  expect(readings({ revision: 'A00' }, source)).toEqual([
    { field: 'revision', member: 'Version', written: 'A00', compared: 'a00', rules: ['case'] },
  ]);
});

test('a word that became a code is shown as the word', () => {
  const source = { raw: { Type: 'Rack Mount Chassis' }, from: { model: 'Type' } };
  expect(readings({ model: '17' }, source)).toMatchObject([{ written: 'Rack Mount Chassis', compared: '17', rules: ['coded'] }]);
});

test('absent fields and members named like those of every object are no readings', () => {
  expect(readings({})).toEqual([]);
  expect(readings({ model: 'x' }, { raw: {}, from: { model: 'constructor' } })).toMatchObject([{ written: 'x' }]);
});

test('a rule is named exactly where the compared text differs', () => {
  fc.assert(
    fc.property(
      fc.constantFrom('serial', 'model'),
      fc.string({ unit: fc.constantFrom('a', 'B', ' ', '\t', 'ｃ', '\u200b', '1') }),
      (field, text) => {
        for (const { written, compared, rules } of readings({ [field]: text })) expect(rules.length > 0).toBe(written !== compared);
      },
    ),
    { numRuns: 2000 },
  );
});
