import { expect, test } from 'vitest';
import {
  baseOf,
  deltaOf,
  ekOf,
  evidenceOf,
  forged,
  type HandedIn,
  handIn,
  STRANGER,
  verifyByIssuer,
} from '#lib/testing/device-evidence.ts';
import { AT, artifactId, makeName } from '#lib/testing/device-states.ts';
import { assembleDevices } from '../assemble.ts';
import type { DeviceState } from '../device-state.ts';
import type { Problem } from '../types.ts';

const dimm = (serial: string | null) => ({ serial });
const bios = (revision: string) => ({
  class: { registry: '2.23.133.18.3.1', value: '00130003' },
  manufacturer: 'Pomelo',
  model: 'System firmware',
  serial: null,
  revision,
  category: 'firmware' as const,
});

const ek = ekOf('ek');
const base = baseOf('base', [dimm('A'), dimm('B'), bios('1.0')]);

function only(handed: readonly HandedIn[]): DeviceState {
  const { devices } = assembleDevices(evidenceOf(handed), { verify: verifyByIssuer });
  expect(devices).toHaveLength(1);
  const [device] = devices;
  if (device === undefined) throw new Error('no device');
  return device;
}

const fold = (...reads: readonly Parameters<typeof handIn>[0][]): DeviceState => only(reads.map((read) => handIn(read)));
const serials = ({ expected }: DeviceState) => expected.units.map(({ serial, revision }) => serial ?? revision).sort();
const kinds = ({ problems }: DeviceState): readonly Problem['kind'][] => problems.map(({ kind }) => kind).sort();

test('a base that its EK certificate confirms is what the device should hold', () => {
  const device = fold(base, ek);
  expect(device.expected.basis).toBe('certified');
  expect(device.tier).toBe('certificate-bound');
  expect(device.lifecycle).toBe('manufactured');
  expect(serials(device)).toEqual(['1.0', 'A', 'B']);
});

test('without its EK certificate what a base says is provisional', () => {
  const device = fold(base);
  expect(device.expected.basis).toBe('provisional');
  expect(device.tier).toBe('declared');
});

test('an EK certificate that convinces nobody is no holder, whatever name it bears', () => {
  const evidence = evidenceOf([handIn(base), handIn(forged(ekOf('fake')))]);
  const { devices } = assembleDevices(evidence, { verify: verifyByIssuer });
  expect(devices.map(({ expected }) => expected.basis)).toEqual(['provisional']);
  expect(devices[0]?.documents).toHaveLength(2);
});

test('three deltas add, remove and modify in the order of their links', () => {
  const first = deltaOf('first', { of: base, added: [dimm('C')] });
  const second = deltaOf('second', { of: first, removed: [dimm('A')], over: { notBefore: '2026-02-02T00:00:00Z' } });
  const third = deltaOf('third', { of: second, modified: [bios('2.0')], over: { notBefore: '2026-02-02T00:00:00Z' } });
  const device = fold(third, first, second, base, ek);
  expect(serials(device)).toEqual(['2.0', 'B', 'C']);
  expect(device.problems).toEqual([]);
  expect(device.expected.because).toEqual([base, first, second, third].map(({ id }) => id));
});

test('a certificate whose signature fails changes nothing', () => {
  const device = fold(base, ek, forged(deltaOf('lying', { of: base, added: [dimm('C')] })));
  expect(serials(device)).toEqual(['1.0', 'A', 'B']);
  expect(device.problems).toEqual([]);
  expect(device.timeline.some(({ kind, trusted }) => kind === 'delta-certificate' && trusted === false)).toBe(true);
});

test('two bases for one holder and platform are a conflict, and nothing is expected', () => {
  const device = fold(base, ek, baseOf('other', [dimm('A')], { serialNumber: 43n }));
  expect(device.expected.basis).toBe('conflict');
  expect(device.expected.units).toEqual([]);
  expect(kinds(device)).toEqual(['base-conflict']);
});

