import { expect, test } from 'vitest';
import { catalogueOf } from '#lib/i18n/catalogue.ts';
import type { SubmissionOutcome } from '#lib/store/submission-outcomes.ts';
import type { TrackedSubmission } from '#lib/store/submissions.ts';
import { submissionRow } from './submission-rows.ts';

const submission: TrackedSubmission = {
  id: 's-1',
  sha256: 'ab',
  receivedAt: '2026-06-01T00:00:00.000Z',
  observedAt: null,
  submittedBy: 'ivan',
  device: null,
  role: null,
  mayAttachTo: [],
  fileName: 'base.cer',
  status: 'settled',
  kind: 'platform-certificate',
};
const texts = catalogueOf('en');
const rowOf = (over: Partial<TrackedSubmission>, outcome: Partial<SubmissionOutcome> = {}) =>
  submissionRow(
    { ...submission, ...over },
    { devices: [], hasMoreDevices: false, waiting: [], wasHandedInAgain: false, ...outcome },
    { texts, nameOf: new Map([['d-1', 'Pomelo P-1']]) },
  );

test('what is settled in a device names it, also where a part of the file waits', () => {
  expect(rowOf({}, { devices: ['d-1', 'd-2'], waiting: ['no-serial'] })).toMatchObject({
    name: 'base.cer',
    kind: 'Platform certificate',
    mark: { glyph: 'check', word: 'linked' },
    devices: [
      { id: 'd-1', name: 'Pomelo P-1' },
      { id: 'd-2', name: 'd-2' },
    ],
    told: null,
  });
  expect(rowOf({})).toMatchObject({ mark: { word: 'done' }, devices: [], told: null });
  expect(rowOf({}, { devices: ['d-1'], wasHandedInAgain: true }).told).toBe(texts.submissions.again);
});

test('what waits says why, and what makes it link; what counts for many waits for nobody', () => {
  const waits = rowOf({}, { waiting: ['not-granted', 'no-serial'] });
  expect(waits.mark).toMatchObject({ tone: 'caution', word: 'waits for its device' });
  expect(waits.told).toBe(`Not granted to its submitter. ${texts.unlinked.next['not-granted']}`);
  expect(rowOf({}, { waiting: ['revocation-information'] })).toMatchObject({
    mark: { tone: 'good', word: 'revocation information' },
    told: texts.unlinked.next['revocation-information'],
  });
});

test.each([
  ['received', null, 'being read'],
  ['read', 'inventory', 'being linked'],
  ['unreadable', 'unknown', 'could not be read'],
] as const)('a file that is %s is not called done', (status, kind, word) => {
  const row = rowOf({ status, kind });
  expect(row.mark).toMatchObject({ word });
  expect(row.mark.tone).not.toBe('good');
});

test('a name that would turn the row around is made visible, and an empty one is none', () => {
  expect(rowOf({ fileName: 'a\u202eb' }).name).toBe('a\\u{202E}b');
  expect(rowOf({ fileName: '' }).name).toBeNull();
  expect(rowOf({ kind: 'a kind of a later version' }).kind).toBe('Unknown file');
});
