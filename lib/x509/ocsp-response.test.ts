import { expect, test } from 'vitest';
import { TAG } from '#lib/encoding/der.ts';
import { derGeneralizedTime, derInteger, derOctets } from '#lib/encoding/der-write.ts';
import { ParseError } from '#lib/encoding/parse-error.ts';
import { makeAuthority } from '#lib/testing/certificate-authority.ts';
import { makeOcspRefusal, makeOcspResponse, type OcspResponseDescription } from '#lib/testing/revocations.ts';
import { looksLikeOcspResponse, parseOcspResponse } from './ocsp-response.ts';
import { EXTENSION, OCSP } from './oids.ts';

const authority = makeAuthority({ name: 'Root', algorithm: 'ec-p256', seed: 'root' });
const THIS = '2026-01-01T00:00:00Z';
const NEXT = '2026-01-08T00:00:00Z';
const good = { serialNumber: 5, status: 'good', thisUpdate: THIS, nextUpdate: NEXT } as const;
const make = (over: Partial<OcspResponseDescription> = {}) =>
  makeOcspResponse({ issuer: authority, responder: authority, answers: [good], producedAt: THIS, ...over });

function refusalOf(der: Uint8Array): string {
  try {
    parseOcspResponse(der);
    return 'read';
  } catch (error) {
    if (error instanceof ParseError) return error.code;
    throw error;
  }
}

test('a response by name is read with its answers and certificates', () => {
  const revoked = { revokedAt: '2025-12-01T00:00:00Z', reason: 'keyCompromise' } as const;
  const invalid = { oid: EXTENSION.invalidityDate, value: derGeneralizedTime('2025-11-01T00:00:00Z') };
  const response = parseOcspResponse(
    make({
      answers: [
        good,
        { serialNumber: 6, status: revoked, thisUpdate: THIS, extensions: [invalid] },
        { ...good, serialNumber: 7, status: 'unknown' },
      ],
      certificates: [authority.certificate],
    }),
  );
  expect(response).toMatchObject({ producedAt: THIS, obstacle: null, responder: { by: 'name' } });
  expect(response.certificates).toHaveLength(1);
  expect(response.answers.map(({ status }) => status)).toEqual([
    { kind: 'good' },
    { kind: 'revoked', ...revoked, invalidSince: '2025-11-01T00:00:00Z' },
    { kind: 'unknown' },
  ]);
  expect(response.answers.map(({ nextUpdate }) => nextUpdate)).toEqual([NEXT, null, NEXT]);
  expect(response.answers[0]?.certificate).toMatchObject({ hash: 'sha1', serialNumber: 5n });
});

test('a response by key is read', () => {
  const { responder } = parseOcspResponse(make({ by: 'key' }));
  expect(responder).toEqual({ by: 'key', keyHash: authority.keyIdentifier });
});

test('a nonce is ignored, critical or not; another critical extension makes the response useless', () => {
  const nonce = { oid: OCSP.nonce, critical: true, value: derOctets(Uint8Array.of(1, 2, 3)) };
  expect(parseOcspResponse(make({ extensions: [nonce] })).obstacle).toBeNull();
  const strange = { oid: '1.2.3.4', critical: true, value: derInteger(1) };
  expect(parseOcspResponse(make({ extensions: [strange] })).obstacle).toContain('1.2.3.4');
  expect(parseOcspResponse(make({ answers: [{ ...good, extensions: [strange] }] })).answers[0]?.criticalExtension).toBe('1.2.3.4');
});

test('an archive cutoff is read, critical or not; one that is no time counts as none', () => {
  const cutoffOf = (value: Uint8Array, critical = false) =>
    parseOcspResponse(make({ answers: [{ ...good, extensions: [{ oid: OCSP.archiveCutoff, critical, value }] }] })).answers[0];
  expect(cutoffOf(derGeneralizedTime('2019-01-01T00:00:00Z'), true)).toMatchObject({
    archiveCutoff: '2019-01-01T00:00:00Z',
    criticalExtension: null,
  });
  expect(cutoffOf(derInteger(1))?.archiveCutoff).toBeNull();
  expect(cutoffOf(Uint8Array.of(0x18, 0x7f))?.archiveCutoff).toBeNull();
  expect(parseOcspResponse(make()).answers[0]?.archiveCutoff).toBeNull();
});

test.each([
  [3, 'tryLater'],
  [6, 'unauthorized'],
  [99, 'status 99'],
])('a responder that gave no answer (%i) is refused in words', (status, word) => {
  expect(looksLikeOcspResponse(makeOcspRefusal(status))).toBe(true);
  expect(() => parseOcspResponse(makeOcspRefusal(status))).toThrow(word);
  expect(refusalOf(makeOcspRefusal(status))).toBe('bad-value');
});

test('a response of another type than basic is refused', () => {
  const der = make();
  const basic = Buffer.from([TAG.oid, 9, 0x2b, 6, 1, 5, 5, 7, 48, 1, 1]);
  der[Buffer.from(der).indexOf(basic) + basic.length - 1] = 9;
  expect(refusalOf(der)).toBe('unsupported-version');
});

test('a response cut off at any length is refused', () => {
  const der = make({ certificates: [authority.certificate] });
  for (let length = 1; length < der.length; length += 1) expect(refusalOf(der.subarray(0, length))).toBe('truncated');
});

test('a response with any one octet changed is read or refused', () => {
  const der = make({ answers: [{ ...good, status: { revokedAt: THIS, reason: 'superseded' } }], certificates: [authority.certificate] });
  for (let at = 0; at < der.length; at += 1) {
    for (const mask of [0x01, 0x80, 0xff]) {
      const changed = der.slice();
      changed[at] = (changed[at] ?? 0) ^ mask;
      expect(refusalOf(changed)).toBeDefined();
    }
  }
});

test('a response with more than a thousand answers is refused', () => {
  const answers = (count: number) => Array.from({ length: count }, (_, index) => ({ ...good, serialNumber: index + 1 }));
  expect(refusalOf(make({ answers: answers(1000) }))).toBe('read');
  expect(refusalOf(make({ answers: answers(1001) }))).toBe('too-many');
});

test('a response with more than twenty certificates is refused', () => {
  const certificates = (count: number) => Array.from({ length: count }, () => authority.certificate);
  expect(refusalOf(make({ certificates: certificates(20) }))).toBe('read');
  expect(refusalOf(make({ certificates: certificates(21) }))).toBe('too-many');
});
