import { expect, test } from 'vitest';
import { briefTime } from './brief-time.ts';

test('a fraction of zero is left out, and another one stays', () => {
  expect(briefTime('2026-06-01T00:00:00.000Z')).toBe('2026-06-01T00:00:00Z');
  expect(briefTime('2026-06-01T00:00:00Z')).toBe('2026-06-01T00:00:00Z');
  expect(briefTime('2026-06-01T00:00:00.010Z')).toBe('2026-06-01T00:00:00.010Z');
});
