import { expect, test } from 'vitest';
import { childrenOf, contextConstructed, contextPrimitive, rawOf, readDer, TAG } from '#lib/encoding/der.ts';
import { derOctets, derOid, derSequence, derString, derValue } from '#lib/encoding/der-write.ts';
import { ParseError } from '#lib/encoding/parse-error.ts';
import { encodeAttribute } from '#lib/testing/platform-certificate-attributes.ts';
import { readPlatformSample } from '#lib/testing/platform-certificate-reading.ts';
import { FULL_BASE, PLAIN_BASE } from '#lib/testing/platform-certificate-samples.ts';
import { TRAIT_BASE, TRAIT_KEY } from '#lib/testing/platform-certificate-trait-samples.ts';
import { makePlatformCertificate, type TestComponent } from '#lib/testing/platform-certificates.ts';
import { MAX_CERTIFICATE_BYTES } from '#lib/x509/certificate.ts';
import { MAX_ATTRIBUTES } from './attribute-certificate.ts';
import { identifyAttributeCertificate } from './identify.ts';
import { CONFIGURATION } from './oids.ts';
import { parsePlatformCertificate } from './parse.ts';
import { MAX_COMPONENTS, MAX_PROPERTIES } from './parse-configuration.ts';
import { MAX_WARNINGS } from './parse-warnings.ts';
import { MAX_TRAITS } from './read-trait.ts';
import { MAX_TEXT_CHARACTERS, MAX_URI_CHARACTERS } from './reading.ts';
import { stripTpmNvHeader } from './strip-nv-header.ts';
import { TRAIT_CATEGORY, TRAIT_ID } from './trait-oids.ts';

/** The code of the refusal, or undefined for a document that is read; any other error is a crash and fails the test. */
function refusalOf(der: Uint8Array): string | undefined {
  try {
    readPlatformSample(der);
    return undefined;
  } catch (error) {
    if (error instanceof ParseError) return error.code;
    throw error;
  }
}

/** A pseudo-random sequence, the same in every run. */
function* randomNumbers(seed: number): Generator<number> {
  for (let state = seed; ; ) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    yield state;
  }
}

const component = (index: number): TestComponent => ({ manufacturer: 'Lime', model: `L${index}` });
const withComponents = (count: number): Uint8Array =>
  makePlatformCertificate({ ...PLAIN_BASE, specVersion: '1.0', components: Array.from({ length: count }, (_, index) => component(index)) });
const withConfiguration = (value: Uint8Array): Uint8Array =>
  makePlatformCertificate({ ...PLAIN_BASE, attributes: [encodeAttribute(CONFIGURATION.v2, value)] });

const EACH = [
  ['1.1', FULL_BASE],
  ['2.1', TRAIT_BASE],
  ['2.1 in the public-key form', { ...TRAIT_BASE, boundKey: TRAIT_KEY }],
] as const;

test.each(EACH)('a certificate of %s cut at any length is refused as truncated or empty', (_, description) => {
  const der = makePlatformCertificate(description);
  for (let length = 0; length < der.length; length += 1) {
    expect(refusalOf(der.subarray(0, length)), `cut at ${length}`).toBe(length === 0 ? 'empty-file' : 'truncated');
    expect(identifyAttributeCertificate(der.subarray(0, length))).toBeUndefined();
  }
});

test('octets after the certificate are refused with the offset', () => {
  const der = makePlatformCertificate(PLAIN_BASE);
  const padded = new Uint8Array([...der, 0]);
  expect(() => parsePlatformCertificate(padded)).toThrowError(expect.objectContaining({ code: 'trailing-data', offset: der.length }));
});

test.each(EACH)('turned octets of %s, several at once, are read or refused and never crash', (_, description) => {
  const der = makePlatformCertificate(description);
  const numbers = randomNumbers(7);
  const next = (): number => numbers.next().value ?? 0;
  for (let round = 0; round < 1500; round += 1) {
    const turned = Uint8Array.from(der);
    for (let count = 1 + (next() % 4); count > 0; count -= 1) turned[next() % der.length] = next() & 0xff;
    refusalOf(turned);
    identifyAttributeCertificate(turned);
    stripTpmNvHeader(turned);
  }
  expect(refusalOf(der)).toBeUndefined();
});

test('lengths of four gigabytes and more are refused before memory is taken', () => {
  const der = makePlatformCertificate(PLAIN_BASE);
  expect(refusalOf(new Uint8Array([0x30, 0x84, 0xff, 0xff, 0xff, 0xff, ...der.subarray(4)]))).toBe('truncated');
  expect(refusalOf(new Uint8Array([0x30, 0x88, 1, 0, 0, 0, 0, 0, 0, 0, ...der.subarray(4)]))).toBe('bad-length');
  expect(refusalOf(new Uint8Array([0x30, 0x80, ...der.subarray(4), 0, 0]))).toBe('bad-length');
});

