import { type OctetCursor, octetCursor } from '#lib/encoding/octet-cursor.ts';
import { ALG } from './algorithms.ts';
import { sizedOctets } from './attest.ts';

/** Octets of one signature or number: RSA of 8192 bits. */
const MAX_NUMBER = 1024;
const SPEC = 'TPM 2.0 Library Part 2 section 11.3.4';

/** A TPMT_SIGNATURE of one of the schemes that keys for attestation have. */
export type TpmSignature =
  | { readonly scheme: 'rsassa' | 'rsapss'; readonly hash: number; readonly signature: Uint8Array }
  | { readonly scheme: 'ecdsa'; readonly hash: number; readonly r: Uint8Array; readonly s: Uint8Array };

/**
 * Parses a TPMT_SIGNATURE; the whole input must be consumed.
 * @param bytes  as `tpm2_quote --signature --format tss` writes it
 * @throws ParseError 'truncated', 'trailing-data', 'too-large' with the offset; 'unsupported-version' for a scheme that isn't
 *         RSASSA, RSAPSS or ECDSA; a bare signature without its scheme is refused with advice
 * @spec TPM 2.0 Library Part 2 section 11.3.4
 */
export function parseTpmSignature(bytes: Uint8Array): TpmSignature {
  const cursor = octetCursor({ bytes, order: 'big-endian', spec: SPEC });
  const signature = readSignature(cursor);
  cursor.finish('the signature');
  return signature;
}

function readSignature(cursor: OctetCursor): TpmSignature {
  const scheme = cursor.u16('sigAlg');
  if (scheme === ALG.rsassa || scheme === ALG.rsapss) {
    const hash = cursor.u16('hash');
    return {
      scheme: scheme === ALG.rsassa ? 'rsassa' : 'rsapss',
      hash,
      signature: sizedOctets(cursor, { field: 'sig', most: MAX_NUMBER }),
    };
  }
  if (scheme === ALG.ecdsa) {
    const hash = cursor.u16('hash');
    const r = sizedOctets(cursor, { field: 'signatureR', most: MAX_NUMBER });
    return { scheme: 'ecdsa', hash, r, s: sizedOctets(cursor, { field: 'signatureS', most: MAX_NUMBER }) };
  }
  const what = `the signature scheme 0x${scheme.toString(16).padStart(4, '0')}, which is not RSASSA, RSAPSS or ECDSA`;
  throw cursor.refuse('unsupported-version', `${what}; tpm2_quote writes the scheme with --format tss`, 0);
}
