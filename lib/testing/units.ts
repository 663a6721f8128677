import fc from 'fast-check';
import type { Category, Unit } from '#lib/component/types.ts';

/** A unit with the fields that a test cares for; everything else is not said. */
export function makeUnit(fields: Partial<Unit> = {}): Unit {
  return {
    class: null,
    manufacturer: 'Acme',
    model: 'M1',
    serial: null,
    revision: null,
    manufacturerId: null,
    fieldReplaceable: null,
    addresses: [],
    status: null,
    category: 'memory',
    slot: null,
    hashes: {},
    ...fields,
  };
}

const categories: readonly Category[] = ['memory', 'storage', 'network', 'firmware', 'software', 'other'];
const orNull = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(value, { nil: null, freq: 2 });

/** Units out of few values, so that equal and nearly equal ones are common. */
export const anyUnit: fc.Arbitrary<Unit> = fc
  .record({
    manufacturer: fc.constantFrom('Acme', 'ACME ', 'Other', 'Not Specified', ''),
    model: fc.constantFrom('M1', 'm1', 'M2', 'Not Specified'),
    serial: orNull(fc.constantFrom('S1', 's1', 'S2', 'S3', 'Unknown', '00000000')),
    revision: orNull(fc.constantFrom('1', '2')),
    category: fc.constantFrom(...categories),
    slot: orNull(fc.constantFrom('A1', 'A2')),
    address: orNull(fc.constantFrom('02:00:00:00:00:01', '020000000001', '02:00:00:00:00:02')),
    hash: orNull(fc.constantFrom('aa', 'bb')),
    fieldReplaceable: orNull(fc.boolean()),
  })
  .map(({ address, hash, ...unit }) =>
    makeUnit({
      ...unit,
      addresses: address === null ? [] : [{ kind: 'ethernet-mac', value: address }],
      hashes: hash === null ? {} : { 'SHA-256': hash },
    }),
  );

export const unitList: fc.Arbitrary<readonly Unit[]> = fc.array(anyUnit, { maxLength: 12 });
