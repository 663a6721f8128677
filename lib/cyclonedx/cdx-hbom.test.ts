import { expect, test } from 'vitest';
import { encodeUtf8 } from '#lib/encoding/bytes.ts';
import { parseCycloneDx } from './parse.ts';

interface Row {
  readonly name: string;
  readonly version?: string;
  readonly manufacturer?: string;
  readonly of: string;
  readonly says?: Readonly<Record<string, string>>;
}

const propertiesOf = (says: Readonly<Record<string, string>>) =>
  Object.entries(says).map(([name, value]) => ({ name: `cdx:hbom:${name}`, value }));

function bomOf(rows: readonly Row[], subject: Readonly<Record<string, string>> = {}, tool = 'cdx-hbom') {
  const components = rows.map(({ name, version, manufacturer, of, says = {} }) => ({
    type: 'device',
    name,
    ...(version === undefined ? {} : { version }),
    ...(manufacturer === undefined ? {} : { manufacturer: { name: manufacturer } }),
    properties: propertiesOf({ hardwareClass: of, ...says }),
  }));
  const component = { type: 'device', name: 'Rack 2', version: 'A', manufacturer: { name: 'Pomelo' }, properties: propertiesOf(subject) };
  return parseCycloneDx(
    encodeUtf8(
      JSON.stringify({
        bomFormat: 'CycloneDX',
        specVersion: '1.7',
        serialNumber: 'urn:uuid:3e671687-395b-41f5-a30f-a58921a69b79',
        version: 1,
        metadata: { component, tools: { components: [{ type: 'application', name: tool }] } },
        components,
      }),
    ),
  );
}

const HOST: readonly Row[] = [
  { name: 'Kumquat K7', version: 'amd64', manufacturer: 'Kumquat', of: 'processor', says: { coreCount: '8' } },
  { name: 'System Memory', of: 'memory', says: { size: '24 GB' } },
  { name: 'PB-1', version: '1.02', manufacturer: 'Pomelo', of: 'board', says: { serialNumber: 'redacted:0042' } },
  { name: 'KD-1T', version: 'nvme0n1', of: 'storage', says: { deviceSerial: 'NV-77' } },
  {
    name: 'KD-1T',
    version: '41000C20',
    of: 'storage-controller',
    says: { pciAddress: '0000:02:00.0', namespaces: 'nvme0n1', deviceSerial: 'NV-77' },
  },
  {
    name: 'eth0',
    version: 'eth0',
    of: 'network-interface',
    says: { busInfo: '0000:03:00.0', ifindex: '2', macAddress: '00:00:5e:00:53:01', firmwareVersion: '22.1' },
  },
  { name: 'veth9', version: 'veth9', of: 'network-interface', says: { ifindex: '7', macAddress: '02:00:5e:00:53:09' } },
  { name: 'KD-1T Controller', version: '0000:02:00.0', of: 'pci-device', says: { pciSlot: '0000:02:00.0', pciClassCode: '0108' } },
  {
    name: 'MN-25',
    version: '0000:03:00.0',
    manufacturer: 'Mandarin',
    of: 'pci-device',
    says: { pciSlot: '0000:03:00.0', pciClassCode: '0200' },
  },
  { name: 'Accelerator', version: '0000:04:00.0', of: 'pci-device', says: { pciSlot: '0000:04:00.0', pciClassCode: '1200' } },
  { name: 'acpitz', version: 'thermal_zone0', of: 'thermal-zone' },
];

const read = bomOf(HOST, { platform: 'linux', serialNumber: 'P-100', biosVersion: '2.4', biosVendor: 'Pomelo Firmware' });
const part = (model: string) => read.components.find((component) => component.model === model && component.category !== 'firmware');

test('a slot or an interface name that stands as version is a slot and no revision', () => {
  expect(part('Accelerator')).toMatchObject({ category: 'accelerator', slot: '0000:04:00.0', revision: null });
  expect(part('Kumquat K7')).toMatchObject({ category: 'processor', revision: null, slot: null });
  expect(part('PB-1')).toMatchObject({ category: 'board', revision: '1.02' });
});

test('one part in several lists is one unit, with the name of the product', () => {
  expect(read.components.filter(({ category }) => category === 'network')).toMatchObject([
    { model: 'MN-25', manufacturer: 'Mandarin', slot: '0000:03:00.0', addresses: [{ kind: 'ethernet-mac', value: '00:00:5e:00:53:01' }] },
  ]);
  expect(read.components.filter(({ category }) => category === 'storage')).toMatchObject([
    { model: 'KD-1T', serial: 'NV-77', revision: null, slot: '0000:02:00.0' },
  ]);
});

test('firmware is that of its part, and that of the subject is the system firmware', () => {
  expect(
    read.components
      .filter(({ category }) => category === 'firmware')
      .map(({ model, revision, nesting }) => [model, revision, nesting?.inside?.name ?? null]),
  ).toEqual([
    ['BIOS', '2.4', null],
    ['KD-1T', '41000C20', 'KD-1T, serial NV-77'],
    ['MN-25', '22.1', 'Mandarin MN-25'],
  ]);
});

test('a hidden serial number is none, and it is said how to have it', () => {
  expect(part('PB-1')?.serial).toBeNull();
  expect(read.warnings.find(({ code }) => code === 'redacted-serial')?.detail).toContain('hid serial numbers or addresses of 1 row,');
  expect(read.subject?.serial).toBe('P-100');
  expect(bomOf(HOST, { serialNumber: 'redacted:-100' }).subject?.serial).toBeNull();
});

test('totals, readings and virtual interfaces are no parts, and are counted', () => {
  expect(read.components.map(({ model }) => model)).not.toContain('System Memory');
  expect(read.components.map(({ model }) => model)).not.toContain('veth9');
  expect(read.warnings.find(({ code }) => code === 'rows-left-out')?.detail).toContain('6 of 11 rows');
});

test('the same rows by another tool are read as they stand', () => {
  const other = bomOf(HOST, {}, 'another tool');
  expect(other.components).toHaveLength(HOST.length);
  expect(other.components[0]).toMatchObject({ model: 'Kumquat K7', revision: 'amd64' });
});

test('rows that say nonsense do no harm', () => {
  const odd = bomOf([
    { name: '', of: 'constructor', says: { pciClassCode: 'zz', namespaces: '' } },
    { name: 'x', of: 'pci-device', says: { pciClassCode: '', pciSlot: 'nowhere' } },
  ]);
  expect(odd.components.map(({ category }) => category)).toEqual(['other', 'other']);
});
