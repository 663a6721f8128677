import { expect, test } from 'vitest';
import { artifactId } from '#lib/testing/device-states.ts';
import { makeDoubtedRecord, makeFirmwareSource, makeMeasuredFirmware } from '#lib/testing/measured-firmware.ts';
import { referenceView } from './reference-view.ts';

test('sources and doubted records are told in words, and text of files is made visible', () => {
  const counts = { referenced: 11, outdated: 0, 'not-referenced': 0, mismatch: 1, ignored: 0 };
  const records = [makeDoubtedRecord({ says: 'evil\u202e', instead: ['good'] })];
  const { summary, sources, records: told, further } = referenceView('en', makeMeasuredFirmware({ counts, records, furtherRecords: 2 }));
  expect(summary).toBe(
    'Of the records of the last start, 11 are in the reference values and 1 is in none although there are some for its register.',
  );
  expect(sources).toMatchObject([{ sha256: artifactId('manifest'), standing: 'counts', glyph: 'check', signer: 'CN=Pomelo', values: 12 }]);
  expect(told).toMatchObject([{ register: 'PCR 1', outcome: 'in no reference value', instead: ['good'] }]);
  expect(told[0]?.says).not.toContain('\u202e');
  expect(further).toBe('and 2 more records');
});

test.each([
  [{}, 'All 12 records of the last start are in the reference values.'],
  [{ outdated: 2 }, 'All 12 records of the last start are in the reference values (2 by older firmware alone).'],
  [{ referenced: 1 }, 'The only record of the last start is in the reference values.'],
  [
    { outdated: 3, mismatch: 2, 'not-referenced': 4, ignored: 5 },
    'Of the records of the last start, 12 are in the reference values (3 by older firmware alone), 2 are in none although there are some for their register, of 4 no source tells, and of 5 reference values can not tell.',
  ],
  [
    { referenced: 0, ignored: 5 },
    'Of the records of the last start, 0 are in the reference values and of 5 reference values can not tell.',
  ],
])('of the records %j the sentence tells only what there is', (over, sentence) => {
  const counts = { referenced: 12, outdated: 0, 'not-referenced': 0, mismatch: 0, ignored: 0, ...over };
  expect(referenceView('en', makeMeasuredFirmware({ counts })).summary).toBe(sentence);
});

test('without a source that gives values, it says so, and why', () => {
  const sources = [makeFirmwareSource('manifest', { standing: 'not-trusted', values: 0, signer: null, detail: 'no trust anchor at hand' })];
  const view = referenceView('en', makeMeasuredFirmware({ sources }));
  expect(view).toMatchObject({
    summary: 'The last start is compared with no reference value.',
    sources: [{ standing: 'not trusted', glyph: 'question', signer: 'nobody', detail: 'no trust anchor at hand' }],
    further: null,
  });
});
