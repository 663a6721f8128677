import { toHex } from '#lib/encoding/bytes.ts';
import { readDerPrefix } from '#lib/encoding/der.ts';
import { sha256Hex } from '#lib/encoding/digest.ts';
import { ParseError, type Warning } from '#lib/encoding/parse-error.ts';

const HEADER_OCTETS = 7;
const DER_SEQUENCE = 0x30;

/**
 * Takes off what TPM tools leave around a certificate that was read from a TPM's non-volatile memory: the header
 * `10 01 00 LL LL 10 02`, and the padding after the certificate's own end. Says what was taken off. Never throws; bytes
 * that begin with no DER SEQUENCE come back as they are. Two certificates one after the other are not padding.
 * @spec TCG PC Client Specific Implementation Specification for Conventional BIOS 1.21 section 7.4.5 (TCG_FULL_CERT)
 */
export function stripTpmNvHeader(bytes: Uint8Array): { readonly der: Uint8Array; readonly warnings: readonly Warning[] } {
  const isHeaded = hasHeader(bytes);
  const body = isHeaded ? bytes.subarray(HEADER_OCTETS) : bytes;
  const end = body[0] === DER_SEQUENCE ? endOfValue(body) : body.length;
  const isPadded = end < body.length && body[end] !== DER_SEQUENCE;
  const start = isHeaded ? HEADER_OCTETS : 0;
  return {
    der: isPadded ? body.subarray(0, end) : body,
    warnings: [...(isHeaded ? [headerWarning(bytes, end)] : []), ...(isPadded ? [paddingWarning(body.subarray(end), start + end)] : [])],
  };
}

function hasHeader(bytes: Uint8Array): boolean {
  const fixed = [0x10, 0x01, 0x00, undefined, undefined, 0x10, 0x02, DER_SEQUENCE];
  return fixed.every((octet, index) => octet === undefined || bytes[index] === octet);
}

/** The header counts its own last two octets with the certificate. */
function headerWarning(bytes: Uint8Array, end: number): Warning {
  const declared = ((bytes[3] ?? 0) << 8) | (bytes[4] ?? 0);
  const agrees = declared === end + 2 ? '' : `, which tells ${declared - 2} octets where the certificate has ${end}`;
  return { code: 'tpm-nv-header', detail: `the certificate follows a TPM header of ${HEADER_OCTETS} octets${agrees}`, offset: 0 };
}

/** Octets that are not all the same are no padding: what hides there is told by its digest, so that two files with other octets differ. */
function paddingWarning(octets: Uint8Array, offset: number): Warning {
  const [first = 0] = octets;
  const what = octets.every((octet) => octet === first)
    ? `0x${toHex(octets.subarray(0, 1))} each`
    : `no padding, SHA-256 ${sha256Hex(octets)}`;
  return { code: 'trailing-padding', detail: `${octets.length} octets after the certificate are ignored (${what})`, offset };
}

function endOfValue(bytes: Uint8Array): number {
  try {
    return readDerPrefix(bytes).end;
  } catch (error) {
    if (error instanceof ParseError) return bytes.length;
    throw error;
  }
}
