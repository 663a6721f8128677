import { expect, test } from 'vitest';
import { deltaOf, handIn, inventoryOf, STRANGER } from '#lib/testing/device-evidence.ts';
import { base, certified, day, dimm, only, problems, seen, told } from './testing/one-device.ts';

test('a delta explains its part in history, once, and leaves no difference in conformance', () => {
  const delta = deltaOf('delta', { of: base, added: [dimm('C')] });
  const after = seen('after', [dimm('A'), dimm('B'), dimm('C')], day(4));
  for (const handed of [
    [handIn(delta, day(3)), after],
    [handIn(delta, day(3)), seen('before', [dimm('A'), dimm('B')], day(2)), after],
  ]) {
    const device = only([...certified, ...handed]);
    expect(told(device, 'conformance')).toEqual([]);
    expect(told(device, 'history')).toEqual([['component-added', null, 'C', 'authorized-by-delta']]);
  }
});

test('two sources that see one authorized change make it no second change', () => {
  const delta = handIn(deltaOf('delta', { of: base, added: [dimm('C')] }), day(3));
  const before = inventoryOf('before', [dimm('A'), dimm('B')]);
  const after = inventoryOf('after', [dimm('A'), dimm('B'), dimm('C')]);
  const bob = { submittedBy: 'bob' };
  const device = only([
    ...certified,
    delta,
    handIn(before, day(2)),
    handIn(before, day(2), bob),
    handIn(after, day(4)),
    handIn(after, day(5), bob),
  ]);
  expect(told(device, 'history')).toEqual([['component-added', null, 'C', 'authorized-by-delta']]);
  expect(problems(device)).toEqual([]);
});

test('a delta that came in after the change was seen is retrospective', () => {
  const delta = handIn(deltaOf('delta', { of: base, added: [dimm('C')] }), day(4));
  const after = seen('after', [dimm('A'), dimm('B'), dimm('C')], day(3));
  expect(told(only([...certified, after, delta]), 'history')).toEqual([['component-added', null, 'C', 'retrospective']]);
  const stepped = only([...certified, seen('before', [dimm('A'), dimm('B')], day(2)), after, delta]);
  expect(told(stepped, 'history')).toEqual([['component-added', null, 'C', 'retrospective']]);
});

test('one delta line explains one step: the same part taken out and put in again is not signed for', () => {
  const delta = handIn(deltaOf('delta', { of: base, added: [dimm('C')] }), day(2));
  const without = [dimm('A'), dimm('B')];
  const having = [...without, dimm('C')];
  const device = only([
    ...certified,
    delta,
    seen('1', without, day(3)),
    seen('2', having, day(4)),
    handIn(inventoryOf('1', without), day(5)),
    handIn(inventoryOf('2', having), day(6)),
  ]);
  expect(told(device, 'history').map(([kind, , , authorization]) => [kind, authorization])).toEqual([
    ['component-added', 'authorized-by-delta'],
    ['component-removed', 'unauthorized'],
    ['component-added', 'unauthorized'],
  ]);
  expect(problems(device)).toContain('serial-returned');
});

test('every line of a delta is told, however the observed parts pair up', () => {
  const delta = handIn(deltaOf('delta', { of: base, removed: [dimm('A')], added: [dimm('C'), dimm('D')] }), day(2));
  const device = only([
    ...certified,
    seen('1', [dimm('A'), dimm('B')], day(2)),
    delta,
    seen('2', [dimm('D'), dimm('B'), dimm('C')], day(4)),
  ]);
  expect(told(device, 'conformance')).toEqual([]);
  expect(told(device, 'history').map(([kind, , , authorization]) => [kind, authorization])).toEqual([
    ['component-replaced', 'authorized-by-delta'],
    ['component-added', 'authorized-by-delta'],
  ]);
});

test('another serial than the delta names is not what it authorized', () => {
  const delta = handIn(deltaOf('delta', { of: base, added: [dimm('C')] }), day(2));
  const device = only([
    ...certified,
    delta,
    seen('1', [dimm('A'), dimm('B')], day(3)),
    seen('2', [dimm('A'), dimm('B'), dimm('X')], day(4)),
  ]);
  expect(told(device, 'history')).toContainEqual(['component-added', null, 'X', 'unauthorized']);
  expect(told(device, 'conformance')).toEqual([['component-replaced', 'C', 'X', 'unauthorized']]);
});

test('a lying delta explains nothing', () => {
  const delta = handIn(deltaOf('delta', { of: base, added: [dimm('X')], over: { issuer: STRANGER } }), day(2));
  const device = only([...certified, delta, seen('inventory', [dimm('A'), dimm('B'), dimm('X')], day(3))]);
  expect(told(device, 'conformance')).toEqual([['component-added', null, 'X', 'unauthorized']]);
  expect(told(device, 'history')).toEqual([]);
});
