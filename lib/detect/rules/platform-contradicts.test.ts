import { expect, test } from 'vitest';
import { makeBase, makeContext, makeDocument, makeInventory } from '#lib/testing/device-states.ts';
import { platformContradicts } from './platform-contradicts.ts';

const platform = { manufacturer: 'Pomelo', model: 'Rack 2', version: 'A', serial: 'P-100' };
const linked = (serial: string, ground: 'statement' | 'platform-serial' = 'statement') =>
  makeDocument({ label: serial, document: makeInventory({ platform: { ...platform, serial } }), over: { ground, trusted: false } });
const base = makeBase({}, { platform: { ...platform, manufacturerId: null } });

test('fires for a report of another serial that was linked by hand', () => {
  const [sign] = platformContradicts.evaluate(makeContext({ documents: [base, linked('P-999')] }));
  expect(sign).toMatchObject({ severity: 'medium', because: [linked('P-999').sha256] });
});

test('stays silent for a report of this platform, and for one that names none', () => {
  const documents = [base, linked('P-100'), linked('Not Specified')];
  expect(platformContradicts.evaluate(makeContext({ documents }))).toEqual([]);
});

test('stays silent where nobody linked by hand', () => {
  expect(platformContradicts.evaluate(makeContext({ documents: [base, linked('P-999', 'platform-serial')] }))).toEqual([]);
});
