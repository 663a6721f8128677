import { describe, expect, test } from 'vitest';
import { fromHex } from '#lib/encoding/bytes.ts';
import { contextConstructed, contextPrimitive, TAG } from '#lib/encoding/der.ts';
import { derBoolean, derInteger, derOctets, derOid, derSequence, derString, derValue } from '#lib/encoding/der-write.ts';
import { extensionLines, extensionName, MAX_EXTENSION_LINES } from './describe-extension.ts';
import { EXTENSION } from './oids.ts';

const uri = (text: string): Uint8Array => derValue(contextPrimitive(6), new TextEncoder().encode(text));
const policy = (oid: string, ...qualifiers: readonly Uint8Array[]): Uint8Array =>
  derSequence(derOid(oid), ...(qualifiers.length === 0 ? [] : [derSequence(...qualifiers)]));
const cps = derSequence(derOid('1.3.6.1.5.5.7.2.1'), derString('https://ca.example/cps', TAG.ia5String));
const notice = derSequence(
  derOid('1.3.6.1.5.5.7.2.2'),
  derSequence(derSequence(derString('ACME'), derSequence(derInteger(1n))), derString('Be careful')),
);
const point = (...names: readonly Uint8Array[]): Uint8Array =>
  derSequence(derValue(contextConstructed(0), derValue(contextConstructed(0), ...names)));

describe('what an extension says', () => {
  test.each<[keyof typeof EXTENSION, Uint8Array, readonly string[]]>([
    [
      'certificatePolicies',
      derSequence(policy('2.999.1', cps, notice), policy('2.999.2')),
      ['2.999.1: https://ca.example/cps, “Be careful”', '2.999.2'],
    ],
    [
      'authorityInfoAccess',
      derSequence(derSequence(derOid('1.3.6.1.5.5.7.48.1'), uri('http://ocsp.example')), derSequence(derOid('2.999.3'), uri('http://x'))),
      ['OCSP uri:http://ocsp.example', '2.999.3 uri:http://x'],
    ],
    [
      'crlDistributionPoints',
      derSequence(point(uri('http://ca.example/a.crl'), uri('ldap://ca'))),
      ['uri:http://ca.example/a.crl, uri:ldap://ca'],
    ],
    ['basicConstraints', derSequence(derBoolean(true), derInteger(1n)), ['an authority, at most 1 authorities below it']],
    ['subjectKeyIdentifier', derOctets(fromHex('0a0b')), ['0a0b']],
    ['policyConstraints', derSequence(derValue(contextPrimitive(0), fromHex('02'))), ['requires a policy after 2 certificates']],
    ['nameConstraints', derSequence(derValue(contextConstructed(1), derSequence(uri('evil.example')))), ['excludes uri:evil.example']],
    [
      'authorityKeyIdentifier',
      derSequence(derValue(contextPrimitive(0), fromHex('0c')), derValue(contextPrimitive(2), fromHex('05'))),
      ['0c', '5'],
    ],
  ])('%s', (name, value, lines) => {
    expect(extensionName(EXTENSION[name])).toBe(name);
    expect(extensionLines({ oid: EXTENSION[name], value })).toEqual(lines);
  });

  test.each([
    ['is not known', '2.999.1', derSequence()],
    ['is cut', EXTENSION.certificatePolicies, fromHex('3009')],
    ['is of another type', EXTENSION.authorityInfoAccess, derSequence(derInteger(1n))],
  ])('is nothing where it %s', (_, oid, value) => {
    expect(extensionLines({ oid, value })).toEqual([]);
  });

  test('is told up to a limit', () => {
    const value = derSequence(...Array.from({ length: MAX_EXTENSION_LINES + 1 }, () => policy('2.999.1')));
    expect(extensionLines({ oid: EXTENSION.certificatePolicies, value })).toHaveLength(MAX_EXTENSION_LINES);
  });
});
