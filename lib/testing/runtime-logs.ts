import { createHmac } from 'node:crypto';
import { encodeUtf8, toHex } from '#lib/encoding/bytes.ts';
import { findTpmHash, tpmDigest } from '#lib/tpm/algorithms.ts';

const SHA256 = 0x000b;
const BOOT_ID = '00112233445566778899aabbccddeeff';

/** One measurement of systemd to make: into a PCR, or into an NV index. */
export interface MadeMeasurement {
  readonly pcr?: number;
  readonly nvIndex?: number;
  readonly eventType: string;
  readonly text: string;
  /** What keys the digest, where it isn't that of the text. */
  readonly secret?: Uint8Array;
}

/** What a system with an encrypted root measures while it starts. */
export const SMALL_RUN: readonly MadeMeasurement[] = [
  { pcr: 9, eventType: 'nvpcr-init', text: 'nvpcr-init:hardware:0x1d10200:000b00ff' },
  { pcr: 9, eventType: 'nvpcr-separator', text: 'nvpcr-separator' },
  { pcr: 11, eventType: 'phase', text: 'enter-initrd' },
  { pcr: 15, eventType: 'volume-key', text: 'cryptsetup:root:1e023a55-60f9-4b6b-9b80-67438dc5f065', secret: new Uint8Array(32).fill(9) },
  { pcr: 11, eventType: 'phase', text: 'leave-initrd' },
  { pcr: 15, eventType: 'machine-id', text: 'machine-id:00112233445566778899aabbccddeeff' },
  { pcr: 15, eventType: 'filesystem', text: 'file-system:/:ext4:5e47a9db-0000-4000-8000-000000000001:root:::' },
  { nvIndex: 0x1d10200, eventType: 'product-id', text: 'product-id:4691595be6a345f1833cc75fab63e475' },
  { pcr: 11, eventType: 'phase', text: 'sysinit' },
  { pcr: 11, eventType: 'phase', text: 'ready' },
];

/** The octets that a measurement extends a bank by. */
export function octetsDigest(
  { data, secret }: { readonly data: Uint8Array; readonly secret?: Uint8Array | undefined },
  hash: number,
): Uint8Array {
  const name = findTpmHash(hash)?.name ?? 'sha256';
  return secret === undefined ? tpmDigest(name, data) : new Uint8Array(createHmac(name, secret).update(data).digest());
}

/** A record as systemd writes it, without its separator. */
export function madeRecord(made: MadeMeasurement, hashes: readonly number[] = [SHA256], at = 0): Record<string, unknown> {
  return {
    ...(made.pcr === undefined ? { nv_index: made.nvIndex } : { pcr: made.pcr }),
    digests: hashes.map((hash) => ({
      hashAlg: findTpmHash(hash)?.name,
      digest: toHex(octetsDigest({ data: encodeUtf8(made.text), secret: made.secret }, hash)),
    })),
    content_type: 'systemd',
    content: { string: made.text, bootId: BOOT_ID, timestamp: 4_061_113 + at * 1000, eventType: made.eventType },
  };
}

/** `/run/log/systemd/tpm2-measure.log`. */
export function makeRuntimeLog(run: readonly MadeMeasurement[] = SMALL_RUN, hashes: readonly number[] = [SHA256]): Uint8Array {
  return sequenceOf(run.map((made, at) => madeRecord(made, hashes, at)));
}

/** JSON texts, each between a record separator and a line feed. @spec RFC 7464 section 2.2 */
export const sequenceOf = (values: readonly unknown[]): Uint8Array =>
  encodeUtf8(values.map((value) => `\u001e${JSON.stringify(value)}\n`).join(''));
