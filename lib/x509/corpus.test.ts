import { X509Certificate as NodeCertificate } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { findPemBlocks, looksLikePem } from '#lib/encoding/pem.ts';
import { looksLikeCertificate, parseCertificate } from './certificate.ts';
import { verifyCertificate } from './chain.ts';
import { keyDigest, rsaModulusBits } from './key.ts';
import { nameText } from './name.ts';
import { signatureAlgorithmName } from './signature.ts';
import type { Certificate } from './types.ts';

const CORPUS = join('..', 'shared', 'corpus');
const isPresent = existsSync(CORPUS);
if (!isPresent) console.info(`NOTICE: ${CORPUS} is absent; real certificates are not tested`);

const PLAIN = [
  'platform-certificates/PCTestCA.pem',
  'platform-certificates/mldsa65-ca.pem',
  'platform-certificates/ek.crt',
  'ek-certificates/stm.pem',
  'scenarios/laptop-default/ek.der',
  'scenarios/laptop-default/trust/ca.crt',
  'scenarios/laptop-default/reference/RIMCaCert.pem',
  'scenarios/laptop-default/reference/RimSignCert.pem',
];

function derOf(path: string): Uint8Array {
  const bytes = readFileSync(join(CORPUS, path));
  const [block] = looksLikePem(bytes) ? findPemBlocks(bytes) : [];
  return block?.der ?? new Uint8Array(bytes);
}

const load = (path: string): Certificate => parseCertificate(derOf(path));

/** Node's form of a name: one RDN a line, in encoded order. It writes TCG types as the OID and values as text. */
const linesOf = (name: Certificate['issuer']): string => name.rdns.map((rdn) => nameText({ rdns: [rdn], raw: name.raw })).join('\n');

describe.runIf(isPresent)('real certificates', () => {
  test.each(PLAIN)('%s is read as Node reads it', (path) => {
    const certificate = load(path);
    const node = new NodeCertificate(derOf(path));
    expect(looksLikeCertificate(derOf(path))).toBe(true);
    expect(certificate.serialNumber).toBe(BigInt(`0x${node.serialNumber}`));
    expect(linesOf(certificate.issuer)).toBe(node.issuer ?? '');
    expect(linesOf(certificate.subject)).toBe(node.subject ?? '');
    expect(new Date(certificate.notBefore)).toEqual(node.validFromDate);
    expect(new Date(certificate.notAfter)).toEqual(node.validToDate);
    expect(certificate.basicConstraints?.ca === true).toBe(node.ca);
    expect(certificate.id).toBe(node.fingerprint256.replaceAll(':', '').toLowerCase());
    expect(certificate.warnings).toEqual([]);
  });

  test('attribute certificates are not taken for certificates', () => {
    for (const path of [
      'platform-certificates/pci-ids.pem',
      'platform-certificates/role-certificate.pem',
      'scenarios/laptop-default/base.cer',
    ]) {
      expect(looksLikeCertificate(derOf(path))).toBe(false);
    }
  });

  test('an EK certificate with an RSAES-OAEP key has a readable key', () => {
    const certificate = load('ek-certificates/stm.pem');
    expect(certificate.publicKeyAlgorithm.oid).toBe('1.2.840.113549.1.1.7');
    expect(rsaModulusBits(certificate.subjectPublicKeyInfo)).toBe(2048);
    expect(keyDigest(certificate.subjectPublicKeyInfo)).toMatch(/^[0-9a-f]{64}$/);
  });

  test('an EK key of 2041 bits is not weak, and its certificate chains to the CA of its scenario', () => {
    const certificate = load('scenarios/laptop-default/ek.der');
    const anchors = [{ certificate: load('scenarios/laptop-default/trust/ca.crt') }];
    expect(rsaModulusBits(certificate.subjectPublicKeyInfo)).toBe(2041);
    const checks = verifyCertificate({ certificate, anchors, intermediates: [], at: '2020-01-01T00:00:00Z' });
    expect(checks.map(({ id, status }) => `${id} ${status}`)).toEqual([
      'signature pass',
      'chain pass',
      'validity pass',
      'revocation unknown',
    ]);
    const late = verifyCertificate({ certificate, anchors, intermediates: [], at: '2029-01-01T00:00:00Z' });
    expect(late.map(({ status }) => status)).toEqual(['pass', 'fail', 'fail', 'unknown']);
  });

  test('a signer chains to its CA and not to another', () => {
    const certificate = load('scenarios/laptop-default/reference/RimSignCert.pem');
    const judge = (path: string): readonly string[] =>
      verifyCertificate({ certificate, anchors: [{ certificate: load(path) }], intermediates: [], at: '2024-01-01T00:00:00Z' }).map(
        ({ status }) => status,
      );
    expect(judge('scenarios/laptop-default/reference/RIMCaCert.pem').slice(0, 2)).toEqual(['pass', 'pass']);
    expect(judge('scenarios/laptop-default/trust/ca.crt').slice(0, 2)).toEqual(['unknown', 'unknown']);
  });

  test('a certificate that ML-DSA signed verifies with its own key', () => {
    const certificate = load('platform-certificates/mldsa65-ca.pem');
    expect(signatureAlgorithmName(certificate.signatureAlgorithm.oid)).toBe('ml-dsa-65');
    const [signature] = verifyCertificate({ certificate, anchors: [], intermediates: [], at: '2026-06-01T00:00:00Z' });
    expect(signature?.status).toBe('pass');
  });

  test('a length that goes beyond the file is refused with its offset', () => {
    expect(() => load('ek-certificates/length-beyond-file.crt')).toThrow(expect.objectContaining({ code: 'truncated', offset: 1 }));
  });

  test('a TPM NV header before the DER is not taken for a certificate', () => {
    const bytes = derOf('ek-certificates/nv-header.cer');
    expect(looksLikeCertificate(bytes)).toBe(false);
    expect(looksLikeCertificate(bytes.subarray(7))).toBe(true);
  });
});
