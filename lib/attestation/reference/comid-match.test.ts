import { describe, expect, test } from 'vitest';
import { matchesDigests, matchesEnvironment, matchesMeasurement } from './comid-match.ts';
import type { ComidEnvironment, ComidMeasurement, ComidValues } from './comid-types.ts';
import type { ManifestDigest } from './manifest-digest.ts';

const ENVIRONMENT: ComidEnvironment = { classId: null, vendor: null, model: null, layer: null, index: null, instance: null, group: null };
const VALUES: ComidValues = {
  version: null,
  svn: null,
  digests: [],
  flags: null,
  rawValue: null,
  macAddress: null,
  ipAddress: null,
  serialNumber: null,
  ueid: null,
  uuid: null,
  name: null,
  registers: [],
  unread: [],
};
const measurement = (over: Partial<ComidValues>, key: string | null = null): ComidMeasurement => ({ key, values: { ...VALUES, ...over } });
const matches = (reference: Partial<ComidValues>, evidence: Partial<ComidValues>): boolean =>
  matchesMeasurement(measurement(reference), measurement(evidence));
const digest = (algorithm: ManifestDigest['algorithm'], value: string): ManifestDigest => ({ algorithm, value });
const [A, B] = [digest('sha256', 'aa'), digest('sha384', 'bb')];

test('an environment matches when all that the reference says is said, and the same', () => {
  const reference = { ...ENVIRONMENT, vendor: 'Kirin', layer: 0 };
  expect(matchesEnvironment(reference, { ...reference, model: 'X1' })).toBe(true);
  expect(matchesEnvironment(reference, { ...reference, layer: 1 })).toBe(false);
  expect(matchesEnvironment(reference, { ...reference, vendor: null })).toBe(false);
  expect(matchesEnvironment(ENVIRONMENT, reference)).toBe(true);
});

test('digests need a function in common, and all in common equal', () => {
  expect(matchesDigests([A, B], [A, B])).toBe(true);
  expect(matchesDigests([A], [A, B])).toBe(true);
  expect(matchesDigests([A, B], [B])).toBe(true);
  expect(matchesDigests([A, B], [A, digest('sha384', 'cc')])).toBe(false);
  expect(matchesDigests([A], [B])).toBe(false);
  expect(matchesDigests([], [A])).toBe(false);
  expect(matchesDigests([A, A], [A])).toBe(false);
  expect(matchesDigests([A], [A, A])).toBe(false);
});

describe('a measurement', () => {
  test('of another element matches none, and one of none matches any', () => {
    expect(matchesMeasurement(measurement({}, 'integer:1'), measurement({}, 'integer:1'))).toBe(true);
    expect(matchesMeasurement(measurement({}, 'integer:1'), measurement({}))).toBe(false);
    expect(matchesMeasurement(measurement({}), measurement({}, 'integer:1'))).toBe(true);
  });

  test('matches an exact security version, or everything above a least one', () => {
    const svn = (kind: 'exact' | 'minimum', value: number) => ({ svn: { kind, value } });
    expect(matches(svn('exact', 3), svn('exact', 3))).toBe(true);
    expect(matches(svn('exact', 3), svn('exact', 4))).toBe(false);
    expect(matches(svn('minimum', 3), svn('exact', 3))).toBe(true);
    expect(matches(svn('minimum', 3), svn('exact', 9))).toBe(true);
    expect(matches(svn('minimum', 3), svn('exact', 2))).toBe(false);
    expect(matches(svn('minimum', 3), svn('minimum', 9))).toBe(false);
    expect(matches(svn('minimum', 3), {})).toBe(false);
  });

  test('compares the bits of a mask alone', () => {
    const raw = (value: string, mask: string | null = null) => ({ rawValue: { value, mask } });
    expect(matches(raw('0102', 'ff00'), raw('01ff'))).toBe(true);
    expect(matches(raw('0102', 'ff00'), raw('0202'))).toBe(false);
    expect(matches(raw('0102', 'ff00'), raw('0102', 'ff00'))).toBe(false);
    expect(matches(raw('0102', 'ff00'), raw('010203'))).toBe(false);
    expect(matches(raw('0102'), raw('0102'))).toBe(true);
    expect(matches(raw('0102'), raw('0103'))).toBe(false);
    expect(matches(raw('0102'), {})).toBe(false);
  });

  test('may name fewer registers than there are, and each as digests are', () => {
    const registers = (...names: readonly string[]) => ({ registers: names.map((register) => ({ register, digests: [A, B] })) });
    expect(matches(registers('0'), registers('0', '1'))).toBe(true);
    expect(matches(registers('0', '2'), registers('0', '1'))).toBe(false);
    expect(matches(registers('0'), { registers: [{ register: '0', digests: [A, digest('sha384', 'cc')] }] })).toBe(false);
  });

  test('compares flags, names, serial numbers and versions that the reference tells', () => {
    expect(matches({ flags: { 3: false } }, { flags: { 3: false, 0: true } })).toBe(true);
    expect(matches({ flags: { 3: false } }, { flags: { 0: true } })).toBe(false);
    expect(matches({ flags: { 3: false } }, {})).toBe(false);
    for (const field of ['macAddress', 'ipAddress', 'serialNumber', 'ueid', 'uuid', 'name'] as const) {
      expect(matches({ [field]: 'x' }, { [field]: 'x' })).toBe(true);
      expect(matches({ [field]: 'x' }, { [field]: 'y' })).toBe(false);
      expect(matches({ [field]: 'x' }, {})).toBe(false);
    }
    expect(matches({ version: { version: '1', scheme: null } }, { version: { version: '1', scheme: null } })).toBe(true);
    expect(matches({ version: { version: '1', scheme: null } }, { version: { version: '2', scheme: null } })).toBe(false);
  });

  test('with a code point that is not known matches nothing', () => {
    expect(matches({ unread: ['99'] }, { unread: ['99'] })).toBe(false);
    expect(matches({}, { unread: ['99'] })).toBe(true);
  });
});
