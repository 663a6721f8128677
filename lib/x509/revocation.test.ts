import { expect, test } from 'vitest';
import { derOid, derSequence } from '#lib/encoding/der-write.ts';
import {
  type Authority,
  basicConstraints,
  keyUsage,
  makeAuthority,
  makeCertificate,
  subjectKeyIdentifier,
  type TestExtension,
} from '#lib/testing/certificate-authority.ts';
import {
  distributionPoint,
  issuingDistributionPoint,
  makeOcspResponse,
  makeRevocationList,
  type OcspResponseDescription,
  type RevocationListDescription,
  type TestRevocation,
} from '#lib/testing/revocations.ts';
import { makeKey } from '#lib/testing/test-keys.ts';
import { parseCertificate } from './certificate.ts';
import { parseCertificateList } from './certificate-list.ts';
import { verifyChain } from './chain.ts';
import { parseOcspResponse } from './ocsp-response.ts';
import { EXTENSION, OCSP } from './oids.ts';
import { asSigned } from './path.ts';
import { subjectOf } from './revocation-context.ts';
import type { RevocationCheck, RevocationDocument } from './revocation-types.ts';
import { makeRevocations } from './revocations.ts';
import type { Certificate } from './types.ts';

const PROVEN = '2026-01-10T00:00:00Z';
const LISTED = '2026-02-01T00:00:00Z';
const NEXT = '2026-03-01T00:00:00Z';
const NOW = '2026-02-15T00:00:00Z';
const SERIAL = 77;

const root = makeAuthority({ name: 'Root', algorithm: 'ec-p256', seed: 'root' });
const issuing = makeAuthority({ name: 'Issuing', algorithm: 'ec-p256', seed: 'issuing', issuedBy: root });
const stranger = makeAuthority({ name: 'Issuing', algorithm: 'ec-p256', seed: 'stranger' });
const issuingSerial = parseCertificate(issuing.certificate).serialNumber;

const { publicKeyInfo } = makeKey('ec-p256', 'leaf');
const leafOf = (extensions: readonly TestExtension[] = [], dates: { readonly notAfter?: string } = {}): Certificate =>
  parseCertificate(makeCertificate({ issuedBy: issuing, subject: 'Leaf', publicKeyInfo, serialNumber: SERIAL, extensions, ...dates }));

const list = (over: Partial<RevocationListDescription> = {}): RevocationDocument =>
  parseCertificateList(makeRevocationList({ authority: issuing, thisUpdate: LISTED, nextUpdate: NEXT, number: 1, ...over }));
const listOf = (...revoked: readonly Omit<TestRevocation, 'serialNumber'>[]): RevocationDocument =>
  list({ revoked: revoked.map((each) => ({ serialNumber: SERIAL, ...each })) });
const rootList = (over: Partial<RevocationListDescription> = {}): RevocationDocument => list({ authority: root, ...over });
const response = (over: Partial<OcspResponseDescription> = {}): RevocationDocument =>
  parseOcspResponse(
    makeOcspResponse({
      issuer: issuing,
      responder: issuing,
      producedAt: LISTED,
      answers: [{ serialNumber: SERIAL, status: 'good', thisUpdate: LISTED, nextUpdate: NEXT }],
      ...over,
    }),
  );

interface Asked {
  readonly leaf?: Certificate;
  readonly provenAt?: string;
  readonly now?: string;
  readonly receivedAt?: string;
  readonly intermediates?: readonly Authority[];
}

/** The check of a leaf under Issuing under Root, with these documents at hand. */
function ask(documents: readonly RevocationDocument[], asked: Asked = {}): RevocationCheck {
  const { leaf = leafOf(), provenAt = PROVEN, now = NOW, receivedAt = LISTED, intermediates = [] } = asked;
  const { verifyWith, ...signed } = asSigned(leaf);
  const sources = documents.map((document) => ({ document, artifact: `artifact of ${document.id}`, receivedAt, submittedBy: 'olga' }));
  return verifyChain({
    ...signed,
    verifyLeaf: verifyWith,
    leaf: subjectOf(leaf),
    anchors: [{ certificate: parseCertificate(root.certificate) }],
    intermediates: [issuing, ...intermediates].map(({ certificate }) => parseCertificate(certificate)),
    at: provenAt,
    now,
    revocations: makeRevocations(sources),
  }).revocation;
}

const kinds = ({ standings }: RevocationCheck) => standings.map(({ kind }) => kind);

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

test('a list that a stranger of the same name signed makes no difference, and is not told', () => {
  const forged = (over: Partial<RevocationListDescription>) => list({ authority: stranger, ...over });
  const bad = forged({ revoked: [{ serialNumber: SERIAL, revokedAt: '2026-01-05T00:00:00Z', reason: 'keyCompromise' }], number: 99 });
  expect(ask([bad], { intermediates: [stranger] })).toMatchObject({ status: 'unknown', detail: 'revocation not checked', news: [] });
  expect(ask([bad, list(), rootList()], { intermediates: [stranger] })).toEqual(ask([list(), rootList()]));
  expect(ask([forged({}), rootList()], { intermediates: [stranger] })).toMatchObject({
    status: 'unknown',
    code: 'not-checked',
    news: [{ certificate: 'certificate of CN=Issuing' }],
  });
});