test('a base that nobody trusts is no conflict', () => {
  const device = fold(base, ek, baseOf('other', [dimm('Z')], { serialNumber: 43n, issuer: STRANGER }));
  expect(device.expected.basis).toBe('certified');
  expect(device.problems).toEqual([]);
});

test('a delta that removes what is not there falls with all its lines', () => {
  const device = fold(base, ek, deltaOf('wrong', { of: base, added: [dimm('C')], removed: [dimm('Z')] }));
  expect(serials(device)).toEqual(['1.0', 'A', 'B']);
  expect(kinds(device)).toEqual(['delta-contradicts-base']);
});

test('a delta line without a status applies nothing', () => {
  const delta = deltaOf('silent', { of: base });
  const { document } = deltaOf('lines', { of: base, added: [dimm('C')] });
  if (document?.kind !== 'delta-platform-certificate' || delta.document?.kind !== 'delta-platform-certificate') throw new Error('no delta');
  const components = document.components.map((component) => ({ ...component, status: null }));
  const device = fold(base, ek, { ...delta, document: { ...delta.document, components } });
  expect(serials(device)).toEqual(['1.0', 'A', 'B']);
  expect(kinds(device)).toEqual(['delta-contradicts-base']);
});

test('a delta that begins before what it continues is not applied', () => {
  const device = fold(base, ek, deltaOf('early', { of: base, added: [dimm('C')], over: { notBefore: '2025-12-31T00:00:00Z' } }));
  expect(serials(device)).toEqual(['1.0', 'A', 'B']);
  expect(kinds(device)).toEqual(['delta-predates-base']);
});

test('a delta whose predecessor is missing is told of at the device of its platform, and applies when the missing one arrives', () => {
  const first = deltaOf('first', { of: base, added: [dimm('C')] });
  const second = deltaOf('second', { of: first, added: [dimm('D')] });
  const before = assembleDevices(evidenceOf([base, ek, second].map((read) => handIn(read))), { verify: verifyByIssuer });
  expect(before.unlinked).toEqual([]);
  expect(before.devices.map((device) => [serials(device), kinds(device)])).toEqual([[['1.0', 'A', 'B'], ['delta-missing-predecessor']]]);
  expect(serials(fold(base, ek, second, first))).toEqual(['1.0', 'A', 'B', 'C', 'D']);
});

test('a delta whose predecessor is missing waits where no device, or a device of another submitter, has its platform', () => {
  const first = deltaOf('first', { of: base, added: [dimm('C')] });
  const second = deltaOf('second', { of: first, added: [dimm('D')] });
  const alone = assembleDevices(evidenceOf([handIn(second)]), { verify: verifyByIssuer });
  expect(alone.unlinked.map(({ reason }) => reason)).toEqual(['predecessor-missing']);
  const foreign = [handIn(base), handIn(ek), handIn(second, undefined, { mayAttachTo: [] })];
  const guarded = assembleDevices(evidenceOf(foreign), { verify: verifyByIssuer });
  expect(guarded.unlinked.map(({ reason }) => reason)).toEqual(['predecessor-missing']);
  expect(guarded.devices.flatMap(kinds)).toEqual([]);
});

test("a stranger's base under the name of the missing certificate takes no delta away from the device of its platform", () => {
  const named = { issuer: makeName('Integrator CA'), serialNumber: 50n };
  const next = deltaOf('next', { of: named, added: [dimm('D')] });
  const fakes = ['one', 'two'].map((label) => forged(baseOf(label, [], { ...named, holder: { issuer: STRANGER, serialNumber: 9n } })));
  for (const count of [0, 1, 2]) {
    const { devices } = assembleDevices(evidenceOf([base, ek, next, ...fakes.slice(0, count)].map((read) => handIn(read))), {
      verify: verifyByIssuer,
    });
    expect(devices.flatMap(kinds), `${count} fakes`).toEqual(['delta-missing-predecessor']);
  }
});

test("a stranger's delta without a predecessor lowers no trust", () => {
  const first = deltaOf('first', { of: base, added: [dimm('C')] });
  const second = deltaOf('second', { of: first, added: [dimm('D')], over: { issuer: STRANGER } });
  expect(kinds(fold(base, ek, second))).toEqual([]);
});

