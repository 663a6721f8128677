import { concatBytes, encodeUtf8, fromHex } from '#lib/encoding/bytes.ts';
import { tpmDigest } from '#lib/tpm/algorithms.ts';
import { GLOBAL_VARIABLE, le, type MadeEvent, makeEventLog, makeSecureBootLists, makeVariable } from './event-logs.ts';

/** What differs between the starts of made-up laptops. */
export interface SampleBoot {
  /** Version of the firmware, which its digests depend on. */
  readonly firmware: string;
  readonly secureBoot: boolean;
  /** How many images the list of revoked ones names. */
  readonly revoked: number;
  /** Names of what was started; the digests depend on them. */
  readonly loader: string;
  readonly kernel: string;
}

/** The start of a laptop as it left the factory. */
export const FACTORY_BOOT: SampleBoot = {
  firmware: '1.4.0',
  secureBoot: true,
  revoked: 3,
  loader: 'shim 15.8',
  kernel: 'linux 6.12.9',
};

const wide = (text: string): Uint8Array => new Uint8Array(Buffer.from(`${text}\0`, 'utf16le'));
const OWNER = new Uint8Array(16).fill(0x41);
const SHA256_LIST = fromHex('2616c4c14c509240aca941f936934328');
const imageDigest = (name: string): Uint8Array => tpmDigest('sha256', encodeUtf8(name));

function revokedList(count: number): Uint8Array {
  const body = concatBytes(Array.from({ length: count }, (_, index) => [OWNER, imageDigest(`revoked ${index}`)]).flat());
  return concatBytes([SHA256_LIST, le(4, 28 + body.length), le(4, 0), le(4, 48), body]);
}

const node = (type: number, subtype: number, own: Uint8Array): Uint8Array =>
  concatBytes([Uint8Array.of(type, subtype), le(2, own.length + 4), own]);
const [DISK, END] = [new Uint8Array(16).fill(0x5a), node(0x7f, 0xff, new Uint8Array())];

/** The path of a file on the first partition of the first drive. */
function filePath(file: string): Uint8Array {
  return concatBytes([
    node(2, 1, concatBytes([le(4, 0x0a0341d0), le(4, 0)])),
    node(1, 1, Uint8Array.of(0, 6)),
    node(4, 1, concatBytes([le(4, 1), le(8, 0x800), le(8, 0x100000), DISK, Uint8Array.of(2, 2)])),
    node(4, 4, wide(file)),
    END,
  ]);
}

function started(file: string, image: string): MadeEvent {
  const path = filePath(file);
  const data = concatBytes([le(8, 0x78000000), le(8, 0x120000), le(8, 0), le(8, path.length), path]);
  return { pcr: 4, type: 'EV_EFI_BOOT_SERVICES_APPLICATION', data, measured: encodeUtf8(image) };
}

function policy(name: string, data: Uint8Array): MadeEvent {
  return { pcr: 7, type: 'EV_EFI_VARIABLE_DRIVER_CONFIG', data: makeVariable({ vendor: GLOBAL_VARIABLE, name, data }) };
}

function bootEntry(file: string): MadeEvent {
  const path = filePath(file);
  const option = concatBytes([le(4, 1), le(2, path.length), wide('linux'), path]);
  return { pcr: 1, type: 'EV_EFI_VARIABLE_BOOT2', data: makeVariable({ vendor: GLOBAL_VARIABLE, name: 'Boot0000', data: option }) };
}

const text = (pcr: number, type: MadeEvent['type'], said: string, measured = said): MadeEvent => ({
  pcr,
  type,
  data: encodeUtf8(said),
  measured: encodeUtf8(measured),
});

/** The records of a start, in the order in which a PC writes them. */
export function sampleBootEvents({ firmware, secureBoot, revoked, loader, kernel }: SampleBoot): readonly MadeEvent[] {
  const blob = concatBytes([le(8, 0xff000000), le(8, 0x800000)]);
  const linux = `linux /vmlinuz-${kernel} ro quiet`;
  return [
    { pcr: 0, type: 'EV_S_CRTM_VERSION', data: wide(firmware) },
    { pcr: 0, type: 'EV_EFI_PLATFORM_FIRMWARE_BLOB', data: blob, measured: encodeUtf8(`firmware ${firmware}`) },
    policy('SecureBoot', Uint8Array.of(secureBoot ? 1 : 0)),
    ...makeSecureBootLists({ dbx: revokedList(revoked) }),
    bootEntry('\\EFI\\linux\\shimx64.efi'),
    { pcr: 2, type: 'EV_EFI_BOOT_SERVICES_DRIVER', data: new Uint8Array(32), measured: encodeUtf8('option ROM of the network card') },
    text(4, 'EV_EFI_ACTION', 'Calling EFI Application from Boot Option'),
    ...[0, 1, 2, 3, 4, 5, 6, 7].map((pcr): MadeEvent => ({ pcr, type: 'EV_SEPARATOR', data: new Uint8Array(4) })),
    started('\\EFI\\linux\\shimx64.efi', loader),
    started('\\EFI\\linux\\grubx64.efi', 'grub 2.12'),
    text(8, 'EV_IPL', `grub_cmd: ${linux}\0`, linux),
    text(9, 'EV_IPL', `(hd0,gpt2)/vmlinuz-${kernel}`, `image of ${kernel}`),
    started('\\vmlinuz', `image of ${kernel}`),
    text(5, 'EV_EFI_ACTION', 'Exit Boot Services Invocation'),
    text(5, 'EV_EFI_ACTION', 'Exit Boot Services Returned with Success'),
  ];
}

/** The event log of a start, in SHA-1 and SHA-256. */
export function makeSampleBoot(over: Partial<SampleBoot> = {}): Uint8Array {
  return makeEventLog(sampleBootEvents({ ...FACTORY_BOOT, ...over }));
}
