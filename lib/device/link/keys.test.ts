import { expect, test } from 'vitest';
import type { ReadDocument } from '#lib/artifact/types.ts';
import { makeCertificate, makeEkCertificate, makeInventory, makeName, makePlatformCertificate } from '#lib/testing/device-states.ts';
import { linkKeysOf } from './keys.ts';

const read = (document: NonNullable<ReadDocument['document']>): ReadDocument => ({
  id: 'id',
  kind: document.kind,
  document,
  warnings: [],
  error: null,
  offset: 0,
});

test('a base points to the EK certificate that its holder names', () => {
  const ek = linkKeysOf(read(makeEkCertificate({ certificate: makeCertificate({ issuer: makeName('TPM CA'), serialNumber: 9n }) })));
  const base = linkKeysOf(read(makePlatformCertificate({ holder: { issuer: makeName('tpm  ca'), serialNumber: 9n } })));
  expect(base.references).toHaveLength(1);
  expect(ek.strong).toContain(base.references[0]);
});

test('a delta points to the platform certificate that it continues, and claims no platform of its own', () => {
  const base = makePlatformCertificate({ serialNumber: 5n });
  const delta = makePlatformCertificate({
    kind: 'delta-platform-certificate',
    holder: { issuer: base.issuer, serialNumber: 5n },
    serialNumber: 6n,
  });
  const keys = linkKeysOf(read(delta));
  expect(linkKeysOf(read(base)).strong).toContain(keys.references[0]);
  expect(keys.strong.some((key) => key.startsWith('platform:'))).toBe(false);
});

test('the same holder with another platform serial is another platform', () => {
  const base = makePlatformCertificate();
  const other = makePlatformCertificate({ platform: { ...base.platform, serial: 'P-200' } });
  expect(linkKeysOf(read(base)).strong[0]).not.toBe(linkKeysOf(read(other)).strong[0]);
});

test('spelling and placeholders make no other platform', () => {
  const base = makePlatformCertificate({
    platform: { manufacturer: 'Pomelo', model: 'Rack 2', version: null, serial: 'p-100', manufacturerId: null },
  });
  const other = makePlatformCertificate({
    platform: { manufacturer: 'POMELO ', model: 'Rack  2', version: 'Not Specified', serial: 'P-100', manufacturerId: null },
  });
  expect(linkKeysOf(read(base)).strong[0]).toBe(linkKeysOf(read(other)).strong[0]);
});

test('an inventory has a weak key when its serial means something, and none otherwise', () => {
  const platform = makeInventory().platform;
  expect(linkKeysOf(read(makeInventory())).weak).toEqual(linkKeysOf(read(makePlatformCertificate())).weak);
  expect(linkKeysOf(read(makeInventory({ platform: { ...platform, serial: 'To Be Filled By O.E.M.' } }))).weak).toEqual([]);
});

test('an EK certificate whose key could not be read has its name as the only key', () => {
  expect(linkKeysOf(read(makeEkCertificate({ keyDigest: null }))).strong).toHaveLength(1);
});

test('a document that could not be read has no keys', () => {
  expect(linkKeysOf({ ...read(makeInventory()), document: undefined })).toEqual({
    strong: [],
    references: [],
    signatures: [],
    weak: [],
    names: [],
    lists: [],
  });
});