test('an issuer whose key may not sign lists signs none', () => {
  const mute = makeAuthority({
    name: 'Issuing',
    algorithm: 'ec-p256',
    seed: 'mute',
    issuedBy: root,
    extensions: [basicConstraints(true), keyUsage(5)],
  });
  const leaf = parseCertificate(makeCertificate({ issuedBy: mute, subject: 'Leaf', publicKeyInfo, serialNumber: SERIAL }));
  const check = ask([list({ authority: mute }), rootList()], { leaf, intermediates: [mute] });
  expect(kinds(check)).toEqual(['not-checked', 'good']);
});

test('another certificate of the issuer may sign its lists: a key of their own, or a new one', () => {
  const signer = makeAuthority({ name: 'Issuing', algorithm: 'ec-p256', seed: 'lists', issuedBy: root, extensions: [keyUsage(6)] });
  const rolled = makeAuthority({ name: 'Issuing', algorithm: 'ec-p256', seed: 'rolled', issuedBy: root });
  for (const authority of [signer, rolled]) {
    expect(ask([list({ authority }), rootList()], { intermediates: [authority] }).status).toBe('pass');
    expect(kinds(ask([list({ authority }), rootList()]))).toEqual(['not-checked', 'good']);
  }
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

test('a list made after a certificate expired proves nothing about it, unless it keeps expired ones', () => {
  const leaf = leafOf([], { notAfter: '2026-01-15T00:00:00Z' });
  expect(ask([list(), rootList()], { leaf }).detail).toContain('had expired before');
  const keeps = { oid: EXTENSION.expiredCertificatesOnCrl, value: derSequence() };
  expect(ask([list({ extensions: [keeps] }), rootList()], { leaf }).status).toBe('pass');
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

test.each(['name', 'key'] as const)('a response that the issuer signed, known by %s, counts', (by) => {
  expect(ask([response({ by }), rootList()])).toMatchObject({ status: 'pass', changesAt: NEXT });
  const revoked = {
    serialNumber: SERIAL,
    status: { revokedAt: '2026-01-05T00:00:00Z', reason: 'keyCompromise' },
    thisUpdate: LISTED,
  } as const;
  expect(ask([response({ by, answers: [revoked] })])).toMatchObject({ status: 'fail', code: 'revoked' });
});

const responderOf = (extensions: readonly TestExtension[], issuedBy: Authority = issuing, over = {}): Authority =>
  makeAuthority({ name: 'Responder', algorithm: 'ec-p256', seed: 'responder', issuedBy, extensions, ...over });
const SIGNING: TestExtension = { oid: EXTENSION.extendedKeyUsage, value: derSequence(derOid(OCSP.signing)) };

test('a responder that the issuer appointed may answer for it', () => {
  const responder = responderOf([keyUsage(0), SIGNING]);
  expect(ask([response({ responder, certificates: [responder.certificate] }), rootList()]).status).toBe('pass');
  expect(ask([response({ responder, by: 'key', hash: 'sha256', certificates: [responder.certificate] }), rootList()]).status).toBe('pass');
});

test.each([
  ['without the purpose', responderOf([keyUsage(0)])],
  ['that another authority appointed', responderOf([SIGNING], root)],
  ['that a stranger of the same name appointed', responderOf([SIGNING], stranger)],
  ['that had expired', responderOf([SIGNING], issuing, { notAfter: '2026-01-31T00:00:00Z' })],
])('a responder %s makes no difference', (_, responder) => {
  const revoked = { serialNumber: SERIAL, status: { revokedAt: '2026-01-05T00:00:00Z' }, thisUpdate: LISTED } as const;
  const documents = [response({ responder, answers: [revoked], certificates: [responder.certificate, stranger.certificate] })];
  expect(kinds(ask([...documents, rootList()]))).toEqual(['not-checked', 'good']);
});

test('a responder whose certificate was withdrawn answers nothing', () => {
  const responder = responderOf([SIGNING, subjectKeyIdentifier(issuing.keyIdentifier)]);
  const { serialNumber } = parseCertificate(responder.certificate);
  const withdrawn = list({
    revoked: [{ serialNumber, revokedAt: '2026-01-01T00:00:00Z' }],
    extensions: [issuingDistributionPoint({ someReasons: true })],
  });
  const answer = response({ responder, certificates: [responder.certificate] });
  expect(kinds(ask([answer, rootList()]))).toEqual(['good', 'good']);
  expect(kinds(ask([answer, withdrawn, rootList()]))).toEqual(['not-checked', 'good']);
});

test('an answer about the same number of another issuer makes no difference', () => {
  expect(kinds(ask([response({ issuer: root }), rootList()]))).toEqual(['not-checked', 'good']);
});

test('a responder that does not know the certificate proves nothing, and that is told', () => {
  const check = ask([response({ answers: [{ serialNumber: SERIAL, status: 'unknown', thisUpdate: LISTED }] }), rootList()]);
  expect(check.detail).toContain('the responder does not know the certificate');
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
