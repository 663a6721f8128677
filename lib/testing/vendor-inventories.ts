/**
 * Files of vendors' collectors, as they write them: with placeholders, empty slots, equal serials and odd dates.
 * Names and serials are made up; the same bytes every time.
 */
const bytesOf = (file: unknown): Uint8Array => new TextEncoder().encode(`${JSON.stringify(file, null, 4)}\n`);

/** What a test changes of a sample. */
export interface VendorSample {
  /** The platform's serial number; `P-100` when left out. */
  readonly serial?: string;
  readonly manufacturer?: string;
  readonly model?: string;
}

/** The profile of a server: two equal processors without serials, two modules, an empty slot, a part of an unknown section. */
export function makeDellScv({ serial = 'P-100', manufacturer = 'Pomelo Inc.', model = 'Rack 2' }: VendorSample = {}): Uint8Array {
  return bytesOf({
    'Dell Platform Certificate Profile Version': '1.0',
    'Dell Product Line': 'PowerEdge',
    PlatformConfiguration: {
      ComponentDetails: [
        {
          Baseboard: [{ Manufacturer: 'Pomelo Inc.', Model: '0PM10', 'SMBIOS Handle': '0200', Serial: `.${serial}.PB01.`, Version: 'A00' }],
        },
        {
          Processor: ['CPU1', 'CPU2'].map((socket) => ({
            Manufacturer: 'Intel',
            Model: 'B3',
            Serial: 'Unknown',
            'Socket Designation': socket,
            Version: 'Pomelo Core 9 @ 2.00GHz',
          })),
        },
        { OEM: [{ Manufacturer: 'Unknown', Model: 'Unknown', 'Processor Serial': '17[FFFFFFFFFFFFFFFF]', Serial: 'Unknown' }] },
        {
          Memory: [
            { 'Asset Tag': '01', Locator: 'A1', Manufacturer: '00AD00B300AD', Model: 'Unknown', Serial: '357F0001', Type: '1A' },
            { 'Asset Tag': '01', Locator: 'A2', Manufacturer: ' 00AD00B300AD ', Model: 'Unknown', Serial: '357f 0002', Type: '1A' },
            { 'Asset Tag': 'Unknown', Locator: 'A3', Manufacturer: 'Unknown', Model: 'Unknown', Serial: 'Unknown', Type: '02' },
          ],
        },
        { PowerSupply: { Location: 'PSU.Slot.1', Manufacturer: 'DELL', Model: 'PWR SPLY,1400W', Serial: 'CN01', Version: 'Unknown' } },
        {
          HardDrive: [{ FQDD: 'Disk.Bay.0:Enclosure.Internal.0-1', Manufacturer: 'INTEL', Model: 'SSD9', Serial: 'PHYG01', Version: 'X' }],
        },
        {
          Network: [
            {
              Location: 'NIC.Slot.1-1-1',
              'MAC Address': 'B4:96:91:00:00:01',
              Manufacturer: 'Intel Corp',
              Model: 'E810',
              Serial: 'Unknown',
            },
          ],
        },
        { TPM: [{ Manufacturer: 'id:4E544300', Model: 'NPCT75x', Serial: '30AD01', Version: 'id:00070002' }] },
        { 'Flux Capacitor': [{ Manufacturer: 'Pomelo', Model: 'F1', Serial: 'FX-1' }] },
      ],
    },
    SubjectAltName: [
      { OID: '2.23.133.5.1.1', Manufacturer: manufacturer },
      { OID: '2.23.133.5.1.4', Model: model },
      { OID: '2.23.133.5.1.5', Version: 'Unknown' },
      { OID: '2.23.133.5.1.6', Serial: serial },
    ],
  });
}

/** A laptop without a TPM that the tool could use, two modules with one serial, a battery of no date. */
export function makeIntelDpd({ serial = 'P-100' }: VendorSample = {}): Uint8Array {
  const { Header, ...rest } = INTEL;
  return bytesOf({ _rev: 3, Header: { SystemSN: serial, ...Header }, ...rest });
}

