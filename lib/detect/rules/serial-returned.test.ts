import { expect, test } from 'vitest';
import { artifactId, makeContext, makeUnit } from '#lib/testing/device-states.ts';
import { serialReturned } from './serial-returned.ts';

test('fires for a unit that is back after an observation without it', () => {
  const problems = [{ kind: 'serial-returned', because: [artifactId('inventory')], unit: makeUnit() }] as const;
  expect(serialReturned.evaluate(makeContext({ problems }))).toMatchObject([{ severity: 'medium', because: [artifactId('inventory')] }]);
});

test('stays silent for a unit that never left', () => {
  expect(serialReturned.evaluate(makeContext())).toEqual([]);
});