test('a file above the limit is refused by its size, one at the limit is looked at', () => {
  expect(refusalOf(new Uint8Array(MAX_CERTIFICATE_BYTES + 1))).toBe('too-large');
  expect(refusalOf(new Uint8Array(MAX_CERTIFICATE_BYTES))).not.toBe('too-large');
});

test('components are counted: the limit is read, one more is refused', () => {
  expect(parsePlatformCertificate(withComponents(MAX_COMPONENTS)).components).toHaveLength(MAX_COMPONENTS);
  expect(refusalOf(withComponents(MAX_COMPONENTS + 1))).toBe('too-many');
});

test('properties and attributes are counted too', () => {
  const properties = (length: number) => Array.from({ length }, (_, index) => ({ name: `p${index}`, value: '1' }));
  expect(refusalOf(makePlatformCertificate({ ...PLAIN_BASE, properties: properties(MAX_PROPERTIES) }))).toBeUndefined();
  expect(refusalOf(makePlatformCertificate({ ...PLAIN_BASE, properties: properties(MAX_PROPERTIES + 1) }))).toBe('too-many');
  const attributes = (length: number) => [
    encodeAttribute(CONFIGURATION.v2, derSequence()),
    ...Array(length - 1).fill(encodeAttribute('2.999', derString('x'))),
  ];
  expect(refusalOf(makePlatformCertificate({ ...PLAIN_BASE, attributes: attributes(MAX_ATTRIBUTES) }))).toBeUndefined();
  expect(refusalOf(makePlatformCertificate({ ...PLAIN_BASE, attributes: attributes(MAX_ATTRIBUTES + 1) }))).toBe('too-many');
});

test('longer texts and addresses than the profile allows are read, with a warning', () => {
  const codes = (model: string, uri: string) => {
    const der = makePlatformCertificate({
      ...PLAIN_BASE,
      components: [{ ...component(1), model, class: null }],
      specVersion: '1.0',
      platformConfigUri: { uri },
    });
    return parsePlatformCertificate(der).warnings.map(({ code, path }) => `${code} ${path}`);
  };
  expect(codes('x'.repeat(MAX_TEXT_CHARACTERS), 'u'.repeat(MAX_URI_CHARACTERS))).toEqual([]);
  expect(codes('x'.repeat(MAX_TEXT_CHARACTERS + 1), 'u'.repeat(MAX_URI_CHARACTERS + 1))).toEqual([
    'long-string components[0].model',
    'long-string platformConfigUri',
  ]);
});

test('nesting without end inside an unknown element is kept, and where it is read it is refused', () => {
  const nested = (depth: number): Uint8Array => (depth === 0 ? derString('deep') : derSequence(nested(depth - 1)));
  expect(refusalOf(withConfiguration(derSequence(derValue(contextConstructed(9), nested(200)))))).toBeUndefined();
  const list = derValue(contextConstructed(0), nested(200));
  expect(refusalOf(withConfiguration(derSequence(list)))).toBe('bad-tag');
});

const traitsOf = (...traits: readonly Uint8Array[]): Uint8Array => {
  const configuration = derSequence(derValue(contextConstructed(0), derSequence(...traits)));
  return makePlatformCertificate({ ...TRAIT_BASE, attributes: [encodeAttribute(CONFIGURATION.v3, configuration)] });
};
const trait = (id: string, category: string, value: Uint8Array): Uint8Array =>
  derSequence(derOid(id), derOid(category), derOid('2.23.133.18.3.1'), value);

test('a trait that says which part a component is must be readable; any other is kept unread, with a warning', () => {
  const serial = trait(TRAIT_ID.utf8String, TRAIT_CATEGORY.componentSerial, derOctets(derString('\u00e9', TAG.utf8String).subarray(0, 3)));
  expect(refusalOf(traitsOf(serial))).toBe('truncated');
  const location = trait(TRAIT_ID.utf8String, TRAIT_CATEGORY.componentLocation, derOctets(Uint8Array.of(0x0c, 9)));
  const [component] = readPlatformSample(traitsOf(location)).components;
  expect(component?.traits[0]?.value).toMatchObject({ kind: 'unread', raw: Uint8Array.of(4, 2, 0x0c, 9) });
});

test('a value that goes on after its end, an empty one, and a trait without one are refused where they matter', () => {
  const serial = (value: Uint8Array) => trait(TRAIT_ID.utf8String, TRAIT_CATEGORY.componentSerial, value);
  expect(refusalOf(traitsOf(serial(derOctets(new Uint8Array([...derString('A'), ...derString('B')])))))).toBe('trailing-data');
  expect(refusalOf(traitsOf(serial(derOctets(new Uint8Array()))))).toBe('missing-field');
  expect(refusalOf(traitsOf(derSequence(derOid(TRAIT_ID.oid), derOid('2.999.1'), derOid('2.999.2'))))).toBe('missing-field');
});

