import { expect, test } from 'vitest';
import { differenceView } from '#lib/present/difference-view.ts';
import { makeDevice, makeObservation, makeUnit } from '#lib/testing/device-states.ts';
import { compareMoments, withoutJudgement } from './compare-moments.ts';

const deviceWith = (serials: readonly string[]) => {
  const observed = makeObservation({ units: serials.map((serial) => makeUnit({ serial })) });
  return makeDevice({ observed, observations: [observed] });
};
const viewOf = (before: readonly string[], after: readonly string[]) =>
  differenceView({ locale: 'en', device: compareMoments(deviceWith(before), deviceWith(after)), scope: 'history', all: false });

test('a module that was swapped between two days stands out as replaced', () => {
  const rows = viewOf(['SN-1', 'SN-2'], ['SN-1', 'SN-9']).groups.flatMap((group) => group.rows);
  expect(rows.map(({ kind }) => kind)).toEqual(['component-replaced']);
});

test('equal days show no row and count the equal ones', () => {
  expect(viewOf(['SN-1', 'SN-2'], ['SN-2', 'SN-1'])).toMatchObject({ hiddenEqual: 2, unexplained: 0 });
});

test('without a judgement nothing is called unexplained, and the difference stays', () => {
  const judged = viewOf(['SN-1'], ['SN-9']);
  expect(judged.unexplained).toBe(1);
  const calm = withoutJudgement(judged);
  expect(calm.unexplained).toBe(0);
  expect(calm.groups.flatMap((group) => group.rows)).toMatchObject([{ kind: 'component-replaced', isUnexplained: false, tone: 'notice' }]);
});

test('a day without an observation is an empty state', () => {
  const never = makeDevice({ observed: null, observations: [] });
  const rows = compareMoments(never, deviceWith(['SN-1'])).differences;
  expect(rows.map(({ kind }) => kind)).toEqual(['component-added']);
});
