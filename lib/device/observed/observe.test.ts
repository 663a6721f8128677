import { expect, test } from 'vitest';
import { baseOf, bomOf, deltaOf, handIn, inventoryOf, STRANGER } from '#lib/testing/device-evidence.ts';
import { artifactId } from '#lib/testing/device-states.ts';
import { base, certified, day, dimm, disk, ek, only, problems, seen, told } from '../testing/one-device.ts';

test('a kind of part that a source stops to see is told, and takes nothing away', () => {
  const withDisk = [handIn(baseOf('base', [dimm('A'), disk('D')]), day(1)), handIn(ek, day(1))];
  const handed = [...withDisk, seen('full', [dimm('A'), disk('D')], day(2)), seen('blind', [dimm('A')], day(3))];
  const device = only(handed);
  expect(problems(device)).toEqual(['coverage-shrunk']);
  expect(told(device, 'conformance')).toEqual([['not-collected', 'D', null, null]]);
  expect(told(device, 'history')).toEqual([]);
  const back = only([...handed, seen('back', [dimm('A'), disk('D')], day(4))]);
  expect(problems(back)).toEqual([]);
  expect(told(back, 'history')).toEqual([]);
});

test('a swap behind a blind spot is seen as soon as the source sees again', () => {
  const stranger = [handIn(baseOf('base', [dimm('A')], { issuer: STRANGER }), day(1))];
  const device = only([
    ...stranger,
    seen('1', [dimm('A'), disk('D')], day(2)),
    seen('2', [dimm('A')], day(3)),
    seen('3', [dimm('A'), disk('E')], day(4)),
  ]);
  expect(told(device, 'history')).toEqual([['component-replaced', 'D', 'E', 'unauthorized']]);
});

test('sources are never put together: a newer one that contradicts is told', () => {
  const device = only([
    ...certified,
    handIn(inventoryOf('1', [dimm('A'), dimm('B')]), day(2), { submittedBy: 'bob' }),
    seen('2', [dimm('A'), dimm('X')], day(3)),
  ]);
  expect(problems(device)).toEqual(['sources-disagree']);
  expect(device.observed?.submission.submittedBy).toBe('olga');
});

test('sources that differ by an authorized change do not disagree', () => {
  const device = only([
    ...certified,
    handIn(inventoryOf('1', [dimm('A'), dimm('B')]), day(2), { submittedBy: 'bob' }),
    handIn(deltaOf('delta', { of: base, added: [dimm('C')] }), day(3)),
    seen('2', [dimm('A'), dimm('B'), dimm('C')], day(4)),
  ]);
  expect(problems(device)).toEqual([]);
});

test('a BOM never replaces an inventory, however new it is', () => {
  const device = only([
    ...certified,
    seen('inventory', [dimm('A'), dimm('X')], day(2)),
    handIn(bomOf('bom', [dimm('A'), dimm('B')]), day(5)),
  ]);
  expect(device.observed?.collector).toBe('paccor');
  expect(told(device, 'conformance')).toEqual([['component-replaced', 'B', 'X', 'unauthorized']]);
});

test('different reports of one instant have no order, and say so', () => {
  const handed = [...certified, seen('1', [dimm('A'), dimm('B')], day(2)), seen('2', [dimm('A'), dimm('X')], day(2))];
  expect(problems(only(handed))).toContain('order-unknown');
  expect(problems(only([...handed, seen('3', [dimm('A'), dimm('B')], day(3))]))).not.toContain('order-unknown');
});

test('what the submitter says about the time breaks a tie', () => {
  const first = handIn(inventoryOf('1', [dimm('A'), dimm('X')]), day(3), { observedAt: day(1) });
  const second = handIn(inventoryOf('2', [dimm('A'), dimm('B')]), day(3), { observedAt: day(2) });
  const device = only([...certified, second, first]);
  expect(problems(device)).not.toContain('order-unknown');
  expect(device.observed?.document.sha256).toBe(artifactId('2'));
});

test('a time that the submitter states never makes an older report the newest', () => {
  const stale = handIn(inventoryOf('1', [dimm('A'), dimm('B')]), day(2), { observedAt: day(30) });
  const device = only([...certified, stale, seen('2', [dimm('A'), dimm('X')], day(3))]);
  expect(told(device, 'conformance')).toEqual([['component-replaced', 'B', 'X', 'unauthorized']]);
});

test('what looks at one part stands for the device only while nothing else does', () => {
  const drive = handIn(inventoryOf('drive', [disk('D')], { format: 'seagate' }), day(5));
  const alone = only([...certified, drive]);
  expect(alone.observed?.collector).toBe('seagate');
  const whole = only([...certified, seen('full', [dimm('A'), dimm('B')], day(2)), drive]);
  expect(whole.observed?.collector).toBe('paccor');
  expect(whole.observations.map(({ collector }) => collector)).toEqual(['seagate', 'paccor']);
  const written = only([...certified, handIn(bomOf('bom', [dimm('A'), dimm('B')]), day(3)), drive]);
  expect(written.observed?.document.read.kind).toBe('cyclonedx-bom');
});

test('a log without parts is on the timeline, and is no observation', () => {
  const events = [{ source: 'HP_Sure_Start', what: 'Recovery', message: null, time: null, path: 'data' }];
  const device = only([...certified, handIn(inventoryOf('log', [], { format: 'hp', events }), day(5))]);
  expect(device.observed).toBeNull();
  expect(device.timeline.map(({ title }) => title)).toContain('HP firmware log of Pomelo Rack 2, serial P-100: 1 event');
});

test('an HBOM by a collector that is known is covered by its line of the table, and one by another tool by its own word', () => {
  const seenBy = (tool: string) => {
    const parts = [{ serial: 'D', category: 'storage' as const, model: 'KD-1T' }];
    const bom = bomOf('hbom', parts, { completeness: 'unknown', tools: [{ name: tool, version: null }] });
    return only([...certified, handIn(bom, day(2))]).observed?.coverage.complete;
  };
  expect(seenBy('cdx-hbom')).toEqual(['storage']);
  expect(seenBy('another tool')).toEqual([]);
});

test('digests that a file reports are told with it, as not attested', () => {
  const measurements = [{ name: 'PCR0', digest: '00', path: 'PCRs.PCR0' }];
  const device = only([...certified, handIn(inventoryOf('dpd', [dimm('A'), dimm('B')], { format: 'intel-dpd', measurements }), day(2))]);
  expect(device.timeline.map(({ title }) => title)).toContain('Inventory by intel-dpd lists 2 parts and reports 1 digest, not attested');
});
