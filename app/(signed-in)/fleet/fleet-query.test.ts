import { expect, test } from 'vitest';
import { USUAL_LOOK } from '#components/fleet/fleet-columns.ts';
import { fleetAddress, fleetParameters, readFleetQuery } from './fleet-query.ts';

const NOTHING = { filter: {}, sort: 'attention', cursor: undefined, look: USUAL_LOOK, notUnderstood: [] };

test('an address without a query asks for everything, what needs a person first', () => {
  expect(readFleetQuery({})).toEqual(NOTHING);
});

test('empty fields of the form are no filter, and spaces around a value are no part of it', () => {
  expect(readFleetQuery({ trust: '', text: '  SN-1 ', model: ' ' })).toMatchObject({ filter: { text: 'SN-1' }, notUnderstood: [] });
});

test.each([
  ['trust', 'perfect'],
  ['lifecycle', 'sold'],
  ['sort', 'random()'],
  ['attestation', 'fine'],
  ['secureBoot', 'maybe'],
  ['silentDays', '0'],
  ['silentDays', '30 days'],
  ['silentDays', '36501'],
  ['firmware', 'x'.repeat(201)],
  ['text', 'x'.repeat(201)],
  ['cursor', 'x'.repeat(1001)],
  ['columns', 'serial,price'],
  ['density', 'huge'],
])('a %s that is not understood is left out and named', (name, value) => {
  expect(readFleetQuery({ [name]: value })).toEqual({ ...NOTHING, notUnderstood: [name] });
});

test('a value as long as allowed is understood', () => {
  expect(readFleetQuery({ text: 'x'.repeat(200) }).notUnderstood).toEqual([]);
});

test('a name given twice counts once, the last time', () => {
  expect(readFleetQuery({ trust: ['verified', 'stale'] }).filter).toEqual({ trust: 'stale' });
});

test('an address that was written is read back as it was meant', () => {
  const look = { columns: ['findings', 'tier'], isCompact: true } as const;
  const measured = { attestation: 'stale', silentDays: 30, secureBoot: 'off', firmware: '1.2 (b)' } as const;
  const asked = {
    filter: { trust: 'stale', manufacturer: 'A & B', text: '100%', ...measured },
    sort: 'model',
    cursor: 'abc',
    look,
  } as const;
  const address = fleetAddress(asked);
  const params = Object.fromEntries(new URL(address, 'http://localhost').searchParams);
  expect(readFleetQuery(params)).toEqual({ ...asked, notUnderstood: [] });
});

test('what is usual stands in no address', () => {
  expect(fleetAddress({ filter: {}, sort: 'attention' })).toBe('/fleet');
});

test('columns stand in the order of the table, and a form that chooses none beside trust and device means it', () => {
  const columnsOf = (columns: string | readonly string[]) => readFleetQuery({ columns }).look.columns;
  expect(columnsOf(['none', 'tier', 'serial'])).toEqual(['serial', 'tier']);
  expect(columnsOf('tier,serial')).toEqual(['serial', 'tier']);
  expect(columnsOf('none')).toEqual([]);
  expect(columnsOf('')).toEqual(USUAL_LOOK.columns);
  expect(fleetAddress({ look: { columns: [], isCompact: false } })).toBe('/fleet?columns=none');
});

test('the form of the filter carries the look, and the address of a file of the list has none', () => {
  const look = { columns: ['serial', 'tier'], isCompact: true } as const;
  expect(fleetParameters({ sort: 'model', look })).toEqual({ sort: 'model', columns: 'serial,tier', density: 'compact' });
  expect(fleetAddress({ look }, '/fleet')).toBe('/fleet?columns=serial,tier&density=compact');
  expect(fleetParameters({})).toEqual({});
});
