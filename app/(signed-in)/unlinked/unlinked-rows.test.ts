import { expect, test } from 'vitest';
import { catalogueOf } from '#lib/i18n/catalogue.ts';
import { reasonQuery, unlinkedRow } from './unlinked-rows.ts';

const texts = catalogueOf('en');
const waiting = {
  submissionId: 's',
  documentId: 'd',
  sha256: 'ab'.repeat(32),
  reason: 'unreadable',
  detail: "It is kept as received, and can't be read: it ends early.",
  receivedAt: '2026-04-01T00:00:00.000Z',
  submittedBy: 'olga',
  fileName: null,
  kind: null,
};

test('a file that breaks is told where to look', () => {
  const broken = unlinkedRow(waiting, { code: 'truncated', message: 'it ends early' }, texts);
  expect(broken).toMatchObject({ reason: 'can’t be read', detail: waiting.detail, next: texts.unlinked.next.unreadable });
  expect(unlinkedRow(waiting, null, texts)).toMatchObject({ next: texts.unlinked.next.unreadable });
});

test('a sound file of another kind is told as what it is, and that it is kept', () => {
  const message = 'a valid attribute certificate with the attributes 2.5.4.72, and none of those that make a TCG platform certificate';
  expect(unlinkedRow(waiting, { code: 'not-a-platform-certificate', message }, texts)).toMatchObject({
    reason: 'of another kind',
    detail: `It is ${message}. It is kept as received.`,
    canBeLinked: false,
  });
  const key = { code: 'public-key-alone', message: 'a public key alone, in no certificate' } as const;
  expect(unlinkedRow(waiting, key, texts).next).toMatch(/Hand in the certificate that it belongs to/);
  const picture = {
    code: 'unknown-format',
    message: 'the file begins with the bytes 89 50; Assay knows no format that begins so',
  } as const;
  expect(unlinkedRow(waiting, picture, texts).next).toBe(texts.unlinked.otherKind['unknown-format'].fix);
});

test('what can’t be read and what is of another kind are two choices of the filter, and one reason of the store', () => {
  expect(reasonQuery('')).toEqual({});
  expect(reasonQuery('no-serial')).toEqual({ reason: 'no-serial' });
  const codes = ['not-a-platform-certificate', 'public-key-alone', 'unknown-format'];
  expect(reasonQuery('other-kind')).toEqual({ reason: 'unreadable', refusal: { codes, is: 'among' } });
  expect(reasonQuery('unreadable')).toEqual({ reason: 'unreadable', refusal: { codes, is: 'not-among' } });
});
