import { describe, expect, test } from 'vitest';
import { encodeUtf8 } from '#lib/encoding/bytes.ts';
import { type MadeEvent, makeEventLog, SMALL_BOOT } from '#lib/testing/event-logs.ts';
import { type LabeledFile, readEvidence } from '#lib/testing/read-evidence.ts';
import { type MadeManifest, makeManifest, makeManifestSigner } from '#lib/testing/reference-manifests.ts';
import { makeSampleAuthorities } from '#lib/testing/sample-authorities.ts';
import { baseOf, endorsementKeyOf, makeSampleDevice } from '#lib/testing/sample-device.ts';
import { parseCertificate } from '#lib/x509/certificate.ts';
import { signerOf } from '#lib/x509/signer.ts';
import { assembleDevices } from '../assemble.ts';
import type { DeviceState } from '../device-state.ts';
import type { Evidence } from '../evidence.ts';
import type { Statement } from '../statement/statement-types.ts';
import { REFERENCE_ROLE } from './boots.ts';
import type { FirmwareSource } from './firmware-types.ts';

const authorities = makeSampleAuthorities();
const device = makeSampleDevice(5);
const signer = makeManifestSigner('firmware');
const anchors = [authorities.vendor, authorities.tpmVendor, signer.authority].map(({ certificate }) => ({
  certificate: parseCertificate(certificate),
}));

const table = (content: string): MadeEvent => ({
  pcr: 1,
  type: 'EV_EFI_HANDOFF_TABLES',
  data: new Uint8Array(8),
  measured: encodeUtf8(content),
});
const logOf = (version: string): Uint8Array => makeEventLog([...SMALL_BOOT, table(version)]);
const support = (version: string): MadeManifest => ({ files: [{ name: 'x.rimel', bytes: logOf(version) }], firmwareVersion: version });

/** A manifest about the sample device's model, with its support file. */
function bundle(version: string, over: MadeManifest = {}, sign = signer.sign): readonly LabeledFile[] {
  const { manufacturer, model } = device.platform;
  const text = new TextDecoder().decode(makeManifest({ tagId: `fw-${version}`, model, ...support(version), ...over }));
  const manifest = sign(encodeUtf8(text.replaceAll('Kirin Systems', manufacturer)));
  return [
    { label: `manifest ${version}`, bytes: manifest },
    { label: `support ${version}`, bytes: logOf(version), role: REFERENCE_ROLE },
  ];
}

const certificates: readonly LabeledFile[] = [
  { label: 'ek', bytes: endorsementKeyOf(device, authorities) },
  { label: 'base', bytes: baseOf(device, authorities) },
];
const [deviceId] = assembleDevices(readEvidence(certificates, anchors)).devices.map(({ id }) => id);

function stateOf(files: readonly LabeledFile[], over: Partial<Evidence> = {}): DeviceState {
  const named = files.map((file) => ({ ...file, device: deviceId ?? null }));
  const [state] = assembleDevices({ ...readEvidence([...certificates, ...named], anchors), ...over }).devices;
  if (state === undefined) throw new Error('no device');
  return state;
}

const booted = (version: string): LabeledFile => ({ label: `boot ${version}`, bytes: logOf(version), receivedAt: '2026-05-02T00:00:00Z' });
const standings = ({ firmware }: DeviceState): readonly FirmwareSource['standing'][] =>
  firmware?.sources.map(({ standing }) => standing) ?? [];

test('a start that a manifest of the model describes is referenced, and its support file is no start', () => {
  const { firmware, boots } = stateOf([...bundle('2.4.0'), booted('2.4.0')]);
  expect(boots).toHaveLength(1);
  expect(firmware).toMatchObject({
    counts: { referenced: 17, mismatch: 0, outdated: 0 },
    records: [],
    sources: [{ standing: 'counts', firmwareVersion: '2.4.0' }],
  });
});

test('the timeline tells a support file as what it is, beside the start that it describes', () => {
  const { timeline } = stateOf([...bundle('2.4.0'), booted('2.4.0')]);
  const told = timeline.filter(({ lane }) => lane === 'attestation').map(({ kind, title }) => [kind, title]);
  expect(told).toContainEqual([
    'support-file',
    'Support file of a reference manifest, no start of this device: event log of one boot: 17 records in sha1, sha256',
  ]);
  expect(told.map(([kind]) => kind)).toContain('reference-manifest');
  expect(told.filter(([kind]) => kind === 'resubmission')).toEqual([]);
});

test('without a log nothing is compared, and without a source nothing is doubted', () => {
  expect(stateOf(bundle('2.4.0')).firmware).toBeNull();
  expect(stateOf([booted('2.4.0')]).firmware).toMatchObject({ sources: [], records: [] });
});

test('an update without its manifest is named; with it, it is referenced', () => {
  const { firmware } = stateOf([...bundle('2.4.0'), booted('2.5.0')]);
  expect(firmware?.records).toMatchObject([{ outcome: 'mismatch', pcr: 1, type: 'EV_EFI_HANDOFF_TABLES' }]);
  expect(firmware?.records[0]?.instead).toMatchObject([expect.stringMatching(/firmware 2\.4\.0, signed by CN=firmware reference signer/)]);
  expect(stateOf([...bundle('2.4.0'), ...bundle('2.5.0'), booted('2.5.0')]).firmware).toMatchObject({
    records: [],
    counts: { mismatch: 0, outdated: 0 },
  });
});

