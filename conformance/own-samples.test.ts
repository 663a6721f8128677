import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { OWN_SAMPLES } from './own-samples.ts';
import { outcomeOf } from './sample-outcome.ts';
import { writeSample } from './write-sample.ts';

const SAMPLES = new URL('./samples/', import.meta.url).pathname;
const contentOf = (folder: string): Record<string, string> =>
  Object.fromEntries(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .map((path) => [path.slice(folder.length), readFileSync(path, 'base64')]),
  );

test('the folders are exactly those that the maker makes', () => {
  expect(readdirSync(SAMPLES).toSorted()).toEqual([...OWN_SAMPLES.keys()].toSorted());
});

describe.each([...OWN_SAMPLES.values()])('$name', (sample) => {
  const committed = join(SAMPLES, sample.name);

  test('is made again to the byte', () => {
    const folder = mkdtempSync(join(tmpdir(), 'assay-sample-'));
    try {
      writeSample(folder, sample);
      const { '/expected.json': _, ...files } = contentOf(committed);
      expect(contentOf(folder)).toEqual(files);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  test('ends as expected.json says', async () => {
    const expected: unknown = JSON.parse(readFileSync(join(committed, 'expected.json'), 'utf8'));
    expect(await outcomeOf(committed)).toEqual(expected);
  });
});
