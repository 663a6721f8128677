import { concatBytes, encodeUtf8 } from '#lib/encoding/bytes.ts';
import { findTpmHash, tpmDigest } from '#lib/tpm/algorithms.ts';
import { EVENT_TYPE, type EventTypeName } from '#lib/tpm/event-types.ts';

/** Integers as firmware writes them. */
export const le = (octets: number, value: number | bigint): Uint8Array => {
  const bytes = new Uint8Array(octets);
  let rest = BigInt(value);
  for (let at = 0; at < octets; at += 1, rest >>= 8n) bytes[at] = Number(rest & 0xffn);
  return bytes;
};

/** One record to make. */
export interface MadeEvent {
  readonly pcr: number;
  readonly type: EventTypeName;
  readonly data: Uint8Array;
  /** What the digests are over; the data unless told otherwise. */
  readonly measured?: Uint8Array;
}

const [SHA1, SHA256] = [0x0004, 0x000b];

/** A crypto-agile log with its head. */
export function makeEventLog(events: readonly MadeEvent[], hashes: readonly number[] = [SHA1, SHA256]): Uint8Array {
  return concatBytes([makeLogHead(hashes), ...events.map((event) => makeAgileEvent(event, hashes))]);
}

/** The first record of a crypto-agile log. */
export function makeLogHead(hashes: readonly number[]): Uint8Array {
  const algorithms = hashes.map((hash) => concatBytes([le(2, hash), le(2, findTpmHash(hash)?.size ?? 32)]));
  const data = concatBytes([
    encodeUtf8('Spec ID Event03\0'),
    le(4, 0),
    Uint8Array.of(0, 2, 0, 2),
    le(4, hashes.length),
    ...algorithms,
    le(1, 0),
  ]);
  return makeSha1Event({ pcr: 0, type: 'EV_NO_ACTION', data, measured: new Uint8Array() }, new Uint8Array(20));
}

/** A record of the older form; with the digest of its data unless another is given. */
export function makeSha1Event({ pcr, type, data, measured = data }: MadeEvent, digest = tpmDigest('sha1', measured)): Uint8Array {
  return concatBytes([le(4, pcr), le(4, EVENT_TYPE[type]), digest, le(4, data.length), data]);
}

function makeAgileEvent({ pcr, type, data, measured = data }: MadeEvent, hashes: readonly number[]): Uint8Array {
  const digests = hashes.map((hash) => concatBytes([le(2, hash), tpmDigest(findTpmHash(hash)?.name ?? 'sha256', measured)]));
  return concatBytes([le(4, pcr), le(4, EVENT_TYPE[type]), le(4, hashes.length), ...digests, le(4, data.length), data]);
}

/** UEFI_VARIABLE_DATA. */
export function makeVariable({
  vendor,
  name,
  data,
}: {
  readonly vendor: Uint8Array;
  readonly name: string;
  readonly data: Uint8Array;
}): Uint8Array {
  return concatBytes([vendor, le(8, name.length), le(8, data.length), new Uint8Array(Buffer.from(name, 'utf16le')), data]);
}

/** GUIDs of the variables of UEFI itself, and of its lists of what may start. */
export const [GLOBAL_VARIABLE, SECURITY_DATABASE] = ['61dfe48bca93d211aa0d00e098032b8c', 'cbb219d73a3d9645a3bcdad00e67656f'].map(
  (digits) => new Uint8Array(Buffer.from(digits, 'hex')),
) as [Uint8Array, Uint8Array];

/** Keys and lists of a Secure Boot that nobody set up, but for those that are given. */
export function makeSecureBootLists(own: Readonly<Record<string, Uint8Array>> = {}): readonly MadeEvent[] {
  return ['PK', 'KEK', 'db', 'dbx'].map((name) => ({
    pcr: 7,
    type: 'EV_EFI_VARIABLE_DRIVER_CONFIG',
    data: makeVariable({
      vendor: name.startsWith('db') ? SECURITY_DATABASE : GLOBAL_VARIABLE,
      name,
      data: own[name] ?? new Uint8Array(),
    }),
  }));
}

function makeSecureBootSwitch(value: number): MadeEvent {
  const data = makeVariable({ vendor: GLOBAL_VARIABLE, name: 'SecureBoot', data: Uint8Array.of(value) });
  return { pcr: 7, type: 'EV_EFI_VARIABLE_DRIVER_CONFIG', data };
}

const [SECURE_BOOT_ON, SECURE_BOOT_OFF] = [makeSecureBootSwitch(1), makeSecureBootSwitch(0)];

/** A boot in a few records: version, Secure Boot, a driver, separators, a loader. */
export const SMALL_BOOT: readonly MadeEvent[] = [
  { pcr: 0, type: 'EV_S_CRTM_VERSION', data: new Uint8Array(Buffer.from('1.2.3\0', 'utf16le')) },
  SECURE_BOOT_ON,
  ...makeSecureBootLists(),
  ...[0, 1, 2, 3, 4, 5, 6, 7].map((pcr): MadeEvent => ({ pcr, type: 'EV_SEPARATOR', data: new Uint8Array(4) })),
  { pcr: 4, type: 'EV_EFI_BOOT_SERVICES_APPLICATION', data: new Uint8Array(32), measured: encodeUtf8('the image of a loader') },
  { pcr: 8, type: 'EV_IPL', data: encodeUtf8('grub_cmd: linux /vmlinuz ro\0'), measured: encodeUtf8('linux /vmlinuz ro') },
];

/** The small boot with Secure Boot switched off. */
export const SMALL_BOOT_UNSECURED: readonly MadeEvent[] = SMALL_BOOT.map((event) => (event === SECURE_BOOT_ON ? SECURE_BOOT_OFF : event));
