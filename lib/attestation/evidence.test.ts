import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { concatBytes, encodeUtf8, fromHex, toBase64, toHex } from '#lib/encoding/bytes.ts';
import { sha256Hex } from '#lib/encoding/digest.ts';
import { ParseError } from '#lib/encoding/parse-error.ts';
import { evidenceFile, evidenceMembers, makeEvidence } from '#lib/testing/attestation-evidence.ts';
import { SMALL_BOOT } from '#lib/testing/event-logs.ts';
import { looksLikeEvidence, MAX_CERTIFICATE_BYTES, MAX_EVIDENCE_BYTES, MAX_INVENTORY_BYTES, parseEvidence } from './evidence.ts';
import { inventoryManifest, qualifyingDataOf } from './evidence-binding.ts';

const inventory = [
  { name: 'lshw', octets: encodeUtf8('{"id":"machine"}') },
  { name: 'dmidecode', octets: encodeUtf8('# dmidecode 3.4\n') },
];
const made = makeEvidence({ inventory });
const members = evidenceMembers(made);

const refusal = (bytes: Uint8Array): Pick<ParseError, 'code' | 'path'> => {
  try {
    parseEvidence(bytes);
  } catch (error) {
    if (error instanceof ParseError) return { code: error.code, path: error.path };
    throw error;
  }
  return { code: 'unknown-format', path: 'was read' };
};
const refusalOf = (changed: Readonly<Record<string, unknown>>) => refusal(evidenceFile({ ...members, ...changed }));

test('evidence is read member by member, its inventory sorted by name', () => {
  const evidence = parseEvidence(evidenceFile(members));
  expect(evidence).toMatchObject({ kind: 'attestation-evidence', version: 1, endorsementKey: null, endorsementCertificate: null });
  expect(evidence.quote.octets).toEqual(made.quote);
  expect(evidence.attestationKey.octets).toEqual(made.key.publicArea.subarray(2));
  expect(evidence.eventLog).toMatchObject({ state: 'read', log: { logs: [{ events: { length: SMALL_BOOT.length } }] } });
  expect(evidence.imaLog).toEqual({ state: 'absent' });
  expect(evidence.inventory.map(({ name }) => name)).toEqual(['dmidecode', 'lshw']);
});

test('a log without an octet, and one that is damaged, are told in their place, and the quote counts', () => {
  const cut = made.eventLog.subarray(0, -1);
  const evidence = parseEvidence(evidenceFile({ ...members, eventLog: '', imaLog: toBase64(encodeUtf8('no list')) }));
  expect(evidence.eventLog).toEqual({ state: 'empty' });
  expect(evidence.imaLog).toMatchObject({ state: 'unreadable', failure: { code: 'bad-value', offset: 0 } });
  const damaged = parseEvidence(evidenceFile({ ...members, eventLog: toBase64(cut) }));
  expect(damaged.eventLog).toMatchObject({ state: 'unreadable', failure: { code: 'truncated', offset: expect.any(Number) } });
});

test('PCR values beside the quote are those of its selection, no more and no fewer', () => {
  const octets = Uint8Array.from({ length: 8 * 32 }, (_, index) => index >> 5);
  const { pcrValues } = parseEvidence(evidenceFile({ ...members, pcrValues: toBase64(octets) }));
  expect(pcrValues?.map(({ hash, pcr, value }) => [hash, pcr, value.length, value[0]])).toEqual(
    [0, 1, 2, 3, 4, 5, 6, 7].map((pcr) => [0x000b, pcr, 32, pcr]),
  );
  expect(parseEvidence(evidenceFile(members)).pcrValues).toBeNull();
  for (const length of [0, 8 * 32 - 1, 8 * 32 + 1]) {
    expect(refusalOf({ pcrValues: toBase64(new Uint8Array(length)) })).toEqual({ code: 'bad-value', path: 'pcrValues' });
  }
});

test.each([
  ['another format', { format: 'evidence' }, 'bad-value', 'format'],
  ['another version', { version: 2 }, 'unsupported-version', 'version'],
  ['a version in words', { version: '1' }, 'unsupported-version', 'version'],
  ['no quote', { quote: undefined }, 'missing-field', 'quote'],
  ['no signature', { signature: undefined }, 'missing-field', 'signature'],
  ['no key', { attestationKey: undefined }, 'missing-field', 'attestationKey'],
  ['a member that this version does not have', { pcrs: '' }, 'bad-value', undefined],
  ['a quote that is no text', { quote: 7 }, 'bad-value', 'quote'],
  ['Base64 of another alphabet', { signature: '_w==' }, 'bad-base64', 'signature'],
  ['Base64 without its padding', { eventLog: 'AA' }, 'bad-base64', 'eventLog'],
  ['Base64 with stray bits', { eventLog: 'AB==' }, 'bad-base64', 'eventLog'],
  ['Base64 with a line end', { eventLog: 'AAAA\n' }, 'bad-base64', 'eventLog'],
  ['a quote cut off', { quote: toBase64(made.quote.subarray(0, -1)) }, 'truncated', 'quote.pcrDigest'],
  ['a quote with an octet more', { quote: toBase64(concatBytes([made.quote, Uint8Array.of(0)])) }, 'trailing-data', 'quote'],
  ['a signature in place of the key', { attestationKey: toBase64(made.signature) }, 'unsupported-version', 'attestationKey'],
  ['an empty certificate', { endorsementCertificate: '' }, 'too-large', 'endorsementCertificate'],
  ['an inventory of another program', { inventory: { uname: '' } }, 'bad-value', 'inventory'],
  ['an inventory without a file', { inventory: {} }, 'missing-field', 'inventory'],
  ['an inventory that is a list', { inventory: [] }, 'bad-value', 'inventory'],
])('%s is refused with the member', (_, changed, code, path) => {
  expect(refusalOf(changed)).toEqual({ code, path });
});

