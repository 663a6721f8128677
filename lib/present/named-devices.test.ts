import { expect, test } from 'vitest';
import { evaluateRules } from '#lib/detect/run.ts';
import { deviceIdOf } from '#lib/device/link/device-ids.ts';
import { makeContext } from '#lib/testing/device-states.ts';
import { namedDevices } from './named-devices.ts';

const [own, other, third] = ['own', 'other', 'third'].map(deviceIdOf);

test('ids of other devices are found in what a finding tells, each once', () => {
  const problems = [
    { kind: 'identity-claimed-twice', because: ['00'], detail: `${other}, ${third} claims ${own}, as does ${other}.` },
  ] as const;
  const [finding] = evaluateRules(makeContext({ problems })).filter(({ rule }) => rule === 'identity-claimed-twice');
  expect(namedDevices({ device: own ?? '', detail: finding?.detail ?? '' })).toEqual([other, third]);
});

test('what only looks like an id is none, and a text full of ids yields five', () => {
  expect(namedDevices({ device: '', detail: `x${other}, ${other}0, D-${'a'.repeat(24)}` })).toEqual([]);
  expect(namedDevices({ device: '', detail: Array.from({ length: 9 }, (_, index) => deviceIdOf(`${index}`)).join(' ') })).toHaveLength(5);
});
