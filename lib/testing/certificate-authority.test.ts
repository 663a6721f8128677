import 'reflect-metadata';
import { X509Certificate as NodeCertificate } from 'node:crypto';
import { X509Certificate as PeculiarCertificate } from '@peculiar/x509';
import { describe, expect, test } from 'vitest';
import { toHex } from '#lib/encoding/bytes.ts';
import { makeAuthority, makeCertificate } from './certificate-authority.ts';
import { makeKey, type TestKeyAlgorithm } from './test-keys.ts';

const NAME = [
  { oid: '2.5.4.6', value: 'US' },
  { oid: '2.5.4.10', value: 'Example, Inc.' },
  { oid: '2.5.4.3', value: 'Test CA' },
];

describe.each<TestKeyAlgorithm>(['rsa-2048', 'ec-p256', 'ec-p384'])('an authority with %s', (algorithm) => {
  const authority = makeAuthority({ name: NAME, algorithm, seed: 'root', pathLength: 1 });

  test('is the same every time', () => {
    expect(toHex(makeAuthority({ name: NAME, algorithm, seed: 'root', pathLength: 1 }).certificate)).toBe(toHex(authority.certificate));
    expect(makeAuthority({ name: NAME, algorithm, seed: 'other' }).publicKeyInfo).not.toEqual(authority.publicKeyInfo);
  });

  test('verifies by Node with its own key and not with another', () => {
    const certificate = new NodeCertificate(authority.certificate);
    expect(certificate.verify(certificate.publicKey)).toBe(true);
    const other = new NodeCertificate(makeAuthority({ name: NAME, algorithm, seed: 'other' }).certificate);
    expect(certificate.verify(other.publicKey)).toBe(false);
    expect(certificate.ca).toBe(true);
  });

  test('is read by another parser', async () => {
    const certificate = new PeculiarCertificate(Buffer.from(authority.certificate));
    expect(certificate.subject).toBe('C=US, O=Example\\, Inc., CN=Test CA');
    expect(certificate.notBefore.toISOString()).toBe('2020-01-01T00:00:00.000Z');
    expect(certificate.extensions.map(({ type }) => type)).toEqual(['2.5.29.19', '2.5.29.15', '2.5.29.14', '2.5.29.35']);
    expect(await certificate.verify({ signatureOnly: true })).toBe(true);
  });
});

test('a certificate that an authority issued chains to it by Node', () => {
  const root = makeAuthority({ name: 'Root', algorithm: 'ec-p384', seed: 'root' });
  const issuing = makeAuthority({ name: 'Issuing', algorithm: 'ec-p256', seed: 'issuing', issuedBy: root });
  const { publicKeyInfo } = makeKey('ec-p256', 'leaf');
  const leaf = new NodeCertificate(makeCertificate({ issuedBy: issuing, subject: 'Leaf', publicKeyInfo, serialNumber: 7 }));
  expect(leaf.checkIssued(new NodeCertificate(issuing.certificate))).toBe(true);
  expect(leaf.checkIssued(new NodeCertificate(root.certificate))).toBe(false);
  expect(new NodeCertificate(issuing.certificate).checkIssued(new NodeCertificate(root.certificate))).toBe(true);
});
