import { createHash, createPublicKey } from 'node:crypto';
import { expect, test } from 'vitest';
import { encodeUtf8, toBase64 } from '#lib/encoding/bytes.ts';
import { sha256Hex } from '#lib/encoding/digest.ts';
import { appraisal, base64Url, earClaims, makeTokenFile, VERIFIER_KEY } from '#lib/testing/attestation-results.ts';
import { say } from '#lib/testing/device-evidence.ts';
import { makeTpmEndorsementKey } from '#lib/testing/endorsement-keys.ts';
import { type LabeledFile, readEvidence } from '#lib/testing/read-evidence.ts';
import { makeSampleAuthorities } from '#lib/testing/sample-authorities.ts';
import { baseOf, endorsementKeyOf, makeSampleDevice, type SampleDevice } from '#lib/testing/sample-device.ts';
import { makeAttestationKey } from '#lib/testing/tpm-quotes.ts';
import { parseCertificate } from '#lib/x509/certificate.ts';
import { loadPublicKey } from '#lib/x509/public-keys.ts';
import { assembleDevices } from '../assemble.ts';
import type { Statement } from '../statement/statement-types.ts';

const authorities = makeSampleAuthorities();
const [one, two] = [makeSampleDevice(3), makeSampleDevice(4)];
const anchors = [authorities.vendor, authorities.tpmVendor].map(({ certificate }) => ({ certificate: parseCertificate(certificate) }));
const UUID = '4c4c4544-0051-3510-8043-b3c04f4b4e32';

const built = (of: SampleDevice, name: string | null = null): readonly LabeledFile[] => [
  { label: `ek ${of.number}`, bytes: endorsementKeyOf(of, authorities), device: name },
  { label: `base ${of.number}`, bytes: baseOf(of, authorities), device: name },
];
const lshw = (of: SampleDevice, more: Partial<LabeledFile> = {}, uuid = UUID): LabeledFile => ({
  label: `lshw ${of.number}`,
  bytes: encodeUtf8(
    JSON.stringify({
      id: `host-${of.number}`,
      class: 'system',
      ...{ vendor: of.platform.manufacturer, product: of.platform.model, version: of.platform.version, serial: of.platform.serial },
      configuration: { uuid },
      children: [],
    }),
  ),
  ...more,
});
const agent = (id: string, more: Partial<LabeledFile> = {}): LabeledFile => ({
  label: `agent ${id}`,
  bytes: encodeUtf8(JSON.stringify({ code: 200, results: { operational_state: 7, last_received_quote: 1_777_600_000, agent_id: id } })),
  ...more,
});
const HEAD =
  'Device Status,Device Name,Validation Timestamp,Endorsement Certificate Validation Status,Platform Certificate Validation Status,Firmware Validation Status';
const list = (rows: readonly string[], more: Partial<LabeledFile> = {}): LabeledFile => ({
  label: 'list',
  bytes: encodeUtf8([HEAD, ...rows].join('\n')),
  ...more,
});
const row = (name: string, status = 'PASS'): string => `${status},${name},2026-05-01 10:00:00,PASS,PASS,${status}`;

interface Told {
  readonly statements?: readonly Statement[];
  readonly over?: object;
}

/** Where the results are: by device what it is told and on what ground, or why they are in none. */
function placesOf(files: readonly LabeledFile[], { statements = [], over = {} }: Told = {}): readonly string[] {
  const evidence = readEvidence(files, anchors);
  const { devices, unlinked } = assembleDevices({ ...evidence, statements, ...over });
  const found = devices.flatMap(({ identity, documents }) =>
    documents.flatMap(({ read, ground, parts }) =>
      read.kind === 'attestation-result' ? [`${identity.serial} by ${ground}${parts === undefined ? '' : ` of ${parts.join()}`}`] : [],
    ),
  );
  return [...found.sort(), ...unlinked.map(({ reason }) => reason)];
}

const by = (of: SampleDevice, ground: string): string => `${of.platform.serial} by ${ground}`;

test('an agent belongs to the device of whose endorsement key its id is the digest', () => {
  const { subjectPublicKeyInfo } = parseCertificate(endorsementKeyOf(one, authorities));
  const pem = loadPublicKey(subjectPublicKeyInfo).key?.export({ format: 'pem', type: 'spki' }) ?? '';
  const id = createHash('sha256').update(pem).digest('hex');
  expect(placesOf([...built(one), ...built(two), agent(id)])).toEqual([by(one, 'subject')]);
  expect(placesOf([...built(two), agent(id)])).toEqual(['no-such-device']);
  const strangers = { ...readEvidence([...built(one), agent(id)], []), anchors: [] };
  expect(assembleDevices(strangers).unlinked.map(({ reason }) => reason)).toContain('no-such-device');
});