test('traits are counted: the limit is read, one more is refused', () => {
  const many = (count: number) => Array.from({ length: count }, () => trait(TRAIT_ID.oid, '2.999.1', derOctets(derOid('2.999.2'))));
  expect(refusalOf(traitsOf(...many(MAX_TRAITS)))).toBeUndefined();
  expect(refusalOf(traitsOf(...many(MAX_TRAITS + 1)))).toBe('too-many');
});

test('bad UTF-8 in a component is refused with the octet', () => {
  const broken = derValue(0x0c, Uint8Array.of(0x41, 0xc0, 0xaf));
  const list = derValue(contextConstructed(0), derSequence(broken, derString('L1')));
  expect(refusalOf(withConfiguration(derSequence(list)))).toBe('bad-utf8');
});

test('control and bidirectional characters are text like any other', () => {
  const model = 'L1\u202e\u0000<script>';
  const der = makePlatformCertificate({ ...PLAIN_BASE, components: [{ manufacturer: 'Lime', model }] });
  expect(parsePlatformCertificate(der).components[0]?.model).toBe(model);
});

test('an unreadable attribute that nothing depends on is a warning, and is kept whole', () => {
  const broken = encodeAttribute('2.23.133.2.19', derString('no sequence'));
  const der = makePlatformCertificate({ ...PLAIN_BASE, moreAttributes: [broken] });
  const document = parsePlatformCertificate(der);
  expect(document.tbbSecurityAssertions).toBeNull();
  expect(document.otherAttributes.map(({ oid }) => oid)).toEqual(['2.23.133.2.19']);
  expect(document.warnings.map(({ code }) => code)).toContain('malformed-field');
});

test('an unreadable subjectAltName leaves the platform unnamed, with a warning', () => {
  const extensions = [{ oid: '2.5.29.17', value: derSequence(derOid('2.999')) }];
  const document = parsePlatformCertificate(makePlatformCertificate({ ...PLAIN_BASE, extensions }));
  expect(document.platform.manufacturer).toBeNull();
  expect(document.warnings).toEqual([expect.objectContaining({ code: 'malformed-field', path: 'platform' })]);
});

test('warnings are bounded, and their excess is counted', () => {
  const components = Array.from({ length: 300 }, () => ({ manufacturer: 'Lime', model: '' }));
  const { warnings } = parsePlatformCertificate(makePlatformCertificate({ ...PLAIN_BASE, specVersion: '1.0', components }));
  expect(warnings).toHaveLength(MAX_WARNINGS + 1);
  expect(warnings.at(-1)).toEqual({ code: 'more-warnings', detail: '100 more warnings are not shown' });
});

test('unique identifiers of the public-key form are kept as unread parts, octet by octet', () => {
  const parts = childrenOf(readDer(makePlatformCertificate({ ...TRAIT_BASE, boundKey: TRAIT_KEY })));
  const [tbs, ...signature] = parts;
  if (tbs === undefined) throw new Error('the sample has no signed part');
  const fields = childrenOf(tbs).map(rawOf);
  const identifiers = [1, 2].map((n) => derValue(contextPrimitive(n), Uint8Array.of(0, 0xab, n)));
  const changed = derSequence(...fields.slice(0, -1), ...identifiers, ...fields.slice(-1));
  const { unread } = readPlatformSample(derSequence(changed, ...signature.map(rawOf)));
  expect(unread.map(({ path, raw }) => [path, [...raw]])).toEqual([
    ['issuerUniqueID', [0x81, 3, 0, 0xab, 1]],
    ['subjectUniqueID', [0x82, 3, 0, 0xab, 2]],
  ]);
});

test('a hardware address has twelve digits with any separators, or is told', () => {
  const isOdd = (value: string): boolean => {
    const component = { manufacturer: 'Maker', model: 'Card', addresses: [{ kind: 'ethernet-mac', value }] };
    const { components, warnings } = parsePlatformCertificate(makePlatformCertificate({ ...PLAIN_BASE, components: [component] }));
    expect(components[0]?.addresses).toEqual(component.addresses);
    return warnings.some(({ code }) => code === 'odd-mac-address');
  };
  for (const value of ['0200C0FFEE01', '02:00:c0:ff:ee:01', '02-00-c0-ff-ee-01', '0200.c0ff.ee01', ' 02 00 - c0ffee:01. ']) {
    expect([value, isOdd(value)]).toEqual([value, false]);
  }
  for (const value of ['0200C0FFEE0', '0200C0FFEE011', '02/00/c0/ff/ee/01', '0200C0FFEE0G', '::', '02:00:c0:ff:ee:01\n']) {
    expect([value, isOdd(value)]).toEqual([value, true]);
  }
});
