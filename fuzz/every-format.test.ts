import { expect, test } from 'vitest';
import type { Format } from '#lib/artifact/format.ts';
import { FORMATS } from '#lib/artifact/formats.ts';
import { RECOGNIZED } from '#lib/artifact/recognized.ts';
import { drawFrom, pick } from './draw.ts';
import { mutate } from './mutate.ts';
import { examine } from './properties.ts';
import { allSeeds, formatOf, seedsOf } from './seeds.ts';

const MUTATIONS = 10_000;
const THOROUGH_EVERY = 50;
/** Processor time for one file: far above what any takes, far below what a quadratic one would. */
const MAX_MS = 2000;
const seeds = allSeeds();

function examineMutation(own: readonly Uint8Array[], seed: number): void {
  const draw = drawFrom(seed);
  const { bytes, how } = mutate(pick(own, draw), { donor: pick(own, draw), draw });
  const before = process.cpuUsage();
  try {
    examine(bytes, { thorough: seed % THOROUGH_EVERY === 0, draw });
  } catch (error) {
    throw new Error(`seed ${seed}:${how} ${Buffer.from(bytes.subarray(0, 200)).toString('base64')}`, { cause: error });
  }
  const { user, system } = process.cpuUsage(before);
  if ((user + system) / 1000 > MAX_MS) throw new Error(`seed ${seed}:${how} took ${(user + system) / 1000} ms for ${bytes.length} octets`);
}

test.each(FORMATS.map((format): [string, Format] => [format.name, format]))(
  `%s: ${MUTATIONS} changed files are read, or refused in words, and break no law`,
  { timeout: 300_000 },
  (_, format) => {
    const own = seedsOf(format, seeds);
    for (let seed = 0; seed < MUTATIONS; seed += 1) examineMutation(own, seed);
  },
);

test('every format has a sample to begin with, so that a new one brings its own', () => {
  const without = FORMATS.filter((format) => !seeds.some((bytes) => formatOf(bytes) === format)).filter(
    (format) => !RECOGNIZED.includes(format),
  );
  expect(without.map(({ name }) => name)).toEqual([]);
});
