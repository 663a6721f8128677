import { expect, test } from 'vitest';
import type { ReadDocument } from '#lib/artifact/types.ts';
import { digestOf } from '#lib/encoding/digest.ts';
import { TRAIT_CATEGORY } from '#lib/platform-cert/trait-oids.ts';
import { NO_TRAITS } from '#lib/platform-cert/trait-rules.ts';
import type { ComponentCertificateReference } from '#lib/platform-cert/trait-types.ts';
import { laterBaseOf, referenceTrait } from '#lib/testing/device-chains.ts';
import { certifiedPart, ekOf, evidenceOf, forged, handIn, STRANGER, verifyByIssuer } from '#lib/testing/device-evidence.ts';
import { makeName } from '#lib/testing/device-states.ts';
import { assembleDevices } from '../assemble.ts';
import { linkKeysOf, MAX_NAMED } from './keys.ts';

const SHA256 = '2.16.840.1.101.3.4.2.1';
const cardCertificate = laterBaseOf('card', [], {
  issuer: makeName('Vendor CA'),
  serialNumber: 9n,
  holder: { issuer: makeName('TPM Vendor CA'), serialNumber: 99n },
  platform: { manufacturer: 'Mandarin', model: 'MN-25', version: '1', serial: 'MN0042', manufacturerId: null },
});
const ekSigned = ekOf('ek', { signature: 'ek signature' });
const named = { issuer: makeName('Vendor CA'), serialNumber: 9n };
const byName: ComponentCertificateReference = { hashAlgorithm: null, hashOverSignatureValue: null, issuerSerial: named };
const withDigest = (label: string): ComponentCertificateReference => ({
  hashAlgorithm: SHA256,
  hashOverSignatureValue: digestOf('sha256', new TextEncoder().encode(label)),
  issuerSerial: named,
});

const baseWith = (reference: ComponentCertificateReference): ReadDocument =>
  laterBaseOf('base', [], { components: [{ ...certifiedPart({ serial: 'A' }), platformCertificate: reference }] });

const referencesOf = (base: ReadDocument, ...others: readonly ReadDocument[]) =>
  assembleDevices(evidenceOf([base, ...others].map((read) => handIn(read))), { verify: verifyByIssuer })
    .devices.flatMap(({ documents }) => documents)
    .find(({ read }) => read.id === base.id)
    ?.checks.find(({ id }) => id === 'references');

test("a component's certificate that is at hand is found, by its name alone or with the digest of its signature", () => {
  expect(referencesOf(baseWith(byName), cardCertificate)).toMatchObject({ status: 'pass', detail: expect.stringContaining('is at hand') });
  expect(referencesOf(baseWith(withDigest('card')), cardCertificate)?.status).toBe('pass');
});

test('one that is not at hand leaves the answer unknown, and one of another signature contradicts', () => {
  expect(referencesOf(baseWith(byName))).toMatchObject({
    status: 'unknown',
    detail: expect.stringContaining('9 of CN=Vendor CA) is not at hand'),
  });
  expect(referencesOf(baseWith(withDigest('another')), cardCertificate)).toMatchObject({
    status: 'fail',
    detail: expect.stringContaining('another signature'),
  });
});

test('what a stranger made under the name neither is nor contradicts the certificate', () => {
  const stranger = { ...cardCertificate, document: laterBaseOf('card', [], { issuer: STRANGER, serialNumber: 9n }).document };
  const reference = { ...withDigest('another'), issuerSerial: { issuer: STRANGER, serialNumber: 9n } };
  expect(referencesOf(baseWith(reference), stranger)?.status).toBe('unknown');
});

const byDigest = (label: string, hashAlgorithm = SHA256): ComponentCertificateReference => ({
  ...withDigest(label),
  hashAlgorithm,
  issuerSerial: null,
});

test('a digest alone leads to the certificate of that signature, whatever its name', () => {
  expect(referencesOf(baseWith(byDigest('card')), cardCertificate)).toMatchObject({ status: 'pass' });
  expect(referencesOf(baseWith(byDigest('another')), cardCertificate)).toMatchObject({
    status: 'unknown',
    detail: 'the certificate of component 1 is not at hand',
  });
});

