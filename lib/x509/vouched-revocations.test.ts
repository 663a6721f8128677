import { expect, test } from 'vitest';
import { derOid, derSequence } from '#lib/encoding/der-write.ts';
import { type Authority, keyUsage, makeAuthority, type TestExtension } from '#lib/testing/certificate-authority.ts';
import { makeOcspResponse, makeRevocationList } from '#lib/testing/revocations.ts';
import { parseCertificate } from './certificate.ts';
import { parseCertificateList } from './certificate-list.ts';
import { parseOcspResponse } from './ocsp-response.ts';
import { EXTENSION, OCSP } from './oids.ts';
import type { RevocationDocument } from './revocation-types.ts';
import { MAX_PATH_LENGTH } from './signed.ts';
import { vouchedAuthorities } from './vouched-authorities.ts';
import { makeVouching } from './vouched-revocations.ts';

const LISTED = '2026-02-01T00:00:00Z';
const made = (name: string, seed: string, issuedBy?: Authority, extensions?: readonly TestExtension[]): Authority =>
  makeAuthority({
    name,
    algorithm: 'ec-p256',
    seed,
    ...(issuedBy === undefined ? {} : { issuedBy }),
    ...(extensions === undefined ? {} : { extensions }),
  });
const root = made('Root', 'root');
const issuing = made('Issuing', 'issuing', root);
const impostor = made('Issuing', 'stranger');
const parsed = ({ certificate }: Authority) => parseCertificate(certificate);

const vouches = (certificates: readonly Authority[], document: RevocationDocument): boolean =>
  makeVouching({ anchors: [{ certificate: parsed(root) }], intermediates: certificates.map(parsed) })(document);
const listBy = (authority: Authority): RevocationDocument =>
  parseCertificateList(makeRevocationList({ authority, thisUpdate: LISTED, number: 1 }));

test('a list counts by a key that leads to an anchor, whatever else bears the name', () => {
  expect(vouches([], listBy(root))).toBe(true);
  expect(vouches([issuing, impostor], listBy(issuing))).toBe(true);
  expect(vouches([issuing, impostor], listBy(impostor))).toBe(false);
  expect(vouches([], listBy(issuing))).toBe(false);
  const further = made('Issuing', 'for lists', root, [keyUsage(6)]);
  expect(vouches([issuing, further], listBy(further))).toBe(true);
  const mute = made('Issuing', 'mute', root, [keyUsage(5)]);
  expect(vouches([mute], listBy(mute))).toBe(false);
});

test('a response counts when the issuer that it speaks for signed it, or whom that issuer appointed', () => {
  const answers = [{ serialNumber: 7, status: 'good', thisUpdate: LISTED }] as const;
  const signing = [{ oid: EXTENSION.extendedKeyUsage, value: derSequence(derOid(OCSP.signing)) }];
  const [appointed, selfAppointed] = [issuing, impostor].map((by) => made('Responder', 'responder', by, signing));
  if (appointed === undefined || selfAppointed === undefined) throw new Error('two were made');
  const by = (responder: Authority, issuer = issuing): RevocationDocument =>
    parseOcspResponse(makeOcspResponse({ issuer, responder, answers, producedAt: LISTED, certificates: [responder.certificate] }));
  expect(vouches([issuing], by(issuing))).toBe(true);
  expect(vouches([issuing], by(appointed))).toBe(true);
  expect(vouches([issuing, impostor], by(selfAppointed))).toBe(false);
  expect(vouches([issuing, impostor], by(impostor))).toBe(false);
  expect(vouches([issuing], by(issuing, root))).toBe(false);
});

test('authorities below authorities are vouched for, as deep as a path may be, in whatever order they are given', () => {
  const ladder = [root];
  for (let step = 1; step <= MAX_PATH_LENGTH; step += 1) ladder.push(made(`Step ${step}`, `step ${step}`, ladder.at(-1)));
  const certificates = [...ladder.map(parsed), parsed(impostor)];
  for (const given of [certificates, certificates.toReversed()]) {
    const vouched = vouchedAuthorities({ anchors: [{ certificate: parsed(root) }], intermediates: given });
    expect(vouched.map(({ id }) => id)).toEqual(certificates.slice(0, MAX_PATH_LENGTH).map(({ id }) => id));
  }
});

test('authorities that certified each other and lead to no anchor are not vouched for', () => {
  const a = made('A', 'a');
  const b = made('B', 'b', a);
  const aByB = made('A', 'a', b);
  const vouched = vouchedAuthorities({ anchors: [{ certificate: parsed(root) }], intermediates: [a, b, aByB].map(parsed) });
  expect(vouched.map(({ id }) => id)).toEqual([parsed(root).id]);
});
