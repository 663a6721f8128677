import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

test('the newest version that docs/formats.md names is the one that the program calls itself', () => {
  const rows = readFileSync('docs/formats.md', 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('| '));
  // "Since" stands before the sample, which is the last cell.
  const minors = rows.flatMap(
    (line) =>
      line
        .match(/\| 0\.(\d+) \|[^|]*\|$/)
        ?.slice(1)
        .map(Number) ?? [],
  );
  const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
  expect(minors.length).toBeGreaterThan(20);
  expect(version).toMatch(new RegExp(`^0\\.${Math.max(...minors)}\\.`));
});