test('what has the signature and does not convince is not what a digest means', () => {
  expect(referencesOf(baseWith(byDigest('card')), forged(cardCertificate))?.status).toBe('unknown');
  const ekReference = { ...byDigest('ek'), hashOverSignatureValue: digestOf('sha256', new TextEncoder().encode('ek signature')) };
  const anchored = laterBaseOf('anchored', [], {
    traits: { ...NO_TRAITS, cryptographicAnchors: [referenceTrait(TRAIT_CATEGORY.ekCertificate, ekReference)] },
  });
  expect(referencesOf(anchored, ekSigned)?.status).toBe('pass');
  expect(referencesOf(anchored, forged(ekSigned))?.status).toBe('unknown');
});

test('a digest by an algorithm that is not looked for says so', () => {
  expect(referencesOf(baseWith(byDigest('card', '2.16.840.1.101.3.4.2.8')), cardCertificate)).toMatchObject({
    status: 'unknown',
    detail: expect.stringContaining('by an algorithm that is not looked for'),
  });
});

test('an EK certificate among the anchors is looked for too; a certificate that names nothing has no such check', () => {
  const ekReference = { ...byName, issuerSerial: { issuer: makeName('TPM Vendor CA'), serialNumber: 7n } };
  const anchored = laterBaseOf('anchored', [], {
    traits: { ...NO_TRAITS, cryptographicAnchors: [referenceTrait(TRAIT_CATEGORY.ekCertificate, ekReference)] },
  });
  expect(referencesOf(anchored, ekOf('ek'))?.status).toBe('pass');
  expect(referencesOf(laterBaseOf('plain', []))).toBeUndefined();
});

test('what is named is looked for beside the device: it is among the names, and among no keys that connect', () => {
  const [sought] = linkKeysOf(baseWith(byDigest('card'))).names;
  expect(linkKeysOf(cardCertificate).signatures).toContain(sought);
  const { names, references } = linkKeysOf(baseWith(byName));
  expect(names).toEqual([linkKeysOf(cardCertificate).strong.find((key) => key.startsWith('platform-cert:'))]);
  expect(references.filter((key) => key.startsWith('platform-cert:'))).toEqual([]);
});

test('one that is named and belongs to none of the devices answers the same, and makes none', () => {
  const base = baseWith(withDigest('card'));
  const beside = handIn(cardCertificate);
  const evidence = { ...evidenceOf([handIn(base)]), named: [{ submission: beside.submission, documents: [cardCertificate] }] };
  const { devices } = assembleDevices(evidence, { verify: verifyByIssuer });
  expect(devices).toHaveLength(1);
  expect(devices[0]?.documents.flatMap(({ checks }) => checks).find(({ id }) => id === 'references')?.status).toBe('pass');
});

test('digests count in the limit of what a certificate makes its fold load', () => {
  const components = Array.from({ length: MAX_NAMED + 9 }, (_, index) => ({
    ...certifiedPart({}),
    platformCertificate: byDigest(`card ${index}`),
  }));
  expect(linkKeysOf(laterBaseOf('base', [], { components })).names).toHaveLength(MAX_NAMED);
});

test('of a certificate that names more others than the limit, no more are looked for', () => {
  const reference = (serialNumber: number) => ({ ...byName, issuerSerial: { ...named, serialNumber: BigInt(serialNumber) } });
  const components = Array.from({ length: MAX_NAMED + 9 }, (_, index) => ({ ...certifiedPart({}), platformCertificate: reference(index) }));
  expect(linkKeysOf(laterBaseOf('base', [], { components })).names).toHaveLength(MAX_NAMED);
});

test('it stays a device of its own', () => {
  const { devices } = assembleDevices(evidenceOf([baseWith(byName), cardCertificate].map((read) => handIn(read))), {
    verify: verifyByIssuer,
  });
  expect(devices).toHaveLength(2);
});