/** The content of the sample, for its JSON and its XML form. */
export const INTEL = {
  Header: { Manufacturer: 'Pomelo', Model: 'Book 7', DateTime: 'Feb 22, 2021 12:45', OEM: 'Pomelo', ODM: 'Pomelo' },
  EKCertSerialNumber: 'EK Not Supported',
  PCRs: { PCR0: '0'.repeat(64), PCR1: '0'.repeat(64) },
  TYPE0BIOS: { Vendor: 'Pomelo', Version: 'R91 Ver. 01.06.00', ReleaseDate: '2020-08-03' },
  TYPE1System: {
    Manufacturer: 'Pomelo',
    SerialNumber: 'other',
    ProductName: 'Book 7',
    Version: '',
    UUID: 'd8c70000-351a-b11f-8a62-000000000001',
  },
  TYPE2Baseboards: { TYPE2Baseboard0: { Manufacturer: 'Pomelo', SerialNumber: 'PB-7', Version: 'KBC 62', Product: '85B9' } },
  TYPE3Chassis: { TYPE3Chassis0: { Manufacturer: 'Pomelo', SerialNumber: 'PC-7', Version: '', Type: 'Detachable' } },
  TYPE4Processors: {
    TYPE4Processor0: {
      Socket: 'U3E1',
      Manufacturer: 'Intel(R) Corporation',
      PartNumber: 'To Be Filled By O.E.M.',
      SerialNumber: 'To Be Filled By O.E.M.',
      Version: 'Pomelo Core 7 @ 1.90GHz',
    },
  },
  TYPE17MemoryDevices: Object.fromEntries(
    [0, 1].map((index) => [
      `TYPE17MemoryDevice${index}`,
      { Manufacturer: 'Samsung', SerialNumber: '00000000', Device: `OnBoard ${index + 1}`, Bank: 'ChannelA0', PartNumber: 'K4E-EGCG' },
    ]),
  ),
  TYPE22PortableBatteries: { TYPE22PortableBattery0: { Location: 'Primary', Manufacturer: '333-2C', SerialNumber: '', Name: 'MR02' } },
  TYPE24HardwareSecurity: { PowerOnPassword: 'Disabled' },
  TYPE99Novelty: { Anything: '1' },
  ComponentIdentifiers: {
    ComponentIdentifier0: {
      componentClassID: '00070002',
      componentManufacturer: '',
      componentModel: 'KBG30 KIOXIA',
      componentSerial: '0008_0D04_00C2_0001.',
      componentRevision: 'ADHA0102',
      fieldReplaceable: 'false',
      componentProperties: { Property: 'Capacity', Value: '238.47' },
    },
    ComponentIdentifier1: {
      componentClassID: '00090003',
      componentManufacturer: 'Intel Corporation',
      componentModel: 'Wi-Fi 6',
      componentSerial: '',
      componentRevision: '',
      fieldReplaceable: 'maybe',
      componentAddress: { Type: '2.23.133.17.2', Value: '84:C5:A6:00:00:01' },
    },
  },
} as const;

/** One drive, three digests of its firmware and one that is none. */
export function makeSeagate(): Uint8Array {
  return bytesOf({
    _rev: 3,
    _ver: 1,
    header: { Classid: '0x00070005', SystemSN: 'ZR50001', Manufacturer: 'Seagate', Model: 'ST18', DateTime: '1/1/0001' },
    drive_info: { drive_name: '/dev/sg1', drive_mfg: 'Seagate', drive_sn: 'ZR50001', drive_id: 'ST18', drive_rev: 'ET02' },
    fw_attestation: { assessor_id: `0x${'33'.repeat(256)}`, root_of_trust_nonce: '0x3233' },
    fw_hash: { servo_fw_hash: `0x${'d6'.repeat(32)}`, cfw_hash: `0x${'0E'.repeat(32)}`, see_fw_hash: `0x${'0f'.repeat(32)}`, note: 'none' },
  });
}

/** A firmware's log: an event of 2021, one from a clock that was never set, and variables. */
export function makeHpEvents(): Uint8Array {
  return bytesOf({
    type: 'HPINC',
    uuid: '3206D7FA-0000-0000-0000-000000000001',
    data: {
      Events: {
        HP_Sure_Recover: {},
        HP_Sure_Start: {
          'Integrity violation': [{ Timestamp: '2/1/2021 6:10:13 PM', Message: 0 }],
          Recovery: [{ Timestamp: '1/1/2000 12:00:00 AM', Message: 'the primary BIOS was recovered' }],
        },
        Last_Timestamp: '7/14/2021 3:16:27 PM',
        Prev_Timestamp: '1/1/0001 12:00:00 AM',
      },
      Variables: {
        Cover_Sensor: { Value: 'Disable', Name: 'Cover Removal Sensor' },
        FW_RIPD: { Value: 'Enable', Name: 'Runtime Intrusion Detection' },
      },
    },
  });
}

