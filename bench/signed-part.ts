import { fieldsOf, rawOf, readDer } from '#lib/encoding/der.ts';
import { readBitString } from '#lib/encoding/der-values.ts';

/** A signature, and what it is over. */
export interface SignedPart {
  readonly tbs: Uint8Array;
  readonly signature: Uint8Array;
}

/** The same three fields in attribute certificates and public-key certificates. */
export function signedPartOf(certificate: Uint8Array): SignedPart {
  const fields = fieldsOf(readDer(certificate));
  const tbs = rawOf(fields.take('signed part'));
  fields.take('signatureAlgorithm');
  return { tbs, signature: readBitString(fields.take('signature')).bytes };
}