test('an agent with the UUID of the system, or the name of the host, belongs to the device whose inventory tells it', () => {
  const files = [...built(one), ...built(two), lshw(one), lshw(two, {}, '4c4c4544-0051-3510-8043-b3c04f4b4e33')];
  expect(placesOf([...files, agent(UUID.toUpperCase())])).toEqual([by(one, 'subject')]);
  expect(placesOf([...files, agent('host-4')])).toEqual([by(two, 'subject')]);
  expect(placesOf([...files, agent('another')])).toEqual(['no-such-device']);
});

test('two devices with one UUID are not told apart by it, and a UUID that boards share ties nothing', () => {
  expect(placesOf([...built(one), ...built(two), lshw(one), lshw(two), agent(UUID)])).toEqual(['several-candidates']);
  const shared = '03000200-0400-0500-0006-000700080009';
  expect(placesOf([...built(one), lshw(one, {}, shared), agent(shared)])).toEqual(['no-such-device']);
});

test('an account that may hand in for some devices alone ties no identifier, and gets no result of another device', () => {
  const granted = [sha256Hex(baseOf(one, authorities))];
  expect(placesOf([...built(one), lshw(one, { mayAttachTo: granted }), agent(UUID)])).toEqual(['no-such-device']);
  expect(placesOf([...built(one), ...built(two), lshw(two), agent(UUID, { mayAttachTo: granted })])).toEqual(['not-granted']);
  expect(placesOf([...built(one), lshw(one), agent(UUID, { mayAttachTo: granted })])).toEqual([by(one, 'subject')]);
});

test('what a person linked once is linked by itself from then on, in whatever order they come', () => {
  const first = agent('rack-7', { label: 'first' });
  const second = agent('rack-7', { label: 'second', bytes: encodeUtf8('{"results":{"operational_state":3,"agent_id":"rack-7"}}') });
  const submission = readEvidence([first], anchors).submissions[0]?.id ?? '';
  const statements = [say('operator', '2026-05-02T00:00:00Z', { kind: 'link', submission, device: sha256Hex(baseOf(one, authorities)) })];
  for (const files of [
    [first, second],
    [second, first],
  ])
    expect(placesOf([...built(one), ...built(two), ...files], { statements })).toEqual([by(one, 'statement'), by(one, 'subject')].sort());
  expect(placesOf([...built(one), first, second])).toEqual(['no-such-device', 'no-such-device']);
});

test('a name that certificates were handed in under leads to their device, and a stranger takes no name away', () => {
  expect(placesOf([...built(one, 'rack-7'), ...built(two), agent('rack-7')])).toEqual([by(one, 'subject')]);
  const forged = { ...readEvidence([...built(one, 'rack-7'), agent('rack-7')], []) };
  expect(assembleDevices(forged).unlinked.map(({ reason }) => reason)).toContain('no-such-device');
});

test('a result about another device is not this one’s, whatever its submitter says; a person overrules that', () => {
  const wrong = agent(UUID, { device: sha256Hex(baseOf(two, authorities)) });
  const files = [...built(one), ...built(two), lshw(one), wrong];
  expect(placesOf(files)).toEqual(['identity-contradicts']);
  const submission = readEvidence([wrong], anchors).submissions[0]?.id ?? '';
  const link = say('operator', '2026-05-02T00:00:00Z', { kind: 'link', submission, device: sha256Hex(baseOf(two, authorities)) });
  const more = agent(UUID, { label: 'more', bytes: encodeUtf8(`{"results":{"operational_state":3,"agent_id":"${UUID}"}}`) });
  expect(placesOf([...files, more], { statements: [link] })).toEqual([by(one, 'subject'), by(two, 'statement')]);
});

