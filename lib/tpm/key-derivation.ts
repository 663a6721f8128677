import { createHmac, hash as digestOnce } from 'node:crypto';
import { concatBytes, encodeUtf8 } from '#lib/encoding/bytes.ts';
import type { TpmHashName } from './algorithms.ts';

/** What both functions of key derivation take. */
export interface KeyDerivation {
  readonly hash: TpmHashName;
  /** Without the NUL that ends it: the functions add it. */
  readonly label: string;
  readonly bits: number;
}

/**
 * KDFa: counter mode of SP 800-108 with an HMAC.
 * @spec TPM 2.0 Library Part 1 section 11.4.10.2
 */
export function kdfA(
  input: KeyDerivation & { readonly key: Uint8Array; readonly contextU: Uint8Array; readonly contextV: Uint8Array },
): Uint8Array {
  const fixed = concatBytes([encodeUtf8(`${input.label}\0`), input.contextU, input.contextV, u32(input.bits)]);
  return inBlocks(input.bits, (counter) => createHmac(input.hash, input.key).update(u32(counter)).update(fixed).digest());
}

/**
 * KDFe: the one-step function of SP 800-56A over the x coordinate of a shared point.
 * @spec TPM 2.0 Library Part 1 section 11.4.10.3
 */
export function kdfE(
  input: KeyDerivation & { readonly z: Uint8Array; readonly partyU: Uint8Array; readonly partyV: Uint8Array },
): Uint8Array {
  const fixed = concatBytes([input.z, encodeUtf8(`${input.label}\0`), input.partyU, input.partyV]);
  return inBlocks(input.bits, (counter) => digestOnce(input.hash, concatBytes([u32(counter), fixed]), 'buffer'));
}

function inBlocks(bits: number, block: (counter: number) => Uint8Array): Uint8Array {
  const blocks: Uint8Array[] = [];
  for (let length = 0; length * 8 < bits; length = blocks.reduce((sum, { length: size }) => sum + size, 0)) {
    blocks.push(block(blocks.length + 1));
  }
  return concatBytes(blocks).subarray(0, bits / 8);
}

const u32 = (value: number): Uint8Array => new Uint8Array([value >>> 24, (value >>> 16) & 0xff, (value >>> 8) & 0xff, value & 0xff]);
