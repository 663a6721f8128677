import fc from 'fast-check';
import { expect, test } from 'vitest';
import { segmentsOf } from './segments.ts';

test('segments lose nothing of either side', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (old, now) => {
      const segments = segmentsOf(old, now);
      expect(segments.old.map(({ text }) => text).join('')).toBe(old);
      expect(segments.now.map(({ text }) => text).join('')).toBe(now);
    }),
  );
});