test('a UEID that a trusted verifier signed beside an enrolled key leads to that device; unsigned or of an unknown verifier it leads nowhere', () => {
  const key = makeAttestationKey('ecdsa');
  const akpub = base64Url(new Uint8Array(createPublicKey(key.privateKey).export({ type: 'spki', format: 'der' })));
  const ueid = base64Url(new Uint8Array(17).fill(1));
  const both = makeTokenFile({
    claims: earClaims({ ueid, submods: { A: appraisal('affirming', {}, { 'ear.veraison.key-attestation': { akpub } }) } }),
  });
  const later = makeTokenFile({ claims: earClaims({ ueid, submods: { A: appraisal('contraindicated') } }) });
  const enrolled = say('agent', '2026-04-30T00:00:00Z', {
    kind: 'attestation-key',
    endorsementKey: toBase64(makeTpmEndorsementKey('ec-p256', `ek-${one.number}`).publicArea),
    endorsementCertificate: null,
    attestationKey: toBase64(key.publicArea),
    method: 'credential-activation',
  });
  const files = [...built(one), { label: 'both', bytes: both }, { label: 'later', bytes: later }];
  const verifierKeys = [{ issuer: null, id: null, subjectPublicKeyInfo: VERIFIER_KEY.publicKeyInfo }];
  expect(placesOf(files, { statements: [enrolled], over: { verifierKeys } })).toEqual([by(one, 'attestation-key'), by(one, 'subject')]);
  expect(placesOf(files, { statements: [enrolled] })).toEqual([by(one, 'attestation-key'), 'no-such-device']);
});

test('a list becomes one claim for each device that a row is about', () => {
  const files = [...built(one), ...built(two), lshw(one), lshw(two, {}, '4c4c4544-0051-3510-8043-b3c04f4b4e33')];
  const rows = [row('host-3'), row('host-4', 'FAIL'), row('somebody')];
  expect(placesOf([...files, list(rows)])).toEqual([`${by(one, 'subject')} of host-3`, `${by(two, 'subject')} of host-4`]);
  const { devices } = assembleDevices(readEvidence([...files, list(rows)], anchors));
  const told = devices.flatMap(({ identity, results }) => results.map((result) => ({ serial: identity.serial, ...result })));
  expect(told.sort((a, b) => ((a.serial ?? '') < (b.serial ?? '') ? -1 : 1))).toMatchObject([
    { serial: one.platform.serial, status: 'affirming', standing: 'declared', detail: expect.stringMatching(/host-3.*1 of 3 in a list/) },
    { serial: two.platform.serial, status: 'contraindicated', standing: 'declared', detail: expect.not.stringContaining('host-3') },
  ]);
});

test('a list reaches only devices that its submitter may hand in for, and one that nothing is known of waits', () => {
  const files = [...built(one), ...built(two), lshw(one), lshw(two, {}, '4c4c4544-0051-3510-8043-b3c04f4b4e33')];
  const rows = [row('host-3'), row('host-4')];
  const granted = [sha256Hex(baseOf(one, authorities))];
  expect(placesOf([...files, list(rows, { mayAttachTo: granted })])).toEqual([`${by(one, 'subject')} of host-3`]);
  expect(placesOf([...built(one), list(rows, { mayAttachTo: granted })])).toEqual(['not-granted']);
  expect(placesOf([...built(one), list(rows)])).toEqual(['no-such-device']);
  const named = list(rows, { device: granted[0] ?? '' });
  expect(placesOf([...built(one), named])).toEqual([by(one, 'submitter')]);
});

test('a UEID that is a network address leads to the device whose certificate lists it, and to none where two do or nobody vouches', () => {
  /** Addresses of the samples are set by hand, and those count for nobody. */
  const at = (of: SampleDevice, value: string): SampleDevice => ({
    ...of,
    components: of.components.map((part) => ('addresses' in part ? { ...part, addresses: [{ kind: 'ethernet-mac', value }] } : part)),
  });
  const about = (address: string, label = 'about') => ({
    label,
    bytes: makeTokenFile({
      claims: earClaims({ ueid: base64Url(Buffer.from(`02${address}`, 'hex')), submods: { A: appraisal('affirming') } }),
    }),
  });
  const first = built(at(one, '00-16-3E-00-00-01'));
  expect(placesOf([...first, ...built(at(two, '00:16:3E:00:00:02')), about('00163e000001')])).toEqual([by(one, 'subject')]);
  expect(placesOf([...first, ...built(at(two, '00163E000001')), about('00163e000001')])).toEqual(['several-candidates']);
  expect(placesOf([...first, about('00163e000009')])).toEqual(['no-such-device']);
  expect(placesOf([...built(at(one, '02163E000001')), about('02163e000001')])).toEqual(['no-such-device']);
});