/** The tree of a server as root sees it: an empty bank, a cache, a bridge, wired and wireless interfaces. */
export function makeLshw({ serial = 'P-100' }: VendorSample = {}): Uint8Array {
  const core = {
    id: 'core',
    class: 'bus',
    claimed: true,
    description: 'Motherboard',
    product: '0PM10',
    vendor: 'Pomelo Inc.',
    physid: '0',
    version: 'A00',
    serial: 'PB01',
    children: [
      { id: 'firmware', class: 'memory', description: 'BIOS', vendor: 'Pomelo Inc.', version: '1.2.3', date: '05/16/2021', size: 65536 },
      {
        id: 'cpu',
        class: 'processor',
        product: 'Pomelo Core 9',
        vendor: 'Intel Corp.',
        version: '6.106.6',
        slot: 'CPU1',
        children: [{ id: 'cache:0', class: 'memory', description: 'L1 cache', slot: 'L1' }],
      },
      {
        id: 'memory',
        class: 'memory',
        description: 'System Memory',
        children: [
          { id: 'bank:0', class: 'memory', product: 'M393', vendor: 'Samsung', serial: '17F90001', slot: 'A1', size: 17179869184 },
          { id: 'bank:1', class: 'memory', description: '[empty]', product: '', vendor: '', serial: '', slot: 'A2' },
        ],
      },
      {
        id: 'pci',
        class: 'bridge',
        children: [
          {
            id: 'network:0',
            class: 'network',
            product: 'E810',
            vendor: 'Intel Corporation',
            serial: 'b4:96:91:00:00:01',
            businfo: 'pci@0000:17:00.0',
            version: '02',
            capabilities: { ethernet: true },
          },
          {
            id: 'network:1',
            class: 'network',
            description: 'Wireless interface',
            product: 'Wi-Fi 6',
            vendor: 'Intel Corporation',
            serial: '84:c5:a6:00:00:01',
            businfo: 'pci@0000:18:00.0',
          },
          {
            id: 'nvme',
            class: 'storage',
            product: 'SSD9',
            vendor: 'Samsung',
            serial: 'S1',
            version: 'FW1',
            businfo: 'pci@0000:19:00.0',
            children: [{ id: 'disk', class: 'disk', businfo: 'nvme@0:1' }],
          },
        ],
      },
    ],
  };
  return bytesOf([
    {
      id: 'host',
      class: 'system',
      claimed: true,
      description: 'Rack',
      product: 'Rack 2',
      vendor: 'Pomelo Inc.',
      version: 'A',
      serial,
      children: [core],
    },
  ]);
}

/** Firmware of a laptop, with a plug-in that no table knows. */
export function makeFwupd(): Uint8Array {
  const device = (Name: string, Plugin: string, rest: object): object => ({
    Name,
    DeviceId: 'a45d'.repeat(10),
    Guid: ['37c9'],
    Plugin,
    Flags: ['internal'],
    ...rest,
  });
  return bytesOf({
    Devices: [
      device('System Firmware', 'uefi_capsule', { Vendor: 'Pomelo Inc.', VendorId: 'DMI:Pomelo', Version: '1.20.0', Created: 1712345678 }),
      device('UEFI dbx', 'uefi_dbx', { Vendor: 'UEFI:Linux Foundation', Version: '77' }),
      device('SSD9', 'nvme', { Vendor: 'Samsung', Serial: 'S1', Version: 'FW1' }),
      device('TPM', 'tpm', { Vendor: 'STM ', Version: '1.257.0.0' }),
      device('Dock', 'tomorrow', { Version: '3' }),
    ],
  });
}

/** The sample of makeIntelDpd in its XML form, with the rows of a section as elements of one name. */
export function makeIntelDpdXml({ serial = 'P-100' }: VendorSample = {}): Uint8Array {
  const { Header, ...rest } = INTEL;
  const body = elementsOf({ _rev: '3', Header: { SystemSN: serial, ...Header }, ...rest });
  return new TextEncoder().encode(`<?xml version="1.0" encoding="UTF-8"?>\n<PlatformData>${body}</PlatformData>\n`);
}

/** The samples hold no character that XML would escape. */
function elementsOf(value: object): string {
  return Object.entries(value)
    .map(([name, member]: [string, unknown]) => {
      // Rows are numbered in JSON, where a name can stand once.
      const element = name.replace(/(?<=^(?:TYPE[0-9]+|Component)[A-Za-z]+)[0-9]+$/, '');
      const content = typeof member === 'object' && member !== null ? elementsOf(member) : String(member);
      return content === '' ? `<${element}/>` : `<${element}>${content}</${element}>`;
    })
    .join('\n');
}
