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
import { issuingDistributionPoint, type RevocationListDescription } from '#lib/testing/revocations.ts';
import { parseCertificate } from './certificate.ts';
import { EXTENSION, OCSP } from './oids.ts';
import { MAX_CANDIDATES } from './pool.ts';
import {
  ask,
  issuing,
  kinds,
  LISTED,
  list,
  NEXT,
  publicKeyInfo,
  response,
  root,
  rootList,
  SERIAL,
  stranger,
} from './testing/asked-revocation.ts';
import { makeVouching } from './vouched-revocations.ts';

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

test('of several certificates under the name of a responder, the one whose key answered counts', () => {
  const [before, now] = ['before', 'now'].map((seed) => responderOf([keyUsage(0), SIGNING], issuing, { seed }));
  if (before === undefined || now === undefined) throw new Error('two were made');
  for (const certificates of [
    [before.certificate, now.certificate],
    [now.certificate, before.certificate],
  ])
    expect(ask([response({ responder: now, certificates }), rootList()]).status).toBe('pass');
});

test('a response names the issuer as the certificate spells it', () => {
  const spelled = makeAuthority({ name: 'ISSUING', algorithm: 'ec-p256', seed: 'issuing', issuedBy: root });
  const leaf = parseCertificate(makeCertificate({ issuedBy: spelled, subject: 'Leaf', publicKeyInfo, serialNumber: SERIAL }));
  for (const issuer of [spelled, issuing]) {
    const answered = response({ issuer });
    expect(ask([answered, rootList()], { leaf }).status).toBe('pass');
    expect(
      makeVouching({
        anchors: [{ certificate: parseCertificate(root.certificate) }],
        intermediates: [parseCertificate(issuing.certificate)],
      })(answered),
    ).toBe(true);
  }
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

test('what strangers hand in, more than is tried, takes no word from another certificate of the issuer', () => {
  const signer = makeAuthority({ name: 'Issuing', algorithm: 'ec-p256', seed: 'lists', issuedBy: root, extensions: [keyUsage(6)] });
  const parents = Array.from({ length: MAX_CANDIDATES + 1 }, (_, index) =>
    makeAuthority({ name: 'Parent', algorithm: 'ec-p256', seed: `parent ${index}`, extensions: [basicConstraints(true)] }),
  );
  const [parent] = parents;
  if (parent === undefined) throw new Error('parents were made');
  const forger = makeAuthority({ name: 'Issuing', algorithm: 'ec-p256', seed: 'forger', issuedBy: parent });
  const revoked = [{ serialNumber: SERIAL, revokedAt: '2026-01-05T00:00:00Z', reason: 'keyCompromise' }] as const;
  const documents = [list({ authority: forger, thisUpdate: '2026-01-01T00:00:00Z' }), list({ authority: signer, revoked })];
  expect(ask(documents, { intermediates: [...parents, forger, signer] }).status).toBe('fail');
});
