import { type DerFields, type DerNode, TAG } from '#lib/encoding/der.ts';
import { readBitString } from '#lib/encoding/der-values.ts';
import { ParseError } from '#lib/encoding/parse-error.ts';
import { readAlgorithmIdentifier } from './algorithm-identifier.ts';
import type { AlgorithmIdentifier } from './types.ts';

/** The end of everything that is signed after the manner of X.509. */
export interface SignatureFields {
  readonly signatureAlgorithm: AlgorithmIdentifier;
  /** Signature bits without the unused-bits octet. */
  readonly signatureValue: Uint8Array;
}

/** Takes algorithm and signature, which follow the signed part. @throws ParseError 'bad-tag' | 'missing-field' | 'bad-value' */
export function takeSignature(fields: DerFields): SignatureFields {
  const signatureAlgorithm = readAlgorithmIdentifier(fields.take('signatureAlgorithm'));
  return { signatureAlgorithm, signatureValue: wholeOctets(fields.take('signatureValue', TAG.bitString)) };
}

/** Refuses what follows the last field that is known. @throws ParseError 'trailing-data' */
export function refuseRest(fields: Pick<DerFields, 'rest'>, what: string): void {
  const [extra] = fields.rest();
  if (extra === undefined) return;
  throw new ParseError('trailing-data', `${what} goes on at ${extra.start} after its last field`, { offset: extra.start });
}

function wholeOctets(node: DerNode): Uint8Array {
  const { unusedBits, bytes } = readBitString(node);
  if (unusedBits > 0)
    throw new ParseError('bad-value', `a signature with ${unusedBits} unused bits at ${node.start}`, { offset: node.start });
  return bytes;
}
