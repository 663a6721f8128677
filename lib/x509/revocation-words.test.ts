import { expect, test } from 'vitest';
import { TAG } from '#lib/encoding/der.ts';
import { derGeneralizedTime, derSequence, derString } from '#lib/encoding/der-write.ts';
import type { TestExtension } from '#lib/testing/certificate-authority.ts';
import {
  distributionPoint,
  issuingDistributionPoint,
  type RevocationListDescription,
  type TestAnswer,
  type TestScope,
} from '#lib/testing/revocations.ts';
import { EXTENSION, OCSP } from './oids.ts';
import { ask, kinds, LISTED, leafOf, list, listOf, NEXT, response, rootList, SERIAL } from './testing/asked-revocation.ts';

test('a delta list adds to the list that it changes, and releases from a hold', () => {
  const hold = listOf({ revokedAt: '2026-01-20T00:00:00Z', reason: 'certificateHold' });
  const delta = (over: Partial<RevocationListDescription> = {}) =>
    list({ thisUpdate: '2026-02-10T00:00:00Z', number: 2, baseNumber: 1, ...over });
  const remove = { serialNumber: SERIAL, revokedAt: '2026-02-09T00:00:00Z', reason: 'removeFromCRL' } as const;
  expect(ask([hold, delta({ revoked: [remove] }), rootList()]).status).toBe('pass');
  expect(ask([hold, delta(), rootList()])).toMatchObject({ code: 'on-hold' });
  expect(ask([list(), delta(), rootList()]).detail).toContain('good as of 2026-02-10T00:00:00Z by delta revocation list 2');
  const revoked = { serialNumber: SERIAL, revokedAt: '2026-01-05T00:00:00Z', reason: 'keyCompromise' } as const;
  expect(ask([delta({ revoked: [revoked] })]).status).toBe('fail');
});

test('a delta list without the list that it changes proves nothing good', () => {
  const check = ask([list({ number: 9, baseNumber: 8 }), rootList()]);
  expect(check.status).toBe('unknown');
  expect(check.detail).toContain('the list that it changes is not at hand');
});

test('a delta list changes the complete list of its own scope, and no other', () => {
  const delta = (scope?: TestScope, over: Partial<RevocationListDescription> = {}) =>
    list({
      thisUpdate: '2026-02-10T00:00:00Z',
      number: 2,
      baseNumber: 1,
      extensions: scope === undefined ? [] : [issuingDistributionPoint(scope)],
      ...over,
    });
  const old = list({ nextUpdate: '2026-02-12T00:00:00Z' });
  for (const scope of [{ only: 'ca-certificates' }, { someReasons: true }, { uri: 'http://a/2.crl' }] as const)
    expect(kinds(ask([old, delta(scope), rootList()]))).toEqual(['outdated', 'good']);
  const users = { only: 'user-certificates' } as const;
  const part = list({ extensions: [issuingDistributionPoint(users)], nextUpdate: '2026-02-12T00:00:00Z' });
  expect(kinds(ask([part, delta(users), rootList()]))).toEqual(['good', 'good']);
  const newer = list({
    number: 5,
    thisUpdate: '2026-02-05T00:00:00Z',
    extensions: [issuingDistributionPoint({ only: 'ca-certificates' })],
  });
  expect(kinds(ask([old, newer, delta(), rootList()]))).toEqual(['good', 'good']);
});

test('a hold is lifted by a list that covers the certificate, and by no other', () => {
  const hold = listOf({ revokedAt: '2026-01-20T00:00:00Z', reason: 'certificateHold' });
  const lifting = (extensions: readonly TestExtension[]) => {
    const revoked = [{ serialNumber: SERIAL, revokedAt: '2026-02-09T00:00:00Z', reason: 'removeFromCRL' } as const];
    return ask([hold, list({ thisUpdate: '2026-02-10T00:00:00Z', number: 2, baseNumber: 1, revoked, extensions }), rootList()]);
  };
  expect(lifting([]).status).toBe('pass');
  expect(lifting([issuingDistributionPoint({ someReasons: true })])).toMatchObject({ code: 'on-hold' });
});

