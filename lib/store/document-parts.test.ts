import { serialize } from 'node:v8';
import { expect, test } from 'vitest';
import { readArtifact } from '#lib/artifact/read.ts';
import { toHex } from '#lib/encoding/bytes.ts';
import { evidenceFile, evidenceMembers, type MadeDevice, makeEvidence } from '#lib/testing/attestation-evidence.ts';
import { measuredFile } from '#lib/testing/ima-logs.ts';
import { makeAttestationKey } from '#lib/testing/tpm-quotes.ts';
import { tpmDigest } from '#lib/tpm/algorithms.ts';
import { entriesOf, LONG_RUN_ENTRIES, RUN_ENTRIES, runsOf } from '#lib/tpm/ima-entries.ts';
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

const files = Array.from({ length: 3 * RUN_ENTRIES + 5 }, (_, index) => ({
  ...measuredFile(`/usr/lib/${index}`),
  isViolation: index % 50 === 7,
}));
/** The sum of the start goes first, so that a list has an entry more than files. */
const listing = (nonce: number, entries: number) => read(nonce, { files: files.slice(0, entries - 1) });

/** The file that a list was read from, written again from its entries alone. */
function textOf({ document }: ReturnType<typeof read>): string {
  if (document?.kind !== 'attestation-evidence' || document.imaLog.state !== 'read') throw new Error('no list');
  const lines = entriesOf(document.imaLog.log).map(({ pcr, template, algorithm, fileDigest, path, templateData }) => {
    const beside = templateData === null ? new Uint8Array(20) : tpmDigest('sha1', templateData);
    return `${pcr} ${toHex(beside)} ${template} ${algorithm}:${toHex(fileDigest)} ${path}\n`;
  });
  return lines.join('');
}

test.each([1, 2, RUN_ENTRIES - 1, RUN_ENTRIES, RUN_ENTRIES + 1, 2 * RUN_ENTRIES, 3 * RUN_ENTRIES + 5])(
  'a measurement list of %i entries is put together octet for octet',
  (entries) => {
    const document = listing(1, entries);
    const { body, parts } = packDocument(document);
    const together = unpackDocument(
      body,
      parts.map((part) => unpackPart(part.body)),
    );
    expect(together).toEqual(document);
    const { imaLog } = makeEvidence({ key, nonce: new Uint8Array(32).fill(1), files: files.slice(0, entries - 1) });
    expect(textOf(together)).toBe(Buffer.from(imaLog ?? []).toString('utf8'));
    expect(parts).toHaveLength(8 + Math.ceil(entries / RUN_ENTRIES));
  },
);

test('a longer list has each full run of the shorter one in common with it, and nothing else is kept again', () => {
  const short = partsOf(listing(1, 2 * RUN_ENTRIES + 3));
  const long = partsOf(listing(2, 3 * RUN_ENTRIES + 3));
  const [first, second, rest] = short.slice(8);
  expect(long.slice(8, 10)).toEqual([first, second]);
  expect(long).not.toContain(rest);
  // What is new: that it is another list, its third full run, and the rest.
  expect(long.filter((digest) => !short.includes(digest))).toHaveLength(3);
});

test('a list of months has few parts: full short runs become long ones', () => {
  const entries = Array.from({ length: 2 * LONG_RUN_ENTRIES + RUN_ENTRIES + 1 }, (_, index) => ({ ...ENTRY, offset: index }));
  expect(runsOf(entries).map(({ length }) => length)).toEqual([LONG_RUN_ENTRIES, LONG_RUN_ENTRIES, RUN_ENTRIES, 1]);
  expect(runsOf(entries).flat()).toEqual(entries);
  const before = runsOf(entries.slice(0, LONG_RUN_ENTRIES - 1));
  expect(before).toHaveLength(LONG_RUN_ENTRIES / RUN_ENTRIES);
});

const ENTRY = {
  ...{ offset: 0, pcr: 10, template: 'ima-ng', algorithm: 'sha256', path: '/bin/true' },
  ...{ fileDigest: new Uint8Array(32), signature: null, templateData: null },
};

test('a list that was changed in its middle has the runs behind the change, and that of the change, for itself', () => {
  const changed = files.map((file, index) => (index === RUN_ENTRIES + 3 ? measuredFile('/usr/lib/other') : file));
  const [one, other] = [listing(1, 300), read(1, { files: changed.slice(0, 299) })].map((document) => partsOf(document).slice(8));
  expect(one?.map((digest, index) => digest === other?.[index])).toEqual([true, false, false]);
});

test('a list of an earlier version has its entries in one piece, and is read as it was', () => {
  const document = listing(1, 300);
  if (document.document?.kind !== 'attestation-evidence' || document.document.imaLog.state !== 'read') throw new Error('no list');
  const { log, ...imaLog } = document.document.imaLog;
  const list = { form: log.form, entries: entriesOf(log) };
  const then = { ...document, document: Object.assign({}, document.document, { imaLog: { ...imaLog, log: list } }) };
  expect(unpackDocument(serialize(then), [])).toEqual(document);
});
