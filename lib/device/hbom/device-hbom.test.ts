import { expect, test } from 'vitest';
import type { Unit } from '#lib/component/types.ts';
import { encodeHbom } from '#lib/cyclonedx/encode.ts';
import { HBOM_VERSIONS } from '#lib/cyclonedx/hbom.ts';
import { parseCycloneDx } from '#lib/cyclonedx/parse.ts';
import type { CycloneDxBom } from '#lib/cyclonedx/types.ts';
import { decodeUtf8 } from '#lib/encoding/bytes.ts';
import { baseOf, bomOf, ekOf, evidenceOf, handIn, inventoryOf, verifyByIssuer } from '#lib/testing/device-evidence.ts';
import { assembleDevices } from '../assemble.ts';
import type { DeviceState } from '../device-state.ts';
import { HBOM_SIDES, type HbomSide, hbomOfDevice } from './device-hbom.ts';

type Part = Partial<Unit>;

const DRIVE: Part = {
  class: { registry: '2.23.133.18.3.5', value: '02010802' },
  category: 'storage',
  model: 'KD-1T',
  serial: 'F:D1:',
  revision: '00010300:41000C20',
};
const PARTS: readonly Part[] = [
  { serial: 'A' },
  { serial: null, slot: 'DIMM 2' },
  { serial: null, slot: null },
  { serial: null, slot: null },
  DRIVE,
  {
    class: null,
    category: 'network',
    model: 'NIC',
    serial: '',
    addresses: [
      { kind: 'ethernet-mac', value: '00:00:5E:00:53:01' },
      { kind: 'wlan-mac', value: '00005E005302' },
    ],
  },
  {
    class: null,
    category: 'firmware',
    model: 'UEFI',
    serial: null,
    revision: '1.2',
    hashes: { 'sha-256': 'ab'.repeat(32), sha256: 'cd', md5: 'ef'.repeat(16) },
  },
  { class: null, category: 'operating-system', model: 'Linux', serial: null, revision: '6.1' },
  { class: null, category: 'power', model: 'CPU', serial: 'P' },
  { class: null, category: 'other', model: 'CPU', serial: 'Q' },
];

function deviceOf(observed: readonly ReturnType<typeof handIn>[]): DeviceState {
  const handed = [handIn(baseOf('base', [{ serial: 'A' }, DRIVE])), handIn(ekOf('ek')), ...observed];
  const [device] = assembleDevices(evidenceOf(handed), { verify: verifyByIssuer }).devices;
  if (device === undefined) throw new Error('no device');
  return device;
}

const device = deviceOf([handIn(inventoryOf('inventory', PARTS))]);

function readBack(side: HbomSide, from = device, version: (typeof HBOM_VERSIONS)[number] = '1.6'): CycloneDxBom {
  const hbom = hbomOfDevice(from, side);
  if (hbom === null) throw new Error(`nothing ${side}`);
  return parseCycloneDx(encodeHbom(hbom, version));
}

const sortedUnits = (units: readonly Unit[]): readonly string[] =>
  units
    .map(
      ({
        class: componentClass,
        manufacturer,
        model,
        serial,
        revision,
        manufacturerId,
        fieldReplaceable,
        addresses,
        category,
        slot,
        hashes,
      }) =>
        JSON.stringify([
          componentClass,
          manufacturer,
          model,
          serial,
          revision,
          manufacturerId,
          fieldReplaceable,
          addresses,
          category,
          slot,
          Object.entries(hashes).sort(),
        ]),
    )
    .sort();

test('an HBOM of either side, in either version, fits its schema and reads back as the same units', () => {
  for (const side of HBOM_SIDES) {
    for (const version of HBOM_VERSIONS) {
      const bom = readBack(side, device, version);
      expect(bom.problems).toEqual([]);
      expect(bom.specVersion).toBe(version);
      expect(sortedUnits(bom.components)).toEqual(
        sortedUnits(side === 'expected' ? device.expected.units : (device.observed?.units ?? [])),
      );
    }
  }
});