test('a number on a list of attribute certificates alone is no number of a public-key certificate', () => {
  const revoked = [{ serialNumber: SERIAL, revokedAt: '2026-01-05T00:00:00Z' }];
  const only = (kind: NonNullable<TestScope['only']>) =>
    ask([list({ revoked, extensions: [issuingDistributionPoint({ only: kind })] }), rootList()]);
  expect(only('attribute-certificates')).toMatchObject({ status: 'unknown', code: 'not-checked' });
  expect(only('user-certificates').status).toBe('fail');
  expect(only('ca-certificates').status).toBe('fail');
});

test('a list of a part counts for the certificates that name that part', () => {
  const part = (uri: string) => list({ extensions: [issuingDistributionPoint({ uri })] });
  const leaf = leafOf([distributionPoint('http://a/1.crl')]);
  expect(ask([part('http://a/1.crl'), rootList()], { leaf }).status).toBe('pass');
  expect(ask([part('http://a/2.crl'), rootList()], { leaf }).detail).toContain('does not name');
  expect(ask([part('http://a/1.crl'), rootList()]).status).toBe('unknown');
});

test.each([
  [{ only: 'ca-certificates' }, 'ca certificates only'],
  [{ only: 'attribute-certificates' }, 'attribute certificates only'],
  [{ someReasons: true }, 'some reasons only'],
  [{ indirect: true }, 'indirect'],
] as const)('a list that covers %o proves nothing good about an end certificate, and says why', (scope, why) => {
  const check = ask([list({ extensions: [issuingDistributionPoint(scope)] }), rootList()]);
  expect(check.status).toBe('unknown');
  expect(check.detail).toContain(why);
});

test('a list of end certificates passes them, and still revokes what it does not cover', () => {
  expect(ask([list({ extensions: [issuingDistributionPoint({ only: 'user-certificates' })] }), rootList()]).status).toBe('pass');
  const revoked = [{ serialNumber: SERIAL, revokedAt: '2026-01-05T00:00:00Z' }];
  expect(ask([list({ revoked, extensions: [issuingDistributionPoint({ someReasons: true })] })]).status).toBe('fail');
});

test('an answer made after a certificate expired proves nothing good about it, unless the responder keeps those that expired then', () => {
  const leaf = leafOf([], { notAfter: '2026-01-15T00:00:00Z' });
  const answering = (archiveCutoff: string | null, status: TestAnswer['status'] = 'good') => {
    const extensions = archiveCutoff === null ? [] : [{ oid: OCSP.archiveCutoff, value: derGeneralizedTime(archiveCutoff) }];
    const answers = [{ serialNumber: SERIAL, status, thisUpdate: LISTED, nextUpdate: NEXT, extensions }];
    return ask([response({ answers }), rootList()], { leaf });
  };
  expect(answering(null)).toMatchObject({ status: 'unknown', detail: expect.stringContaining('a responder need not know expired ones') });
  expect(answering('2026-01-15T00:00:00Z').status).toBe('pass');
  expect(answering('2019-01-01T00:00:00Z').status).toBe('pass');
  expect(answering('2026-01-15T00:00:01Z')).toMatchObject({
    status: 'unknown',
    detail: expect.stringContaining('those alone that expired since 2026-01-15T00:00:01Z'),
  });
  const revoked = { revokedAt: '2026-01-05T00:00:00Z', reason: 'keyCompromise' } as const;
  expect(answering(null, revoked)).toMatchObject({ status: 'fail', code: 'revoked' });
});

test('a list made after a certificate expired proves nothing about it, unless it keeps expired ones', () => {
  const leaf = leafOf([], { notAfter: '2026-01-15T00:00:00Z' });
  expect(ask([list(), rootList()], { leaf }).detail).toContain('had expired before');
  const keeping = (value: Uint8Array) =>
    ask([list({ extensions: [{ oid: EXTENSION.expiredCertificatesOnCrl, value }] }), rootList()], { leaf });
  const since = (time: string): Uint8Array => derString(time, TAG.generalizedTime);
  expect(keeping(since('20260115000000Z')).status).toBe('pass');
  const later = keeping(since('20260115000001Z'));
  expect(later.status).toBe('unknown');
  expect(later.detail).toContain('names those alone that expired since 2026-01-15T00:00:01Z');
  expect(keeping(derSequence()).status).toBe('unknown');
});

test('a responder that does not know the certificate proves nothing, and that is told', () => {
  const check = ask([response({ answers: [{ serialNumber: SERIAL, status: 'unknown', thisUpdate: LISTED }] }), rootList()]);
  expect(check.detail).toContain('the responder does not know the certificate');
});
