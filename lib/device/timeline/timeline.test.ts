import { expect, test } from 'vitest';
import {
  baseOf,
  deltaOf,
  ekOf,
  evidenceOf,
  type HandedIn,
  handIn,
  inventoryOf,
  STRANGER,
  say,
  verifyByIssuer,
} from '#lib/testing/device-evidence.ts';
import { assembleDevices } from '../assemble.ts';
import type { DeviceState } from '../device-state.ts';
import type { Evidence } from '../evidence.ts';

const day = (number: number): string => `2026-03-${String(number).padStart(2, '0')}T00:00:00Z`;
const dimm = (serial: string) => ({ serial, model: 'HMA81GS6AFR8N-UH' });
const ek = ekOf('ek');
const base = baseOf('base', [dimm('29AC2764')]);

function only(handed: readonly HandedIn[], over: Partial<Evidence> = {}): DeviceState {
  const [device] = assembleDevices(evidenceOf(handed, { at: day(31), ...over }), { verify: verifyByIssuer }).devices;
  if (device === undefined) throw new Error('no device');
  return device;
}

test('a delta says which part it added', () => {
  const delta = deltaOf('delta', { of: base, added: [dimm('29AC274B')], over: { serialNumber: 19280n } });
  const event = only([handIn(base), handIn(ek), handIn(delta)]).timeline.find(({ kind }) => kind === 'delta-certificate');
  expect(event?.title).toBe('Memory module HMA81GS6AFR8N-UH, serial 29AC274B, added by delta certificate 19280');
  expect(event?.differences).toMatchObject([{ kind: 'component-added', authorization: 'authorized-by-delta' }]);
});

test('an observation says what changed and that nobody signed', () => {
  const device = only([
    handIn(base),
    handIn(ek),
    handIn(inventoryOf('1', [dimm('29AC2764')]), day(2)),
    handIn(inventoryOf('2', [dimm('FFF1')]), day(3)),
  ]);
  expect(device.timeline.at(-1)?.title).toBe(
    'Memory module HMA81GS6AFR8N-UH, serial 29AC2764, replaced by HMA81GS6AFR8N-UH, serial FFF1: nobody signed for this',
  );
});

test('what does not convince appears, says why, and is dated by its receipt', () => {
  const lying = deltaOf('delta', { of: base, added: [dimm('X')], over: { issuer: STRANGER, notBefore: '2020-01-01T00:00:00Z' } });
  const event = only([handIn(base), handIn(ek), handIn(lying, day(5))]).timeline.find(({ kind }) => kind === 'delta-certificate');
  expect(event).toMatchObject({ trusted: false, at: day(5), differences: [] });
  expect(event?.title).toMatch(/changes nothing: signature is unknown/);
});

test('a certificate handed in twice is one document with two events', () => {
  const device = only([handIn(base, day(1)), handIn(base, day(2)), handIn(ek, day(1))]);
  expect(device.documents).toHaveLength(2);
  expect(device.timeline.map(({ kind }) => kind)).toContain('resubmission');
});

test('days without a custody record are an event', () => {
  const say1 = say('ann', day(1), { kind: 'lifecycle', device: base.id, state: 'in-transit' });
  const say2 = say('bob', day(12), { kind: 'lifecycle', device: base.id, state: 'received' });
  const device = only([handIn(base), handIn(ek)], { statements: [say1, say2] });
  expect(device.timeline.filter(({ lane }) => lane === 'gap').map(({ title }) => title)).toEqual(['No custody record for 11 days']);
  expect(device.lifecycle).toBe('received');
});

test('a lifecycle event that was withdrawn opens no phase', () => {
  const received = say('ann', day(1), { kind: 'lifecycle', device: base.id, state: 'received' });
  const back = say('ann', day(2), { kind: 'withdrawal', statement: received.id });
  const device = only([handIn(base), handIn(ek)], { statements: [received, back] });
  const [event] = device.timeline.filter(({ kind }) => kind === 'lifecycle');
  expect([event?.title, event?.facts.state]).toEqual(['Received, withdrawn later', undefined]);
});

test('characters that hide or turn text around are shown as what they are', () => {
  const delta = deltaOf('delta', { of: base, added: [{ serial: 'A\u202eB', model: 'M' }] });
  const event = only([handIn(base), handIn(ek), handIn(delta)]).timeline.find(({ kind }) => kind === 'delta-certificate');
  expect(event?.title).toContain('A\\u{202E}B');
});

test("the next change is the earliest of freshness, expiry of what is in use, and a decision's end", () => {
  const inventory = handIn(inventoryOf('1', [dimm('29AC2764')]), day(2));
  expect(only([handIn(base), handIn(ek), inventory]).nextChangeAt).toBe('2026-05-31T00:00:00.001Z');
  const soon = baseOf('base', [dimm('29AC2764')], { notAfter: '2026-04-15T00:00:00Z' });
  expect(only([handIn(soon), handIn(ek), inventory]).nextChangeAt).toBe('2026-04-15T00:00:00.001Z');
  const decision = {
    kind: 'decision',
    device: base.id,
    finding: 'f',
    decision: 'investigating',
    expiresAt: '2026-04-02T00:00:00Z',
  } as const;
  expect(only([handIn(base), handIn(ek), inventory], { statements: [say('ann', day(3), decision)] }).nextChangeAt).toBe(
    '2026-04-02T00:00:00Z',
  );
  expect(only([handIn(baseOf('base', [], { issuer: STRANGER }))]).nextChangeAt).toBeNull();
});

test('events have ids of their own', () => {
  const again = inventoryOf('1', [dimm('29AC2764')]);
  const ids = only([handIn(base), handIn(ek), handIn(again, day(2)), handIn(again, day(2), { submittedBy: 'bob' })]).timeline.map(
    ({ id }) => id,
  );
  expect(new Set(ids).size).toBe(ids.length);
});
