import { makeEndorsementKeyCertificate } from './endorsement-key-certificates.ts';
import { makeInventory } from './inventories.ts';
import { makePlatformCertificate, type TestComponent } from './platform-certificates.ts';
import type { SampleAuthorities } from './sample-authorities.ts';
import { certificateIdentityOf } from './sample-authorities.ts';

const TCG_REGISTRY = '2.23.133.18.3.1';
const tcgClass = (value: string) => ({ registry: TCG_REGISTRY, value });

/** A part that certificates and inventories of the samples share. */
export type SampleComponent = TestComponent & { readonly serial: string | null; readonly revision: string | null };

/** One made-up computer: what its maker built, and the serials that follow from its number. */
export interface SampleDevice {
  readonly number: number;
  readonly platform: { readonly manufacturer: string; readonly model: string; readonly version: string; readonly serial: string };
  readonly components: readonly SampleComponent[];
}

interface Model {
  readonly manufacturer: string;
  readonly model: string;
  readonly prefix: string;
  readonly memory: number;
  readonly firmware: string;
}

const MODELS: readonly Model[] = [
  { manufacturer: 'Kirin Systems', model: 'Edge Gateway 410', prefix: 'KG', memory: 2, firmware: '2.14.0' },
  { manufacturer: 'Kirin Systems', model: 'Rack Server R620', prefix: 'KR', memory: 4, firmware: '1.9.3' },
  { manufacturer: 'Halden Instruments', model: 'Field Terminal FT-7', prefix: 'HF', memory: 1, firmware: '4.2.1' },
];

/** The device of that number; the same number gives the same device. */
export function makeSampleDevice(number: number): SampleDevice {
  const model = MODELS[number % MODELS.length];
  if (model === undefined) throw new RangeError('there is no such model');
  const serial = `${model.prefix}${String(number).padStart(6, '0')}`;
  return {
    number,
    platform: { manufacturer: model.manufacturer, model: model.model, version: 'A1', serial },
    components: componentsOf(model, serial),
  };
}

function componentsOf(model: Model, serial: string): readonly SampleComponent[] {
  const memory = Array.from({ length: model.memory }, (_, slot) => memoryModule(`${serial}-M${slot + 1}`));
  return [
    part({ class: tcgClass('00020010'), manufacturer: model.manufacturer, model: 'Chassis C2', serial: `${serial}-C`, revision: 'A' }),
    part({
      class: tcgClass('00030003'),
      manufacturer: model.manufacturer,
      model: 'Mainboard MB-88',
      serial: `${serial}-B`,
      revision: '1.2',
      fieldReplaceable: true,
    }),
    part({ class: tcgClass('00130003'), manufacturer: 'Orbit Firmware', model: 'System Firmware', revision: model.firmware }),
    part({ class: tcgClass('00010002'), manufacturer: 'Meridian Silicon', model: 'MS-4800', revision: 'stepping 3' }),
    ...memory,
    part({
      class: tcgClass('00070003'),
      manufacturer: 'Northlake Storage',
      model: 'NL-960',
      serial: `${serial}-S`,
      revision: 'FW11',
      fieldReplaceable: true,
    }),
    networkAdapter(serial),
    part({ class: tcgClass('00040009'), manufacturer: 'Aster Security', model: 'TPM 2.0 AS77', revision: '7.2' }),
  ];
}

/** A memory module of the kind that all samples use. */
export function memoryModule(serial: string): SampleComponent {
  return part({
    class: tcgClass('00060004'),
    manufacturer: 'Tamba Memory',
    model: 'TM-16G-3200',
    serial,
    revision: '0117',
    fieldReplaceable: true,
  });
}

function networkAdapter(serial: string): SampleComponent {
  const number = Number.parseInt(serial.slice(2), 10);
  const mac = `02${number.toString(16).padStart(10, '0').toUpperCase()}`;
  return {
    ...part({
      class: tcgClass('00090002'),
      manufacturer: 'Lumen Networks',
      model: 'LN-2 Ethernet',
      serial: `${serial}-N`,
      revision: '2.0',
    }),
    addresses: [{ kind: 'ethernet-mac', value: mac }],
  };
}

function part(fields: Partial<SampleComponent> & Pick<TestComponent, 'manufacturer' | 'model'>): SampleComponent {
  return { serial: null, revision: null, ...fields };
}

/** The EK certificate of a device, from the TPM vendor. */
export function endorsementKeyOf(device: SampleDevice, { tpmVendor }: SampleAuthorities): Uint8Array {
  const serialNumber = endorsementSerial(device);
  return makeEndorsementKeyCertificate({ authority: tpmVendor, serialNumber, seed: `ek-${device.number}`, algorithm: 'ec-p256' });
}

/** The base platform certificate, from the device vendor. */
export function baseOf(device: SampleDevice, { vendor, tpmVendor }: SampleAuthorities): Uint8Array {
  return makePlatformCertificate({
    authority: vendor,
    holder: { issuer: tpmVendor.name, serialNumber: endorsementSerial(device) },
    serialNumber: baseSerial(device),
    platform: device.platform,
    components: device.components,
    properties: [{ name: 'Assembly site', value: 'Line 4' }],
  });
}

/** What a delta says: parts with a status each, after the certificate `after`. */
export interface SampleDelta {
  readonly device: SampleDevice;
  readonly authorities: SampleAuthorities;
  /** 1 for the first delta of a device. */
  readonly order: number;
  readonly components: readonly TestComponent[];
  readonly notBefore: string;
  /** The certificate that it follows; the base unless told otherwise. */
  readonly after?: Uint8Array;
  /** The vendor signs unless told otherwise. */
  readonly issuer?: keyof SampleAuthorities;
}

/** A delta certificate. */
export function deltaOf({ device, authorities, order, components, notBefore, after, issuer = 'vendor' }: SampleDelta): Uint8Array {
  const holder = after === undefined ? { issuer: authorities.vendor.name, serialNumber: baseSerial(device) } : certificateIdentityOf(after);
  return makePlatformCertificate({
    authority: authorities[issuer],
    kind: 'delta',
    holder,
    serialNumber: baseSerial(device) + BigInt(order),
    platform: device.platform,
    components,
    notBefore,
  });
}

/** What a collector that reads everything would report. */
export function inventoryOf(device: SampleDevice, components: readonly SampleComponent[] = device.components): Uint8Array {
  return makeInventory({ platform: device.platform, components, properties: [] });
}

/** What a certificate of a device is held by, and its serial number: the base is 0, what follows it counts on. */
export function certificateIdentityFor(device: SampleDevice, { tpmVendor }: SampleAuthorities, order: number) {
  const holder = { issuer: tpmVendor.name, serialNumber: endorsementSerial(device) };
  return { holder, serialNumber: baseSerial(device) + BigInt(order) };
}

export function endorsementSerial({ number }: SampleDevice): bigint {
  return 0x4000_0000n + BigInt(number);
}

export function baseSerial({ number }: SampleDevice): bigint {
  return 1_000_000n + BigInt(number) * 100n;
}