test('the subject is the device, and its certificates are attestations by their SHA-256', () => {
  const hbom = hbomOfDevice(device, 'expected');
  if (hbom === null) throw new Error('nothing expected');
  const written = JSON.parse(decodeUtf8(encodeHbom(hbom, '1.6')));
  expect(written.metadata.component).toMatchObject({ type: 'device', manufacturer: { name: device.identity.manufacturer } });
  const ids = device.documents.filter(({ read }) => read.kind.endsWith('certificate')).map(({ read }) => read.id);
  expect(written.metadata.component.externalReferences).toMatchObject(
    ids.map((content) => ({
      type: 'attestation',
      hashes: [{ alg: 'SHA-256', content }],
      url: expect.stringMatching(/^ni:\/\/\/sha-256;/),
    })),
  );
  expect(ids).toHaveLength(2);
});

test('equal states give equal octets, and another part gives another serial number', () => {
  const octets = (from: DeviceState): string => {
    const hbom = hbomOfDevice(from, 'observed');
    return hbom === null ? '' : decodeUtf8(encodeHbom(hbom, '1.6'));
  };
  expect(octets(device)).toBe(octets(deviceOf([handIn(inventoryOf('inventory', PARTS))])));
  const other = deviceOf([handIn(inventoryOf('inventory', [...PARTS, { serial: 'Z' }]))]);
  expect(JSON.parse(octets(other)).serialNumber).not.toBe(JSON.parse(octets(device)).serialNumber);
  expect(JSON.parse(octets(device)).serialNumber).toMatch(/^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});

test('an expected side claims no completeness, and an observed one only what its source could see', () => {
  expect(readBack('expected').completeness).toBe('unknown');
  expect(readBack('observed').completeness).toBe('incomplete');
  const whole = deviceOf([handIn(bomOf('bom', PARTS, { completeness: 'complete' }))]);
  expect(readBack('observed', whole).completeness).toBe('complete');
});

test('who says so stands with every part', () => {
  const written = (side: HbomSide) => JSON.parse(decodeUtf8(encodeHbom(hbomOfDevice(device, side) ?? missing(), '1.6')));
  const labels = ({ components }: { components: { properties: { name: string; value: string }[] }[] }) => [
    ...new Set(components.map(({ properties }) => properties.find(({ name }) => name === 'assay:provenance')?.value)),
  ];
  expect(labels(written('expected'))).toEqual(['certified']);
  expect(labels(written('observed'))).toEqual(['as-reported']);
  const [annotation] = written('expected').annotations;
  expect(annotation).toMatchObject({
    text: expect.stringContaining('Certified by the platform certificate'),
    timestamp: '2026-03-01T00:00:00Z',
  });
  expect(annotation.subjects).toHaveLength(2);
});

const missing = (): never => {
  throw new Error('nothing there');
};

test('the firmware that a drive names in its revision is written inside the drive, and is no unit when it is read back', () => {
  const written = JSON.parse(decodeUtf8(encodeHbom(hbomOfDevice(device, 'expected') ?? missing(), '1.6')));
  const drive = written.components.find(({ name }: { name: string }) => name === 'KD-1T');
  expect(drive.components).toMatchObject([{ type: 'firmware', version: '41000C20' }]);
  expect(readBack('expected').components).toHaveLength(2);
});

test('an assembly keeps its parts inside, and they are the same parts when read back', () => {
  const parts: readonly Part[] = [
    { serial: 'RISER', model: 'Riser', category: 'board', class: null, nesting: { id: 'r', inside: null } },
    { serial: 'A', nesting: { id: 'a', inside: { id: 'r', name: 'Riser, serial RISER' } } },
  ];
  const bom = readBack('observed', deviceOf([handIn(inventoryOf('nested', parts))]));
  expect(bom.components.map(({ serial, nesting }) => [serial, nesting?.inside?.name ?? null])).toEqual([
    ['RISER', null],
    ['A', 'Kumquat Memory Riser, serial RISER'],
  ]);
});

test('the HBOM of a delta certificate reports nothing of its device', () => {
  const reported = deviceOf([handIn(bomOf('delta-hbom', [{ serial: 'A', status: 'removed' }]))]);
  expect(reported.observed).toBeNull();
});

test('a device of which nothing is expected, or on which nothing was observed, has no such HBOM', () => {
  const [unsigned] = assembleDevices(evidenceOf([handIn(ekOf('ek')), handIn(baseOf('base', []))]), { verify: () => [] }).devices;
  expect(unsigned === undefined ? undefined : hbomOfDevice(unsigned, 'expected')).toBeNull();
  expect(unsigned === undefined ? undefined : hbomOfDevice(unsigned, 'observed')).toBeNull();
});
