import { concatBytes } from '#lib/encoding/bytes.ts';
import { octetCursor } from '#lib/encoding/octet-cursor.ts';
import { ALG } from './algorithms.ts';
import { MAX_ATTEST_BYTES, sizedOctets } from './attest.ts';

const SPEC = 'TPM 2.0 Library Part 3 section 18.2';
/** TPM_ST_SESSIONS, TPM_CC_Certify, TPM_RS_PW. @spec TPM 2.0 Library Part 2 sections 6.5.2, 6.9 and 7.4 */
const [SESSIONS, CERTIFY, PASSWORD] = [0x8002, 0x148, 0x40000009];
const HEADER_BYTES = 10;
/** Octets of a response: an attestation and the largest signature are under 6 KiB. */
const MAX_RESPONSE_BYTES = 8192;

/** TPM_RC_RETRY: the same command again is taken, such as after the first use of a key since the start. @spec TPM 2.0 Library Part 2 section 6.6.3 */
export const TRY_AGAIN = 0x922;

/** Which key certifies which, over what. */
export interface CertifyWish {
  /** Handles. */
  readonly certified: number;
  readonly certifying: number;
  readonly nonce: Uint8Array;
}

/**
 * TPM2_Certify as octets, by keys whose passwords are empty: the tool of that name signs 00ff55aa in place of a nonce.
 * @spec TPM 2.0 Library Part 3 section 18.2 and Part 1 section 18 (structure of commands)
 */
export function certifyCommand({ certified, certifying, nonce }: CertifyWish): Uint8Array {
  const password = concatBytes([u32(PASSWORD), u16(0), Uint8Array.of(0), u16(0)]);
  const authorizations = concatBytes([password, password]);
  const body = concatBytes([
    u32(certified),
    u32(certifying),
    u32(authorizations.length),
    authorizations,
    u16(nonce.length),
    nonce,
    u16(ALG.null),
  ]);
  return concatBytes([u16(SESSIONS), u32(HEADER_BYTES + body.length), u32(CERTIFY), body]);
}

/**
 * What a TPM answers to it.
 * @returns TPMS_ATTEST and TPMT_SIGNATURE; where the TPM refuses, its code
 * @throws ParseError 'too-large', 'truncated', 'bad-value', with the offset
 * @spec TPM 2.0 Library Part 3 section 18.2 and Part 1 section 18
 */
export function parseCertifyResponse(
  bytes: Uint8Array,
): { readonly attest: Uint8Array; readonly signature: Uint8Array } | { readonly refused: number } {
  const cursor = octetCursor({ bytes, order: 'big-endian', spec: SPEC });
  if (bytes.length > MAX_RESPONSE_BYTES) throw cursor.refuse('too-large', `a response of ${bytes.length} octets`, 0);
  cursor.u16('tag');
  const size = cursor.u32('responseSize');
  if (size !== bytes.length) throw cursor.refuse('bad-value', `responseSize is ${size}, and there are ${bytes.length} octets`, 2);
  const refused = cursor.u32('responseCode');
  if (refused !== 0) return { refused };
  const end = cursor.u32('parameterSize') + cursor.offset();
  const attest = sizedOctets(cursor, { field: 'certifyInfo', most: MAX_ATTEST_BYTES });
  return { attest, signature: cursor.take(end - cursor.offset(), 'signature') };
}

const u16 = (value: number): Uint8Array => Uint8Array.of((value >>> 8) & 0xff, value & 0xff);
const u32 = (value: number): Uint8Array => concatBytes([u16(value >>> 16), u16(value & 0xffff)]);
