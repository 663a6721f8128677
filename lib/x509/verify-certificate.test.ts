import { expect, test } from 'vitest';
import { makeAuthority, subjectKeyIdentifier } from '#lib/testing/certificate-authority.ts';
import { verifyCertificate } from './chain.ts';
import { AT, anchor, byId, leafOf, parsed, root, tampered } from './testing/chains.ts';

test('an anchor is trusted by being one, and its dates are told', () => {
  const checks = verifyCertificate({ certificate: parsed(root), anchors: [anchor(root)], intermediates: [], at: AT });
  expect(byId(checks)).toEqual({ signature: 'pass', chain: 'pass', validity: 'pass', revocation: 'unknown' });
  expect(checks[1]?.detail).toBe('is itself a trust anchor');
  const late = verifyCertificate({ certificate: parsed(root), anchors: [anchor(root)], intermediates: [], at: '2041-01-01T00:00:00Z' });
  expect(byId(late)).toMatchObject({ signature: 'pass', validity: 'fail' });
});

test('a self-signed certificate that nobody trusts is verified with its own key', () => {
  const checks = verifyCertificate({ certificate: parsed(root), anchors: [], intermediates: [], at: AT });
  expect(byId(checks)).toMatchObject({ signature: 'pass', chain: 'unknown' });
  const forged = verifyCertificate({ certificate: tampered(parsed(root)), anchors: [], intermediates: [], at: AT });
  expect(byId(forged)).toMatchObject({ signature: 'fail', chain: 'unknown' });
});

test('a plain certificate passes under its anchor and fails when it was changed', () => {
  const leaf = leafOf(root, [subjectKeyIdentifier(Uint8Array.of(1))]);
  const question = { anchors: [anchor(root)], intermediates: [], at: AT };
  expect(byId(verifyCertificate({ certificate: leaf, ...question }))).toMatchObject({ signature: 'pass', chain: 'pass', validity: 'pass' });
  expect(byId(verifyCertificate({ certificate: tampered(leaf), ...question }))).toMatchObject({ signature: 'fail', chain: 'unknown' });
});

test('a weak signature of a plain certificate is told with its signature', () => {
  const weak = makeAuthority({ name: 'Weak', algorithm: 'rsa-1024', seed: 'weak' });
  const [signature] = verifyCertificate({ certificate: leafOf(weak), anchors: [anchor(weak)], intermediates: [], at: AT });
  expect(signature?.status).toBe('pass');
  expect(signature?.detail).toContain('1024 bits');
});
