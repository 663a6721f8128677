import { contextConstructed, type DerFields, type DerNode, expectTag, fieldsOf, readDer, TAG } from '#lib/encoding/der.ts';
import { readSmallInteger } from '#lib/encoding/der-values.ts';
import { ParseError } from '#lib/encoding/parse-error.ts';
import { readAlgorithmIdentifier } from './algorithm-identifier.ts';
import type { AlgorithmIdentifier } from './types.ts';

/** What RSASSA-PSS parameters ask for. */
export interface PssParameters {
  readonly hash: 'sha1' | 'sha256' | 'sha384' | 'sha512';
  /** Octets of salt. */
  readonly saltLength: number;
}

const HASHES: ReadonlyMap<string, PssParameters['hash']> = new Map([
  ['1.3.14.3.2.26', 'sha1'],
  ['2.16.840.1.101.3.4.2.1', 'sha256'],
  ['2.16.840.1.101.3.4.2.2', 'sha384'],
  ['2.16.840.1.101.3.4.2.3', 'sha512'],
]);
const MGF1 = '1.2.840.113549.1.1.8';

/**
 * Reads the parameters of an RSASSA-PSS signature. Only what is in use is accepted: mask generation by MGF1 with the same
 * hash, trailer field 1. An empty SEQUENCE means SHA-1 with 20 octets of salt.
 * @throws ParseError 'missing-field' for no parameters, 'bad-value' for others, and what the DER reader throws
 * @spec   RFC 4055 section 3.1
 */
export function readPssParameters({ parameters }: AlgorithmIdentifier): PssParameters {
  if (parameters === null) throw new ParseError('missing-field', 'RSASSA-PSS without parameters');
  const fields = fieldsOf(expectTag(readDer(parameters), TAG.sequence, 'RSASSA-PSS-params'));
  const hash = hashOf(takeExplicit(fields, 0));
  const mask = hashOf(maskHashOf(takeExplicit(fields, 1)));
  const salt = takeExplicit(fields, 2);
  const trailer = takeExplicit(fields, 3);
  if (mask !== hash) throw new ParseError('bad-value', `MGF1 with ${mask} beside ${hash}`);
  if (trailer !== undefined && readSmallInteger(trailer) !== 1) throw new ParseError('bad-value', 'a trailer field that is not 1');
  return { hash, saltLength: salt === undefined ? 20 : readSmallInteger(salt) };
}

function takeExplicit(fields: DerFields, n: number): DerNode | undefined {
  const tagged = fields.takeOptional(contextConstructed(n));
  return tagged === undefined ? undefined : fieldsOf(tagged).take('value');
}

function hashOf(node: DerNode | undefined): PssParameters['hash'] {
  if (node === undefined) return 'sha1';
  const { oid } = readAlgorithmIdentifier(node);
  const hash = HASHES.get(oid);
  if (hash === undefined) throw new ParseError('bad-value', `hash ${oid}`);
  return hash;
}

function maskHashOf(node: DerNode | undefined): DerNode | undefined {
  if (node === undefined) return undefined;
  const { oid } = readAlgorithmIdentifier(node);
  if (oid !== MGF1) throw new ParseError('bad-value', `mask generation ${oid}`);
  const fields = fieldsOf(node);
  fields.take('algorithm');
  return fields.peek();
}
