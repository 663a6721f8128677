import { serialize } from 'node:v8';
import { expect, test } from 'vitest';
import { readArtifact } from '#lib/artifact/read.ts';
import { evidenceFile, evidenceMembers, type MadeDevice, makeEvidence } from '#lib/testing/attestation-evidence.ts';
import { makeAttestationKey } from '#lib/testing/tpm-quotes.ts';
import { unpackPart } from './document-parts.ts';
import { packDocument, unpackDocument } from './packed-document.ts';

const key = makeAttestationKey('ecdsa');
const read = (nonce: number, over: Partial<MadeDevice> = {}) => {
  const [document] = readArtifact(
    evidenceFile(evidenceMembers(makeEvidence({ key, nonce: new Uint8Array(32).fill(nonce), ...over }))),
  ).documents;
  if (document === undefined) throw new Error('nothing was read');
  return document;
};
const partsOf = (document: ReturnType<typeof read>) => packDocument(document).parts.map(({ digest }) => digest);

test('evidence is put together as it was read', () => {
  const document = read(1);
  const { body, parts } = packDocument(document);
  const together = unpackDocument(
    body,
    parts.map((part) => unpackPart(part.body)),
  );
  expect(together).toEqual(document);
});

test('two answers of one start have keys and log in common, and what is left is small', () => {
  expect(partsOf(read(2))).toEqual(partsOf(read(1)));
  const { body, parts } = packDocument(read(1));
  const log = parts.find(({ body: part }) => part.length > body.length);
  expect(log).toBeDefined();
  expect(body.length).toBeLessThan(2000);
});

test('a start that measured something else has another log, and the same keys', () => {
  const unlogged = [{ pcr: 4, data: Uint8Array.of(1) }];
  expect(partsOf(read(1, { unlogged }))).toEqual(partsOf(read(1)));
  const events = [{ pcr: 4, type: 'EV_EFI_BOOT_SERVICES_APPLICATION', data: Uint8Array.of(1), measured: Uint8Array.of(1) }] as const;
  const [one, other] = [partsOf(read(1)), partsOf(read(1, { events }))];
  expect(one.filter((digest, index) => digest !== other[index])).toHaveLength(1);
});

test('what an earlier version kept in one piece is read as it is', () => {
  const document = read(1);
  expect(unpackDocument(serialize(document), [])).toEqual(document);
});
