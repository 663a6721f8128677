import { expect, test } from 'vitest';
import { makeAuthority } from '#lib/testing/certificate-authority.ts';
import { parseCertificate } from './certificate.ts';
import { ask, issuingSerial, kinds, LISTED, list, listOf, NEXT, response, root, rootList, SERIAL } from './testing/asked-revocation.ts';

test('nothing at hand is unknown, and says so', () => {
  expect(ask([])).toMatchObject({ status: 'unknown', code: 'not-checked', detail: 'revocation not checked', standings: [] });
});

test('lists of every issuer of the path, in date, make it pass until the first of them ends', () => {
  const check = ask([list({ number: 3 }), rootList({ nextUpdate: '2026-02-20T00:00:00Z' })]);
  expect(check).toMatchObject({ status: 'pass', code: 'good', changesAt: '2026-02-20T00:00:00Z' });
  expect(check.detail).toContain(`good as of ${LISTED} by revocation list 3 of CN=Issuing, in date until ${NEXT}`);
  expect(check.because).toHaveLength(2);
});

test('a list of one issuer alone leaves the others unchecked', () => {
  const check = ask([list()]);
  expect(check).toMatchObject({ status: 'unknown', code: 'not-checked' });
  expect(kinds(check)).toEqual(['good', 'not-checked']);
});

test('a revoked authority takes away what is not proven older, and its own word since then', () => {
  const entry = {
    serialNumber: issuingSerial,
    revokedAt: '2026-01-20T00:00:00Z',
    reason: 'cACompromise',
    invalidSince: '2026-01-15T00:00:00Z',
  } as const;
  const revoking = rootList({ revoked: [entry] });
  const older = ask([revoking, list()]);
  expect(kinds(older)).toEqual(['not-checked', 'revoked-later']);
  expect(kinds(ask([revoking, list()], { receivedAt: '2026-01-14T00:00:00Z' }))).toEqual(['good', 'revoked-later']);
  expect(ask([revoking], { provenAt: '2026-01-16T00:00:00Z' })).toMatchObject({ status: 'fail', code: 'revoked' });
});

test('a path without a revoked certificate is taken where there is one', () => {
  const again = makeAuthority({
    name: 'Issuing',
    algorithm: 'ec-p256',
    seed: 'issuing',
    issuedBy: root,
    notBefore: '2021-01-01T00:00:00Z',
  });
  const other = parseCertificate(again.certificate);
  expect(other.serialNumber).toBe(issuingSerial);
  const bridge = makeAuthority({ name: 'Bridge', algorithm: 'ec-p256', seed: 'bridge', issuedBy: root });
  const crossed = makeAuthority({ name: 'Issuing', algorithm: 'ec-p256', seed: 'issuing', issuedBy: bridge });
  const revoking = rootList({ revoked: [{ serialNumber: issuingSerial, revokedAt: '2026-01-01T00:00:00Z', reason: 'keyCompromise' }] });
  expect(ask([revoking]).status).toBe('fail');
  expect(ask([revoking], { intermediates: [bridge, crossed] }).status).toBe('unknown');
});

test('news is what a source says anew, in order of receipt', () => {
  const revoking = list({
    thisUpdate: '2026-02-10T00:00:00Z',
    number: 3,
    revoked: [{ serialNumber: SERIAL, revokedAt: '2026-02-05T00:00:00Z', reason: 'keyCompromise' }],
  });
  const { news } = ask([list(), list({ thisUpdate: '2026-02-05T00:00:00Z', number: 2 }), revoking]);
  expect(
    news
      .filter(({ certificate }) => certificate.includes('Leaf'))
      .map(({ kind }) => kind)
      .sort(),
  ).toEqual(['good', 'revoked']);
});

test('the order in which documents are given makes no difference', () => {
  const documents = [
    list(),
    rootList(),
    response(),
    listOf({ revokedAt: '2026-02-05T00:00:00Z', reason: 'superseded' }),
    list({ thisUpdate: '2026-02-10T00:00:00Z' }),
  ];
  expect(ask(documents.toReversed())).toEqual(ask(documents));
  expect(ask([...documents, ...documents])).toEqual(ask(documents));
});
