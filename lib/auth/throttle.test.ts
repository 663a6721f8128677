import { expect, test } from 'vitest';
import { makeThrottle } from './throttle.ts';

test('a key waits after as many events as the limit says, and then gets one more for each part of the window', () => {
  const throttle = makeThrottle({ events: 3, windowMs: 60_000 });
  for (const at of [0, 1000, 2000]) {
    expect(throttle.waitSeconds('ada', at)).toBe(0);
    throttle.record('ada', at);
  }
  expect(throttle.waitSeconds('ada', 3000)).toBe(17);
  expect(throttle.waitSeconds('bob', 3000)).toBe(0);
  expect(throttle.waitSeconds('ada', 20_000)).toBe(0);
  throttle.record('ada', 20_000);
  expect(throttle.waitSeconds('ada', 20_001)).toBe(20);
  expect(throttle.waitSeconds('ada', 100_000)).toBe(0);
});

test('success clears the record', () => {
  const throttle = makeThrottle({ events: 1, windowMs: 60_000 });
  throttle.record('ada', 0);
  expect(throttle.waitSeconds('ada', 1)).toBe(60);
  throttle.forget('ada');
  expect(throttle.waitSeconds('ada', 1)).toBe(0);
});

test('strangers can not fill the memory', () => {
  const throttle = makeThrottle({ events: 1, windowMs: 60_000, maxKeys: 10 });
  for (let index = 0; index < 11; index += 1) throttle.record(`key ${index}`, 0);
  expect(throttle.waitSeconds('key 0', 1)).toBe(0);
  expect(throttle.waitSeconds('key 10', 1)).toBe(60);
});
