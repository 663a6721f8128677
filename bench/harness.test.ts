import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { type Comparison, compare, type Figure, figureLine, machine, median } from './harness.ts';

const FIGURE: Figure = {
  name: 'example',
  ours: 'ours',
  yardstick: 'yardstick',
  direction: 'at-least',
  target: 0.5,
  rounds: 3,
  perRound: 20,
  unit: 'ms',
  oursMedian: 40,
  yardstickMedian: 10,
  ratio: 0.25,
  processorRatio: null,
  met: false,
};

function comparison(fields: Partial<Comparison>): Comparison {
  const { name, ours, yardstick, direction, target, rounds, perRound } = FIGURE;
  return { name, ours, yardstick, direction, target, rounds, perRound, runOurs: () => pause(1), runYardstick: () => pause(1), ...fields };
}

const slow = () => pause(40);
const fast = () => pause(4);

test('the median is the value in the middle, whatever the order, and one outlier does not move it', () => {
  expect(median([9, 1, 5])).toBe(5);
  expect(median([5, 1, 9000, 4, 6])).toBe(5);
  expect(median([])).toBeNaN();
});

test('at least: a slower way of ours gives a ratio below one', async () => {
  const figure = await compare(comparison({ direction: 'at-least', target: 0.5, runOurs: slow, runYardstick: fast }));
  expect(figure.ratio).toBeLessThan(0.5);
  expect(figure.met).toBe(false);
});

test('at least: a faster way of ours gives a ratio above one', async () => {
  const figure = await compare(comparison({ direction: 'at-least', target: 0.5, runOurs: fast, runYardstick: slow }));
  expect(figure.ratio).toBeGreaterThan(1);
  expect(figure.met).toBe(true);
});

test('at most: a slower way of ours gives a ratio above one, which misses a target below it', async () => {
  const figure = await compare(comparison({ direction: 'at-most', target: 2, runOurs: slow, runYardstick: fast }));
  expect(figure.ratio).toBeGreaterThan(2);
  expect(figure.met).toBe(false);
  expect((await compare(comparison({ direction: 'at-most', target: 2, runOurs: fast, runYardstick: slow }))).met).toBe(true);
});

test('without a target nothing is met and nothing falls short', async () => {
  const figure = await compare(comparison({ target: null }));
  expect(figure.met).toBeNull();
  expect(figureLine(figure)).toContain('no target');
  expect(figureLine(figure)).not.toContain('FALLS SHORT');
});

test('rounds take turns after one warm-up, and each begins with its preparation', async () => {
  const said: string[] = [];
  const say = (word: string) => async () => void said.push(word);
  await compare(comparison({ rounds: 2, prepare: say('prepare'), runOurs: say('ours'), runYardstick: say('yardstick') }));
  expect(said).toEqual(Array.from({ length: 3 }, () => ['prepare', 'yardstick', 'ours']).flat());
});

test('preparation is not part of the time', async () => {
  const figure = await compare(comparison({ prepare: () => pause(60), runOurs: fast, runYardstick: fast }));
  expect(figure.oursMedian).toBeLessThan(40);
});

test('an error of one side is an error of the comparison', async () => {
  const failing = comparison({ runOurs: () => Promise.reject(new Error('broken')) });
  await expect(compare(failing)).rejects.toThrow('broken');
});

test('the line says the ratio, the target and the times, and FALLS SHORT only where it does', () => {
  expect(figureLine(FIGURE)).toBe('example: 0.25 (at least 0.5; FALLS SHORT); 40.0 ms against 10.0 ms for 20, median of 3');
  expect(figureLine({ ...FIGURE, ratio: 0.6, met: true })).toBe(
    'example: 0.60 (at least 0.5); 40.0 ms against 10.0 ms for 20, median of 3',
  );
  expect(figureLine({ ...FIGURE, direction: 'at-most', target: 10, ratio: 12 })).toContain('(at most 10; FALLS SHORT)');
});

test('where all work is done on one thread, processor time is compared too, and waiting does not count', async () => {
  const busy = async () => {
    const until = performance.now() + 20;
    while (performance.now() < until);
  };
  const figure = await compare(comparison({ onOneThread: true, runOurs: slow, runYardstick: busy }));
  expect(figure.ratio).toBeLessThan(1);
  expect(figure.processorRatio).toBeGreaterThan(1);
  expect((await compare(comparison({}))).processorRatio).toBeNull();
  expect(figureLine({ ...FIGURE, processorRatio: 0.3 })).toMatch(/median of 3, by processor time 0\.30$/);
  const spent = { processorRatio: 0.3, processorMs: { ours: 3, yardstick: 10 } };
  expect(figureLine({ ...FIGURE, ...spent })).toMatch(/by processor time 0\.30 \(3\.0 ms against 10\.0 ms\)$/);
});

test('the machine is named with its processors and the version of Node', () => {
  expect(machine()).toMatch(/^\d+ × .+, Node \d+\./);
});
