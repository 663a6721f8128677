import fc from 'fast-check';
import { expect, test } from 'vitest';
import { canonicalJson } from '#lib/encoding/canonical-json.ts';
import { ParseError } from '#lib/encoding/parse-error.ts';
import { toJson } from '#lib/testing/platform-certificate-json.ts';
import { readPlatformSample } from '#lib/testing/platform-certificate-reading.ts';
import { FULL_BASE, PLATFORM_CERTIFICATE_SAMPLES, SAMPLE_AUTHORITY } from '#lib/testing/platform-certificate-samples.ts';
import { makePlatformCertificate, type PlatformCertificateDescription } from '#lib/testing/platform-certificates.ts';
import { parseCertificate } from '#lib/x509/certificate.ts';
import { parsePlatformCertificate } from './parse.ts';
import type { PlatformCertificate } from './types.ts';
import { verifyPlatformCertificate } from './verify.ts';

const READABLE = Object.entries(PLATFORM_CERTIFICATE_SAMPLES).flatMap(([name, make]): [string, Uint8Array][] => {
  try {
    readPlatformSample(make());
    return [[name, make()]];
  } catch {
    return [];
  }
});

/** Everything that the document says, without the fields that repeat its octets. */
function saidBy({ der: _, tbs: __, id: ___, ...said }: PlatformCertificate): string {
  return canonicalJson(toJson(said));
}

/** What a reader says of the bytes: the document, or the refusal. */
function answerTo(der: Uint8Array): string {
  try {
    return saidBy(readPlatformSample(der));
  } catch (error) {
    if (error instanceof ParseError) return `refused: ${error.code}`;
    throw error;
  }
}

const SIGNATURE_OCTETS = 256;

/** Samples that say the same as another one in another form: its readers were tried octet by octet. */
const strideOf = (name: string): number => (/-raw|key-form|nested/.test(name) ? 3 : 1);

test('there are samples to try', () => expect(READABLE.length).toBeGreaterThan(15));

test.each(READABLE)('every octet of %s belongs to a field, an extension or an unread part', (name, der) => {
  const said = answerTo(der);
  const silent: number[] = [];
  for (let at = 0; at < der.length; at += strideOf(name)) {
    // Every octet of the fields; of the signature, which is one field, some.
    if (at > der.length - SIGNATURE_OCTETS && at % 32 !== 0) continue;
    const turned = Uint8Array.from(der);
    turned[at] = (turned[at] ?? 0) ^ (1 << (at % 8));
    if (answerTo(turned) === said) silent.push(at);
  }
  expect(silent).toEqual([]);
});

test('no octet of a verified certificate can be turned and still verify', () => {
  const der = makePlatformCertificate(FULL_BASE);
  const anchors = [{ certificate: parseCertificate(SAMPLE_AUTHORITY.certificate) }];
  const passes = (bytes: Uint8Array): boolean => {
    try {
      const document = parsePlatformCertificate(bytes);
      const checks = verifyPlatformCertificate(document, {
        anchors,
        intermediates: [],
        endorsementKeyCertificates: [],
        at: '2026-01-01T00:00:00Z',
      });
      return checks.every(({ id, status }) => !['signature', 'chain'].includes(id) || status === 'pass');
    } catch (error) {
      if (error instanceof ParseError) return false;
      throw error;
    }
  };
  expect(passes(der)).toBe(true);
  for (let at = 0; at < der.length; at += 5) {
    const turned = Uint8Array.from(der);
    turned[at] = (turned[at] ?? 0) ^ (1 << (at % 8));
    expect(passes(turned), `octet ${at}`).toBe(false);
  }
});

const text = fc.string({ minLength: 1, maxLength: 40, unit: 'grapheme' });
const oid = fc.array(fc.nat(70_000), { minLength: 1, maxLength: 5 }).map((arcs) => `1.3.6.1.4.1.${arcs.join('.')}`);
const uri = fc
  .record({ uri: fc.webUrl(), hash: fc.option(fc.uint8Array({ minLength: 32, maxLength: 32 })) })
  .map(({ uri: address, hash }) => ({
    uri: address,
    ...(hash === null ? {} : { hashAlgorithm: '2.16.840.1.101.3.4.2.1', hashValue: hash }),
  }));
const status = fc.constantFrom('added', 'modified', 'removed');
const component = fc.record({
  class: fc.record({
    registry: fc.constant('2.23.133.18.3.1'),
    value: fc.nat(0xffffff).map((n) => n.toString(16).toUpperCase().padStart(8, '0')),
  }),
  manufacturer: text,
  model: text,
  serial: fc.option(text),
  revision: fc.option(text),
  manufacturerId: fc.option(oid),
  fieldReplaceable: fc.option(fc.boolean()),
  addresses: fc.array(fc.record({ kind: fc.constantFrom('ethernet-mac', 'wlan-mac', '2.999.5'), value: text }), { maxLength: 3 }),
  status: fc.option(status),
});
const property = fc.record({ name: text, value: text, status: fc.option(status) });
const description = fc.record({
  kind: fc.constantFrom('base' as const, 'delta' as const),
  serialNumber: fc.bigInt({ min: 1n, max: 2n ** 159n }),
  components: fc.array(component, { maxLength: 8 }),
  properties: fc.array(property, { maxLength: 4 }),
  componentsUri: uri,
  propertiesUri: uri,
  platformConfigUri: uri,
  platform: fc.record({ manufacturer: text, model: text, version: text, serial: fc.option(text), manufacturerId: fc.option(oid) }),
  holder: fc.record({ issuer: text, serialNumber: fc.bigInt({ min: 0n, max: 2n ** 159n }) }),
  targets: fc.array(fc.record({ issuer: text, serialNumber: fc.bigInt({ min: 1n, max: 2n ** 150n }) }), { maxLength: 2 }),
});

test('what our own maker writes reads back to the same values, and is written again to the same octets', () => {
  fc.assert(
    fc.property(description, (described) => {
      const whole: PlatformCertificateDescription = { authority: SAMPLE_AUTHORITY, ...described };
      const der = makePlatformCertificate(whole);
      const document = parsePlatformCertificate(der);
      expect(document).toMatchObject({
        serialNumber: described.serialNumber,
        platform: described.platform,
        components: described.components,
        properties: described.properties,
        componentsUri: described.componentsUri,
      });
      expect(document.unread).toEqual([]);
      expect(Buffer.from(makePlatformCertificate({ ...whole, ...descriptionOf(document) })).equals(der)).toBe(true);
    }),
    { numRuns: 40 },
  );
});

/** The description that a document gives of itself. */
function descriptionOf(document: PlatformCertificate): Partial<PlatformCertificateDescription> {
  const { components, properties, platform, serialNumber, notBefore, notAfter, holder, targets } = document;
  const named = ({ issuer, serialNumber: serial }: PlatformCertificate['targets'][number]) => ({
    issuer: issuer.rdns.flat(),
    serialNumber: serial,
  });
  const written = components.map(
    ({ offset: _, platformCertificate: __, platformCertificateUri: ___, traits: ____, ...component }) => component,
  );
  const identity = { manufacturer: platform.manufacturer ?? '', model: platform.model ?? '', version: platform.version ?? '' };
  return {
    components: written,
    properties,
    platform: { ...identity, serial: platform.serial, manufacturerId: platform.manufacturerId },
    serialNumber,
    notBefore,
    notAfter,
    holder: holder === null ? null : named(holder),
    targets: targets.map(named),
  };
}
