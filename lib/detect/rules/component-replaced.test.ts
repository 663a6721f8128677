import { expect, test } from 'vitest';
import { makeContext, makeDifference, makeUnit } from '#lib/testing/device-states.ts';
import { componentReplaced } from './component-replaced.ts';

const replaced = makeDifference({ kind: 'component-replaced', expected: makeUnit(), observed: makeUnit({ serial: 'SN-0666' }) });

test('fires as high for a swap that nobody signed for', () => {
  expect(componentReplaced.evaluate(makeContext({ differences: [replaced] }))).toMatchObject([{ severity: 'high' }]);
});

test('fires for a swap for which another part was authorized', () => {
  const [sign] = componentReplaced.evaluate(makeContext({ differences: [{ ...replaced, authorization: 'wrong-part' }] }));
  expect(sign?.detail).toContain('another part');
});

test('gives another swap of the same slot another finding', () => {
  const again = { ...replaced, observed: makeUnit({ serial: 'SN-0777' }) };
  const keys = componentReplaced.evaluate(makeContext({ differences: [replaced, again] })).map(({ key }) => key);
  expect(new Set(keys).size).toBe(2);
});

test('stays silent for a swap that somebody signed for', () => {
  expect(componentReplaced.evaluate(makeContext({ differences: [{ ...replaced, authorization: 'authorized-exact' }] }))).toEqual([]);
});

test('is medium where the address alone tells, and each other address is a finding of its own', () => {
  const card = (value: string) => makeUnit({ serial: null, addresses: [{ kind: 'ethernet-mac', value }] });
  const to = (value: string) => ({ ...replaced, expected: card('B4:96:91:00:00:01'), observed: card(value) });
  const signs = componentReplaced.evaluate(makeContext({ differences: [to('B4:96:91:00:00:02'), to('B4:96:91:00:00:03')] }));
  expect(signs.map(({ severity }) => severity)).toEqual(['medium', 'medium']);
  expect(new Set(signs.map(({ key }) => key)).size).toBe(2);
  expect(signs[0]?.detail).toMatch(/address B4:96:91:00:00:01 was replaced by .*address B4:96:91:00:00:02; .*address alone/);
});
