import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { remember } from './remember.ts';

test('a text is computed once, also when the answer is false', () => {
  const asked: string[] = [];
  const isLong = remember((text) => {
    asked.push(text);
    return text.length > 3;
  });
  expect([isLong('a'), isLong('a'), isLong('abcd'), isLong('abcd')]).toEqual([false, false, true, true]);
  expect(asked).toEqual(['a', 'abcd']);
});

test('long texts are not kept, and neither are more than a bounded number', () => {
  let asked = 0;
  const count = remember((text) => {
    asked += 1;
    return text.length;
  });
  const long = 'x'.repeat(129);
  count(long);
  count(long);
  expect(asked).toBe(2);
  for (let number = 0; number <= 20_000; number += 1) count(String(number));
  count('0');
  expect(asked).toBe(2 + 20_001 + 1);
});

test('a text that was cut out of a large file keeps nothing of the file', () => {
  setFlagsFromString('--expose-gc');
  const collect: () => void = runInNewContext('gc');
  const first = remember((text) => text.trim());
  const used = (): number => {
    collect();
    return process.memoryUsage().heapUsed;
  };
  const before = used();
  for (let file = 0; file < 1000; file += 1)
    first(
      Buffer.alloc(64 * 1024, `file ${file} `)
        .toString('latin1')
        .slice(100, 200),
    );
  expect(used() - before).toBeLessThan(8 * 1024 * 1024);
});