test('a delta after one that does not convince lacks its predecessor', () => {
  const first = deltaOf('first', { of: base, added: [dimm('C')], over: { issuer: STRANGER } });
  const second = deltaOf('second', { of: first, added: [dimm('D')] });
  const device = fold(base, ek, first, second);
  expect(serials(device)).toEqual(['1.0', 'A', 'B']);
  expect(kinds(device)).toEqual(['delta-missing-predecessor']);
  expect(device.problems).toMatchObject([{ ground: 'not-convincing' }]);
});

test('a delta after one that contradicts the base names it as not applied', () => {
  const first = deltaOf('first', { of: base, removed: [dimm('never there')] });
  const second = deltaOf('second', { of: first, added: [dimm('D')] });
  const { problems } = fold(base, ek, first, second);
  expect(problems).toMatchObject([
    { kind: 'delta-contradicts-base' },
    { kind: 'delta-missing-predecessor', ground: 'not-applied', because: [second.id, first.id] },
  ]);
});

test('a fork of branches that touch different serials is applied and told', () => {
  const device = fold(base, ek, deltaOf('left', { of: base, added: [dimm('C')] }), deltaOf('right', { of: base, removed: [dimm('A')] }));
  expect(serials(device)).toEqual(['1.0', 'B', 'C']);
  expect(device.problems).toMatchObject([{ kind: 'delta-forked', applied: true }]);
});

test('a fork that touches one unit twice stops the fold before it', () => {
  const device = fold(
    base,
    ek,
    deltaOf('left', { of: base, removed: [dimm('A')] }),
    deltaOf('right', { of: base, modified: [{ ...dimm('A'), revision: '2' }] }),
  );
  expect(serials(device)).toEqual(['1.0', 'A', 'B']);
  expect(device.problems).toMatchObject([{ kind: 'delta-forked', applied: false }]);
});

test('a fork with a unit without a serial stops the fold before it', () => {
  const device = fold(base, ek, deltaOf('left', { of: base, added: [dimm(null)] }), deltaOf('right', { of: base, added: [dimm('D')] }));
  expect(device.problems).toMatchObject([{ kind: 'delta-forked', applied: false }]);
  expect(serials(device)).toEqual(['1.0', 'A', 'B']);
});

test('a fork of two issuers stops the fold before it', () => {
  const device = fold(
    base,
    ek,
    deltaOf('left', { of: base, added: [dimm('C')] }),
    deltaOf('right', { of: base, added: [dimm('D')], over: { issuer: makeName('Vendor CA') } }),
  );
  expect(device.problems).toMatchObject([{ kind: 'delta-forked', applied: false }]);
});

test('a branch that nobody trusts makes no fork', () => {
  const device = fold(
    base,
    ek,
    deltaOf('left', { of: base, added: [dimm('C')] }),
    deltaOf('right', { of: base, added: [dimm('D')], over: { issuer: STRANGER } }),
  );
  expect(serials(device)).toEqual(['1.0', 'A', 'B', 'C']);
  expect(device.problems).toEqual([]);
});

test('an added unit without a serial is one more, and a serial that is there already is no second unit', () => {
  const twins = baseOf('base', [dimm(null), dimm('B')]);
  expect(serials(fold(twins, ek, deltaOf('more', { of: twins, added: [dimm(null), dimm('B')] })))).toEqual(['B', null, null]);
});

test('removing one of several that cannot be told apart takes one away', () => {
  const twins = baseOf('base', [dimm(null), dimm(null)]);
  expect(serials(fold(twins, ek, deltaOf('less', { of: twins, removed: [dimm(null)] })))).toEqual([null]);
});

test('a modified firmware asks when several fit', () => {
  const two = baseOf('base', [bios('1.0'), { ...bios('1.1'), model: 'Recovery' }]);
  const asks = deltaOf('update', { of: two, modified: [{ ...bios('2.0'), model: 'Third' }] });
  expect(kinds(fold(two, ek, asks))).toEqual(['delta-contradicts-base']);
});

