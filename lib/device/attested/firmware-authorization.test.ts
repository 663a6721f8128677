import { expect, test } from 'vitest';
import { artifactId, makeDifference, makeFirmware } from '#lib/testing/device-states.ts';
import { makeFirmwareSource, makeMeasuredFirmware } from '#lib/testing/measured-firmware.ts';
import type { Difference } from '../types.ts';
import { firmwareAuthorizer } from './firmware-authorization.ts';
import type { FirmwareSource, MeasuredFirmware } from './firmware-types.ts';

const update = makeDifference({
  kind: 'firmware-changed',
  expected: makeFirmware({ revision: '2.3.0' }),
  observed: makeFirmware({ revision: '2.4.0' }),
});

function outcomeOf(
  difference: Difference,
  source: Partial<FirmwareSource> = {},
  over: Partial<MeasuredFirmware> = {},
): Difference['authorization'] {
  const firmware = makeMeasuredFirmware({ sources: [makeFirmwareSource('manifest', source)], ...over });
  return firmwareAuthorizer(firmware)(difference).authorization;
}

test('an update of which a manifest counts, and which the last start measured, is authorized by it', () => {
  const firmware = makeMeasuredFirmware();
  expect(firmwareAuthorizer(firmware)(update)).toMatchObject({
    authorization: 'authorized-by-reference-value',
    because: [artifactId('inventory'), artifactId('manifest'), artifactId('event log')],
  });
  expect(outcomeOf(update, { firmwareManufacturer: 'POMELO' })).toBe('authorized-by-reference-value');
});

test('what was seen before the manifest came in is signed for only afterwards', () => {
  expect(outcomeOf(update, { since: '2026-05-01T00:00:00Z' })).toBe('authorized-by-reference-value');
  expect(outcomeOf(update, { since: '2026-05-02T00:00:00Z' })).toBe('retrospective');
});

test.each<[string, Partial<FirmwareSource>, Partial<MeasuredFirmware>]>([
  ['a manifest of another version', { firmwareVersion: '2.5.0' }, {}],
  ['a manifest of another maker', { firmwareManufacturer: 'Other' }, {}],
  ['a manifest that names no maker', { firmwareManufacturer: null }, {}],
  ['a manifest that is not trusted', { standing: 'not-trusted' }, {}],
  ['a manifest that a newer one replaced', { standing: 'superseded' }, {}],
  ['a boot that was learned', { by: 'learned' }, {}],
  ['a manifest whose firmware the last start did not measure', {}, { running: [] }],
  ['a start that measured something else', {}, { counts: { referenced: 11, outdated: 0, 'not-referenced': 0, mismatch: 1, ignored: 0 } }],
  ['a start of older firmware', {}, { counts: { referenced: 12, outdated: 1, 'not-referenced': 0, mismatch: 0, ignored: 0 } }],
  ['a start of which nothing is referenced', {}, { counts: { referenced: 0, outdated: 0, 'not-referenced': 12, mismatch: 0, ignored: 0 } }],
])('%s authorizes nothing', (_, source, over) => {
  expect(outcomeOf(update, source, over)).toBe('unauthorized');
});

test('neither a step back, nor a version without an order, nor another part is authorized so', () => {
  expect(outcomeOf({ ...update, expected: makeFirmware({ revision: '2.5.0' }) })).toBe('unauthorized');
  expect(outcomeOf({ ...update, expected: makeFirmware({ revision: 'B7' }) })).toBe('unauthorized');
  expect(outcomeOf({ ...update, kind: 'revision-changed' })).toBe('unauthorized');
  expect(outcomeOf({ ...update, observed: makeFirmware({ revision: '2.4.0', category: 'storage' }) })).toBe('unauthorized');
});

test('what is authorized otherwise stays so, and without a comparison nothing changes', () => {
  expect(outcomeOf({ ...update, authorization: 'authorized-by-delta' })).toBe('authorized-by-delta');
  expect(firmwareAuthorizer(null)(update)).toBe(update);
});