test('of two manifests that are both current the one runs whose records were measured', () => {
  const other = makeManifestSigner('other firmware');
  const both = [...anchors, { certificate: parseCertificate(other.authority.certificate) }];
  const files = [...bundle('2.4.0'), ...bundle('2.5.0', {}, other.sign), booted('2.4.0')];
  const named = files.map((file) => ({ ...file, device: deviceId ?? null }));
  const [state] = assembleDevices(readEvidence([...certificates, ...named], both)).devices;
  const { firmware } = state ?? {};
  const standing = firmware?.sources.map(({ firmwareVersion, standing: word, documentId }) => [
    firmwareVersion,
    word,
    firmware.running.includes(documentId),
  ]);
  expect(standing?.toSorted()).toEqual([
    ['2.4.0', 'counts', true],
    ['2.5.0', 'counts', false],
  ]);
  expect(firmware?.counts).toMatchObject({ mismatch: 0, outdated: 0 });
});

test('genuine and older is neither a mismatch nor current', () => {
  const { firmware } = stateOf([...bundle('2.4.0'), ...bundle('2.5.0'), booted('2.4.0')]);
  expect(firmware?.counts).toMatchObject({ referenced: 17, mismatch: 0, outdated: 1 });
  expect(firmware?.records).toMatchObject([{ outcome: 'outdated', pcr: 1 }]);
});

describe('whose word counts', () => {
  test('not that of a signer whom no anchor vouches for', () => {
    const state = stateOf([...bundle('2.4.0', {}, makeManifestSigner('stranger').sign), booted('2.4.0')]);
    expect(standings(state)).toEqual(['not-trusted']);
    expect(state.firmware?.counts.referenced).toBe(0);
  });

  test('not that of an unsigned manifest', () => {
    expect(standings(stateOf([...bundle('2.4.0', {}, (manifest) => manifest), booted('2.4.0')]))).toEqual(['not-trusted']);
  });

  test('not that of a manifest of another model', () => {
    expect(standings(stateOf([...bundle('2.4.0', { model: 'Another' }), booted('2.4.0')]))).toEqual(['other-platform']);
  });

  test('not that of a manifest without its support file', () => {
    const [manifest] = bundle('2.4.0');
    expect(standings(stateOf([...(manifest === undefined ? [] : [manifest]), booted('2.5.0')]))).toEqual(['without-values']);
  });

  test("not a stranger's manifest that claims to replace the maker's", () => {
    const newer = bundle('9.9.9', { links: '<Link rel="supersedes" href="fw-2.4.0"/>' }, makeManifestSigner('stranger').sign);
    expect(stateOf([...bundle('2.4.0'), ...newer, booted('2.4.0')]).firmware?.counts).toMatchObject({ referenced: 17, outdated: 0 });
  });

  const lineFor = (key: string, devices: readonly string[] = []) =>
    ({
      id: 'line',
      line: {
        who: { kind: 'issuer', key, certificate: 'c', name: 'n' },
        rights: ['reference-value'],
        manufacturers: [],
        models: [],
        devices,
        categories: [],
        actions: [],
        from: null,
        until: null,
      },
      proposedBy: 'aki',
      approvedBy: 'ben',
      approvedAt: '2026-01-01T00:00:00Z',
      reason: 'the maker',
      end: null,
    }) as const;

  test('not that of a signer who may sign reference values for other models only', () => {
    const state = stateOf([...bundle('2.4.0'), booted('2.4.0')], { issuerPolicy: { lines: [lineFor('another key')] } });
    expect(standings(state)).toEqual(['not-trusted']);
  });

  test('not that of a signer who may sign reference values for other devices only', () => {
    const { key } = signerOf(parseCertificate(signer.authority.certificate));
    const under = (devices: readonly string[]) => ({ issuerPolicy: { lines: [lineFor(key, devices)] } });
    const files = [...bundle('2.4.0'), booted('2.4.0')];
    expect(standings(stateOf(files, under([deviceId ?? ''])))).toEqual(['counts']);
    const other = stateOf(files, under(['another device']));
    expect(standings(other)).toEqual(['not-trusted']);
    expect(other.firmware?.counts.referenced).toBe(0);
    expect(other.documents.find(({ read }) => read.kind === 'reference-manifest')?.checks).toContainEqual(
      expect.objectContaining({ id: 'issuer-policy', status: 'fail' }),
    );
    const ofModel = bundle('2.4.0').map((file) => ({ ...file, device: null }));
    const evidence = { ...readEvidence([...certificates, ...ofModel, { ...booted('2.4.0'), device: deviceId ?? null }], anchors) };
    const [state] = assembleDevices({ ...evidence, ...under(['another device']) }).devices;
    expect(state?.firmware?.sources).toEqual([]);
  });
});

test('a boot that two people accepted is learned, with who accepted it and why', () => {
  const said = (over: object): Statement => ({ at: '2026-05-03T00:00:00Z', ...over }) as Statement;
  const statements = [
    said({
      id: 's1',
      author: 'aki',
      reason: 'seen at receiving inspection',
      kind: 'baseline',
      device: deviceId,
      submission: 'submission-boot 2.4.0',
    }),
    said({ id: 's2', author: 'ben', reason: 'agreed', at: '2026-05-03T01:00:00Z', kind: 'approval', statement: 's1' }),
  ];
  const learned = stateOf([booted('2.4.0')], { statements });
  expect(learned.firmware).toMatchObject({
    counts: { referenced: 17 },
    sources: [{ by: 'learned', signer: 'aki', detail: 'learned from a boot that aki accepted: seen at receiving inspection' }],
  });
  expect(learned.problems.filter(({ kind }) => kind === 'statement-void')).toEqual([]);
  const later = { label: 'boot later', bytes: logOf('2.5.0'), receivedAt: '2026-05-04T00:00:00Z' };
  expect(stateOf([booted('2.4.0'), later], { statements }).firmware?.records).toMatchObject([{ outcome: 'mismatch', pcr: 1 }]);
  expect(stateOf([booted('2.4.0')], { statements: statements.slice(0, 1) }).firmware?.sources).toEqual([]);
});
