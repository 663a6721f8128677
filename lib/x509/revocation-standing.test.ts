import { expect, test } from 'vitest';
import { makeRevocationList } from '#lib/testing/revocations.ts';
import { parseCertificateList } from './certificate-list.ts';
import { ask, issuing, kinds, LISTED, list, listOf, NEXT, rootList } from './testing/asked-revocation.ts';

test('a list past its next update is out of date, and does not pass', () => {
  const check = ask([list(), rootList()], { now: '2026-03-02T00:00:00Z' });
  expect(check).toMatchObject({ status: 'unknown', code: 'outdated' });
  expect(check.detail).toContain(`which was in date until ${NEXT} only`);
  expect(check.changesAt).toBeUndefined();
});

test('a list without a next update counts for ten days', () => {
  const { nextUpdate: _, ...undated } = { authority: issuing, thisUpdate: LISTED, nextUpdate: NEXT };
  const lists = [parseCertificateList(makeRevocationList(undated)), rootList()];
  expect(ask(lists, { now: '2026-02-11T00:00:00Z' }).status).toBe('pass');
  expect(ask(lists, { now: '2026-02-11T00:00:01Z' })).toMatchObject({ status: 'unknown', code: 'outdated' });
});

test('a list of a time after the instant asked about proves nothing yet, and tells when it will', () => {
  const check = ask([list(), rootList()], { now: '2026-01-20T00:00:00Z' });
  expect(check).toMatchObject({ status: 'unknown', code: 'not-checked', changesAt: LISTED });
});

test.each(['keyCompromise', 'cACompromise', 'aACompromise', 'unspecified', 'privilegeWithdrawn'] as const)(
  '%s takes away what is not proven older than the invalidity date',
  (reason) => {
    const entry = { revokedAt: '2026-01-20T00:00:00Z', reason, invalidSince: '2026-01-05T00:00:00Z' };
    expect(ask([listOf(entry)])).toMatchObject({ status: 'fail', code: 'revoked' });
    expect(kinds(ask([listOf(entry)], { provenAt: '2026-01-04T23:59:59Z' }))).toEqual(['revoked-later', 'not-checked']);
    expect(ask([listOf(entry)], { provenAt: '2026-01-05T00:00:00Z' }).status).toBe('fail');
  },
);

test('without an invalidity date the date of revocation decides, and one after it gives no more time', () => {
  const revokedAt = '2026-01-05T00:00:00Z';
  for (const invalidSince of [undefined, '2026-02-01T00:00:00Z']) {
    const entry = { revokedAt, reason: 'keyCompromise', ...(invalidSince === undefined ? {} : { invalidSince }) } as const;
    expect(ask([listOf(entry)]).status).toBe('fail');
    expect(kinds(ask([listOf(entry)], { provenAt: '2026-01-04T00:00:00Z' }))[0]).toBe('revoked-later');
  }
});

test.each(['superseded', 'cessationOfOperation', 'affiliationChanged'] as const)('%s affects only what came after it', (reason) => {
  const entry = { revokedAt: '2026-01-20T00:00:00Z', reason, invalidSince: '2026-01-01T00:00:00Z' };
  const check = ask([listOf(entry), rootList()]);
  expect(check).toMatchObject({ status: 'pass', code: 'revoked-later' });
  expect(check.detail).toContain('still counts');
  expect(ask([listOf(entry), rootList()], { provenAt: '2026-01-21T00:00:00Z' })).toMatchObject({ status: 'fail', code: 'revoked' });
});

test('a revocation counts from its own date on, whenever the list was made', () => {
  const check = ask([listOf({ revokedAt: '2026-01-20T00:00:00Z', reason: 'keyCompromise' })], {
    provenAt: '2026-01-21T00:00:00Z',
    now: '2026-01-22T00:00:00Z',
  });
  expect(check.status).toBe('fail');
  expect(ask([listOf({ revokedAt: '2026-01-20T00:00:00Z' })], { now: '2026-01-19T00:00:00Z' })).toMatchObject({
    status: 'unknown',
    changesAt: '2026-01-20T00:00:00Z',
  });
});

test('a revocation stays, whatever later lists leave out', () => {
  const later = list({ thisUpdate: '2026-02-10T00:00:00Z', number: 2 });
  expect(ask([later, listOf({ revokedAt: '2026-01-05T00:00:00Z' })]).status).toBe('fail');
});

test('a list that is out of date still revokes', () => {
  expect(ask([listOf({ revokedAt: '2026-01-05T00:00:00Z' })], { now: '2027-01-01T00:00:00Z' }).status).toBe('fail');
});

test('a hold is open for what was received before, fails what came after, and ends with a later list', () => {
  const hold = { revokedAt: '2026-01-20T00:00:00Z', reason: 'certificateHold' } as const;
  expect(ask([listOf(hold), rootList()])).toMatchObject({ status: 'unknown', code: 'on-hold' });
  expect(ask([listOf(hold), rootList()], { provenAt: '2026-01-21T00:00:00Z' }).status).toBe('fail');
  const released = list({ thisUpdate: '2026-02-10T00:00:00Z', number: 2 });
  expect(ask([listOf(hold), released, rootList()]).status).toBe('pass');
});
