import { expect, test } from 'vitest';
import type { BomVersionProblem } from '#lib/device/types.ts';
import { artifactId, makeContext } from '#lib/testing/device-states.ts';
import { bomVersionContradicts } from './bom-version-contradicts.ts';

const OBSERVED = artifactId('inventory');
const OTHER = artifactId('bom');

const problem = (over: Partial<BomVersionProblem>): BomVersionProblem => ({
  kind: 'bom-version-contradicts',
  what: 'went-back',
  serialNumber: 'urn:uuid:3e671687-395b-41f5-a30f-a58921a69b79',
  versions: [3, 2],
  because: [OTHER, OBSERVED],
  suspects: [OBSERVED],
  ...over,
});
const signsOf = (...problems: readonly BomVersionProblem[]) => bomVersionContradicts.evaluate(makeContext({ problems }));

test('fires as medium when the observed state is the BOM that went back', () => {
  expect(signsOf(problem({}))).toMatchObject([
    { severity: 'medium', because: [OTHER, OBSERVED], observed: 'version 2 was received after version 3' },
  ]);
  expect(signsOf(problem({}))[0]?.weighs).toBeUndefined();
});

test('fires as medium when the observed state shares its version with other contents', () => {
  const signs = signsOf(problem({ what: 'other-content', versions: [2], suspects: [OTHER, OBSERVED] }));
  expect(signs).toMatchObject([{ severity: 'medium', observed: 'version 2 was handed in with several contents' }]);
});

test('fires as low, without weight, when something else is the observed state', () => {
  expect(signsOf(problem({ suspects: [OTHER] }))).toMatchObject([{ severity: 'low', weighs: 'none' }]);
});

test('fires as information where the order is unknown', () => {
  expect(signsOf(problem({ what: 'order-unknown', versions: [2, 3], suspects: [] }))).toMatchObject([{ severity: 'info', weighs: 'none' }]);
});

test('stays silent for versions that rise', () => {
  expect(signsOf()).toEqual([]);
});
