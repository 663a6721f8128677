import { expect, test } from 'vitest';
import { makeContext, makeDocument, makeInventory } from '#lib/testing/device-states.ts';
import { malformedField } from './malformed-field.ts';

const document = makeInventory();

test('fires as information for what was read with a warning', () => {
  const read = { warnings: [{ code: 'odd-mac-address', detail: 'COMPONENTS[1] has an odd address' }] };
  const documents = [makeDocument({ label: 'inventory', document, read })];
  expect(malformedField.evaluate(makeContext({ documents }))).toMatchObject([
    { severity: 'info', observed: 'COMPONENTS[1] has an odd address' },
  ]);
});

test('fires as low for a file of the device that could not be read', () => {
  const read = { error: { code: 'truncated', message: 'the file ends at octet 12' } } as const;
  expect(malformedField.evaluate(makeContext({ documents: [makeDocument({ label: 'x', document, read })] }))).toMatchObject([
    { severity: 'low' },
  ]);
});

test('fires once for many warnings and counts those that it does not tell', () => {
  const warnings = Array.from({ length: 7 }, (_, index) => ({ code: 'odd', detail: `field ${index}` }));
  const signs = malformedField.evaluate(makeContext({ documents: [makeDocument({ label: 'x', document, read: { warnings } })] }));
  expect(signs).toHaveLength(1);
  expect(signs[0]?.observed).toContain('and 2 more');
});

test('stays silent for documents without warnings', () => {
  expect(malformedField.evaluate(makeContext())).toEqual([]);
});
