import { expect, test } from 'vitest';
import { deviceAddress, readDeviceQuery, readMoment, tabAddress } from './device-address.ts';

const NOW = new Date('2026-06-01T12:00:00Z');

test.each([
  ['2026-04-01', '2026-04-01T23:59:59.999Z'],
  ['2026-04-01T12:00:00Z', '2026-04-01T12:00:00.000Z'],
  ['2026-04-01T12:00+09:00', '2026-04-01T03:00:00.000Z'],
  ['2026-04-01T12:00 09:00', '2026-04-01T03:00:00.000Z'],
])('%s is understood as %s', (text, iso) => {
  expect(readMoment(text)).toBe(iso);
});

test.each(['2026-02-30', 'yesterday', '2026-04-01T12:00', '04/01/2026', '2026-04-01T25:00Z', '1e9'])('%s is not understood', (text) => {
  expect(readMoment(text)).toBeUndefined();
  expect(readDeviceQuery('d-1', { asOf: text })).toMatchObject({ asOf: undefined, notUnderstood: ['asOf'] });
});

test('a time that is still to come is named and not shown; today is shown until now', () => {
  const query = readDeviceQuery('d-1', { asOf: '2026-06-02', knownAt: '2026-06-01', from: '2026-06-01T12:01Z', to: '2026-05-31' }, NOW);
  expect(query).toMatchObject({ asOf: undefined, knownAt: NOW.toISOString(), from: undefined, to: '2026-05-31T23:59:59.999Z' });
  expect(query).toMatchObject({ notUnderstood: [], toCome: ['asOf', 'from'] });
});

test('an empty field of the form asks for nothing', () => {
  expect(readDeviceQuery('d-1', { asOf: '2026-04-01', knownAt: '' }, NOW)).toMatchObject({ knownAt: undefined, notUnderstood: [] });
});

test('what records of a start are asked for is kept in the address, and an empty field asks for nothing', () => {
  const filter = { pcr: 7, type: 'EV_SEPARATOR', text: 'Secure & Boot', differing: true };
  const address = deviceAddress({ id: 'd-1', tab: 'firmware', ...filter });
  expect(readDeviceQuery('d-1', Object.fromEntries(new URL(address, 'http://localhost').searchParams), NOW)).toMatchObject(filter);
  const empty = { type: undefined, text: undefined, differing: false };
  expect(readDeviceQuery('d-1', { type: '', text: ' ', differing: '' }, NOW)).toMatchObject(empty);
});

test('an unknown tab is the timeline', () => {
  expect(readDeviceQuery('d-1', { tab: 'secrets' }).tab).toBe('timeline');
});

test('lanes that are unknown are left out, and none means all', () => {
  expect(readDeviceQuery('d-1', { lane: ['bom', 'x'] }).lanes).toEqual(['bom']);
  expect(readDeviceQuery('d-1', { lane: 'x' }).lanes).toBeUndefined();
});

test('an address that was written is read back as it was meant', () => {
  const address = deviceAddress({
    id: 'd-1 /x',
    tab: 'components',
    asOf: '2026-04-01T23:59:59.999Z',
    scope: 'history',
    all: true,
    lanes: ['bom', 'gap'],
  });
  const url = new URL(address, 'http://localhost');
  expect(url.pathname).toBe('/devices/d-1%20%2Fx');
  expect(url.searchParams.get('asOf')).toBe('2026-04-01');
  const params = { ...Object.fromEntries(url.searchParams), lane: url.searchParams.getAll('lane') };
  expect(readDeviceQuery('d-1 /x', params, NOW)).toMatchObject({
    tab: 'components',
    asOf: '2026-04-01T23:59:59.999Z',
    scope: 'history',
    all: true,
    lanes: ['bom', 'gap'],
  });
});

test('another tab keeps the moment and nothing else', () => {
  const query = readDeviceQuery('d-1', { asOf: '2026-04-01', lane: 'bom', all: '1' }, NOW);
  expect(tabAddress(query, 'evidence')).toBe('/devices/d-1?tab=evidence&asOf=2026-04-01');
});