test('a modified unit with another serial is not the unit', () => {
  expect(kinds(fold(base, ek, deltaOf('swap', { of: base, modified: [dimm('Z')] })))).toEqual(['delta-contradicts-base']);
});

test('properties fold by name', () => {
  const named = baseOf('base', [], {
    properties: [
      { name: 'os', value: '1', status: 'removed' },
      { name: 'tier', value: 'gold', status: null },
    ],
  });
  const delta = deltaOf('delta', {
    of: named,
    properties: [
      { name: 'os', value: '2', status: 'modified' },
      { name: 'tier', value: '', status: 'removed' },
    ],
  });
  expect(fold(named, ek, delta).expected.properties).toEqual([{ name: 'os', value: '2', status: null }]);
});

test('a certificate that expired after it was received still counts', () => {
  const old = baseOf('base', [dimm('A')], { notAfter: '2026-04-01T00:00:00Z' });
  expect(Date.parse('2026-04-01T00:00:00Z')).toBeLessThan(Date.parse(AT));
  expect(fold(old, ek).expected.basis).toBe('certified');
});

test('a certificate that had expired when it was first received counts only where policy says so', () => {
  const old = baseOf('base', [dimm('A')], { notAfter: '2026-02-01T00:00:00Z' });
  const evidence = evidenceOf([handIn(old), handIn(ek)]);
  const lenient = { ...evidence, policy: { ...evidence.policy, acceptExpiredWhenReceived: true } };
  expect(assembleDevices(evidence, { verify: verifyByIssuer }).devices[0]?.expected.basis).toBe('none');
  expect(assembleDevices(lenient, { verify: verifyByIssuer }).devices[0]?.expected.basis).toBe('certified');
});

test('where policy asks for revocation, a certificate whose revocation was not checked does not count', () => {
  const evidence = evidenceOf([handIn(base), handIn(ek)]);
  const strict = { ...evidence, policy: { ...evidence.policy, requireRevocation: true } };
  expect(assembleDevices(strict, { verify: verifyByIssuer }).devices[0]?.expected.basis).toBe('none');
});

test('references that run in a circle lead nowhere', () => {
  const issuer = makeName('Integrator CA');
  const a = deltaOf('a', { of: { issuer, serialNumber: 2n }, over: { serialNumber: 1n } });
  const b = deltaOf('b', { of: { issuer, serialNumber: 1n }, over: { serialNumber: 2n } });
  const { devices, unlinked } = assembleDevices(evidenceOf([handIn(a), handIn(b)]), { verify: verifyByIssuer });
  expect(devices).toEqual([]);
  expect(unlinked.map(({ reason }) => reason)).toEqual(['predecessor-missing', 'predecessor-missing']);
});

test('two certificates with the issuer and serial that a delta names apply nothing', () => {
  const first = deltaOf('first', { of: base, added: [dimm('C')], over: { serialNumber: 50n } });
  const twin = deltaOf('twin', { of: first, added: [dimm('D')], over: { serialNumber: 50n } });
  const next = deltaOf('next', { of: { issuer: makeName('Integrator CA'), serialNumber: 50n }, added: [dimm('E')] });
  const device = fold(base, ek, first, twin, next);
  expect(kinds(device)).toContain('ambiguous-reference');
  expect(serials(device)).toEqual(['1.0', 'A', 'B', 'C', 'D']);
  expect(device.problems.find(({ kind }) => kind === 'ambiguous-reference')?.because).toContain(artifactId('next'));
});

test("a stranger's certificate of the same issuer and serial makes no reference ambiguous", () => {
  const twin = forged(baseOf('twin', [dimm('Z')]));
  const device = fold(base, ek, twin, deltaOf('delta', { of: base, added: [dimm('C')] }));
  expect(device.problems).toEqual([]);
  expect(serials(device)).toEqual(['1.0', 'A', 'B', 'C']);
});
