import { expect, test } from 'vitest';
import { contextConstructed, contextPrimitive } from '#lib/encoding/der.ts';
import { derInteger, derOid, derSequence, derString, derValue } from '#lib/encoding/der-write.ts';
import { makeAuthority, makeCertificate, type TestName } from '#lib/testing/certificate-authority.ts';
import { makeKey } from '#lib/testing/test-keys.ts';
import { parseCertificate } from './certificate.ts';
import { encodeName } from './name.ts';
import { problemOfNames } from './name-constraints.ts';
import { EXTENSION } from './oids.ts';
import type { Certificate } from './types.ts';

const root = makeAuthority({ name: 'Root', algorithm: 'ec-p256', seed: 'root' });
const dns = (text: string): Uint8Array => derString(text, contextPrimitive(2));
const mail = (text: string): Uint8Array => derString(text, contextPrimitive(1));
const uri = (text: string): Uint8Array => derString(text, contextPrimitive(6));
const ip = (...octets: readonly number[]): Uint8Array => derValue(contextPrimitive(7), Uint8Array.from(octets));
const directory = (...values: readonly string[]): Uint8Array =>
  derValue(contextConstructed(4), encodeName(values.map((value) => ({ oid: '2.5.4.10', value }))));

function certificate(subject: TestName, names: readonly Uint8Array[], constraints?: Uint8Array): Certificate {
  const extensions = [
    ...(names.length === 0 ? [] : [{ oid: EXTENSION.subjectAltName, value: derSequence(...names) }]),
    ...(constraints === undefined ? [] : [{ oid: EXTENSION.nameConstraints, critical: true, value: constraints }]),
  ];
  return parseCertificate(
    makeCertificate({ issuedBy: root, subject, publicKeyInfo: makeKey('ec-p256', 'leaf').publicKeyInfo, serialNumber: 1, extensions }),
  );
}

const trees = (n: number, bases: readonly Uint8Array[]) =>
  bases.length === 0 ? undefined : derValue(contextConstructed(n), ...bases.map((base) => derSequence(base)));

function ask(
  names: readonly Uint8Array[],
  { permitted = [], excluded = [] }: { permitted?: readonly Uint8Array[]; excluded?: readonly Uint8Array[] },
  subject: TestName = [],
) {
  const authority = certificate('CA', [], derSequence(trees(0, permitted), trees(1, excluded)));
  return problemOfNames(authority, certificate(subject, names))?.status ?? 'pass';
}

test.each([
  ['dns', dns('a.example.com'), dns('example.com'), dns('example.org')],
  ['dns with a point', dns('a.example.com'), dns('.example.com'), dns('xample.com')],
  ['a mailbox', mail('ann@example.com'), mail('ann@EXAMPLE.com'), mail('bob@example.com')],
  ['a mail host', mail('ann@example.com'), mail('example.com'), mail('.example.com')],
  ['a mail domain', mail('ann@a.example.com'), mail('.example.com'), mail('example.com')],
  ['a URI', uri('https://u@a.example.com:8/x'), uri('.example.com'), uri('example.com')],
  ['an address', ip(10, 1, 2, 3), ip(10, 0, 0, 0, 255, 0, 0, 0), ip(11, 0, 0, 0, 255, 0, 0, 0)],
  ['a directory name', directory('Acme', 'Plant'), directory('acme'), directory('Plant')],
])('%s lies within its subtree, and not within another', (_, name, inside, outside) => {
  expect(ask([name], { permitted: [inside] })).toBe('pass');
  expect(ask([name], { permitted: [outside] })).toBe('fail');
  expect(ask([name], { excluded: [inside] })).toBe('fail');
  expect(ask([name], { excluded: [outside] })).toBe('pass');
  expect(ask([name], { permitted: [outside, inside] })).toBe('pass');
  expect(ask([name], { permitted: [inside], excluded: [inside] })).toBe('fail');
});

test('a kind of name that no subtree speaks of is free', () => {
  expect(ask([dns('a.example.com')], { permitted: [mail('example.com')] })).toBe('pass');
});

test('each type of otherName is a kind of its own', () => {
  const other = (type: string) => derValue(contextConstructed(0), derOid(type), derValue(contextConstructed(0), derSequence()));
  const [principal, platform] = [other('1.3.6.1.4.1.311.20.2.3'), other('2.23.133.5.1.8')];
  expect(ask([platform], { permitted: [principal] })).toBe('pass');
  expect(ask([platform], { excluded: [principal] })).toBe('pass');
  expect(ask([platform], { permitted: [platform] })).toBe('unknown');
});

test('the subject is a directory name, an empty one is none', () => {
  const acme = [{ oid: '2.5.4.10', value: 'Acme' }];
  expect(ask([], { permitted: [directory('Acme')] }, acme)).toBe('pass');
  expect(ask([], { permitted: [directory('Other')] }, acme)).toBe('fail');
  expect(ask([], { permitted: [directory('Other')] }, [])).toBe('pass');
});

test('an address in the subject counts where there is no other', () => {
  const subject = [{ oid: '1.2.840.113549.1.9.1', value: 'ann@evil.com' }];
  expect(ask([], { permitted: [mail('example.com')] }, subject)).toBe('fail');
});

test('what is not evaluated is unknown, never a pass', () => {
  const registered = derValue(contextPrimitive(8), Uint8Array.of(0x2a, 3));
  expect(ask([registered], { permitted: [registered] })).toBe('unknown');
  expect(ask([uri('urn:x')], { permitted: [uri('example.com')] })).toBe('unknown');
  const authority = certificate('CA', [], derInteger(1));
  expect(problemOfNames(authority, certificate('x', []))?.status).toBe('unknown');
  const bounded = derSequence(derValue(contextConstructed(0), derSequence(dns('a'), derInteger(1, contextPrimitive(0)))));
  expect(problemOfNames(certificate('CA', [], bounded), certificate('x', []))?.status).toBe('unknown');
});
