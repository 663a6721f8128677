import { expect, test } from 'vitest';
import { catalogueOf } from '#lib/i18n/catalogue.ts';
import type { ListedEnrolment } from '#lib/ingest/list-enrolments.ts';
import { enrolmentRows } from './enrolment-rows.ts';

const keys = { endorsementKey: '', endorsementCertificate: null, attestationKey: '' };
const head = { author: 'agent', at: '2026-05-01T00:00:00Z', reason: '' };
const statement = { ...head, ...keys, id: 's', kind: 'attestation-key', method: 'certificate' } as const;
const device = { id: 'd', manufacturer: 'Kirin', model: null, serial: 'K\u202e7' };

const rowOf = (over: Partial<ListedEnrolment> = {}) =>
  enrolmentRows([{ statement, name: '000b', device, withdrawal: null, answeredAt: null, ...over }], catalogueOf('en'))[0];

test('a key that stands tells its device, without characters that turn text around, and how it was bound', () => {
  expect(rowOf()).toMatchObject({ mark: { word: 'in force' }, withdrawn: null, how: expect.stringContaining('A certificate of the key') });
  expect(rowOf()?.device?.text).not.toContain('\u202e');
  expect(rowOf({ device: null })?.device).toBeNull();
});

test('each key tells when it answered last, or that no answer has proven it yet', () => {
  expect(rowOf()?.answered).toBe('no answer that proves it yet');
  expect(rowOf({ answeredAt: '2026-05-03T00:00:00.000Z' })?.answered).toMatch(/^last answered 2026-05-03/);
});

test('one that was withdrawn tells by whom and why', () => {
  const row = rowOf({ withdrawal: { author: 'olga', at: '2026-05-02T00:00:00Z', reason: 'the board was replaced' } });
  expect([row?.mark.word, row?.withdrawn]).toEqual(['withdrawn', expect.stringMatching(/by olga: the board was replaced$/)]);
});
