import { expect, test } from 'vitest';
import { artifactId } from '#lib/testing/device-states.ts';
import { makeDoubtedRecord, makeFirmwareSource, makeMeasuredFirmware } from '#lib/testing/measured-firmware.ts';
import { referenceView } from './reference-view.ts';

test('sources and doubted records are told in words, and text of files is made visible', () => {
  const counts = { referenced: 11, outdated: 0, 'not-referenced': 0, mismatch: 1, ignored: 0 };
  const records = [makeDoubtedRecord({ says: 'evil\u202e', instead: ['good'] })];
  const { summary, sources, records: told, further } = referenceView('en', makeMeasuredFirmware({ counts, records, furtherRecords: 2 }));
  expect(summary).toMatch(/^Of the records of the last start, 11 are in the reference values .* 1 are in none/);
  expect(sources).toMatchObject([{ sha256: artifactId('manifest'), standing: 'counts', glyph: 'check', signer: 'CN=Pomelo', values: 12 }]);
  expect(told).toMatchObject([{ register: 'PCR 1', outcome: 'in no reference value', instead: ['good'] }]);
  expect(told[0]?.says).not.toContain('\u202e');
  expect(further).toBe('and 2 more records');
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