test('a member that stands twice is refused', () => {
  const text = JSON.stringify(members);
  const twice = encodeUtf8(`${text.slice(0, -1)},"quote":${JSON.stringify(members.quote)}}`);
  expect(refusal(twice)).toEqual({ code: 'duplicate-key', path: 'quote' });
});

test('evidence cut at any length is refused', () => {
  const bytes = evidenceFile(members);
  for (let length = 0; length < bytes.length; length += 1) {
    expect(refusal(bytes.subarray(0, length)).code, `${length}`).toBe(length === 0 ? 'empty-file' : 'truncated');
  }
});

test('the limits hold just below and just above', () => {
  const certificate = (octets: number) => refusalOf({ endorsementCertificate: toBase64(new Uint8Array(octets)) }).code;
  expect([MAX_CERTIFICATE_BYTES, MAX_CERTIFICATE_BYTES + 1].map(certificate)).toEqual(['unknown-format', 'too-large']);
  const printed = (octets: number) => refusalOf({ inventory: { lshw: toBase64(new Uint8Array(octets)) } }).code;
  expect([MAX_INVENTORY_BYTES, MAX_INVENTORY_BYTES + 1].map(printed)).toEqual(['unknown-format', 'too-large']);
  const bytes = evidenceFile(members);
  const padded = (length: number) => concatBytes([bytes, new Uint8Array(length - bytes.length).fill(0x20)]);
  expect([MAX_EVIDENCE_BYTES, MAX_EVIDENCE_BYTES + 1].map((length) => refusal(padded(length)).code)).toEqual([
    'unknown-format',
    'too-large',
  ]);
});

test('evidence is recognized by the format in front of it, and by nothing else', () => {
  const looks = (text: string) => looksLikeEvidence(encodeUtf8(text));
  expect(looksLikeEvidence(evidenceFile(members))).toBe(true);
  expect(looks('\ufeff { "format" : "assay-evidence" }')).toBe(true);
  for (const other of ['{"version":1,"format":"assay-evidence"}', '{"format":"assay-evidences"}', '["assay-evidence"]', '']) {
    expect(looks(other), other).toBe(false);
  }
});

test('the manifest of an inventory is what sha256sum prints, and the quote is over nonce and manifest', () => {
  const [abc, empty] = [encodeUtf8('abc'), new Uint8Array()];
  const manifest = inventoryManifest([
    { name: 'lshw', octets: empty },
    { name: 'dmidecode', octets: abc },
  ]);
  expect(manifest).toBe(
    'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad  dmidecode\n' +
      'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855  lshw\n',
  );
  const nonce = fromHex(`${'00'.repeat(31)}01`);
  const files = [
    { name: 'dmidecode', octets: abc },
    { name: 'lshw', octets: empty },
  ];
  expect(toHex(qualifyingDataOf(nonce, files))).toBe(sha256Hex(concatBytes([nonce, fromHex(sha256Hex(manifest))])));
  expect(toHex(qualifyingDataOf(nonce, files))).toBe('acad3807a2d0d2e99ba1110707fbd11eb5b2df6a42f6caee4164cc9f04ab12ea');
  expect(qualifyingDataOf(nonce, [])).toBe(nonce);
});

const SHIELDED = join('..', 'shared', 'corpus', 'attestation', 'windows-gcp-shielded-vm.json');
const isPresent = existsSync(SHIELDED);
if (!isPresent) console.info(`NOTICE: ${SHIELDED} is absent; evidence of a real machine is not tested`);

describe.runIf(isPresent)('evidence of a real machine', () => {
  const report = isPresent ? JSON.parse(readFileSync(SHIELDED, 'utf8')) : undefined;

  test('its parts are those of evidence, and its own form is not taken for ours', () => {
    expect(looksLikeEvidence(new Uint8Array(readFileSync(SHIELDED)))).toBe(false);
    const { AK, Quote, Log } = report;
    const bundle = { format: 'assay-evidence', version: 1, attestationKey: AK.Public, quote: Quote.Quote, signature: Quote.Signature };
    const evidence = parseEvidence(evidenceFile({ ...bundle, eventLog: Log.Raw }));
    expect(evidence.quote.pcrSelect).toEqual([{ hash: 0x0004, pcrs: Array.from({ length: 24 }, (_, pcr) => pcr) }]);
    expect(evidence.eventLog.state).toBe('read');
  });
});
