import { equalBytes } from '#lib/encoding/bytes.ts';
import { type DerNode, expectTag, fieldsOf, rawOf, TAG, warn } from '#lib/encoding/der.ts';
import { readOid } from '#lib/encoding/der-values.ts';
import type { AlgorithmIdentifier } from './types.ts';

/**
 * Reads an AlgorithmIdentifier; the parameters are kept as received.
 * @throws ParseError 'bad-tag' | 'missing-field' | 'bad-value', with the octet offset
 * @spec   RFC 5280 section 4.1.1.2
 */
export function readAlgorithmIdentifier(node: DerNode): AlgorithmIdentifier {
  const fields = fieldsOf(expectTag(node, TAG.sequence, 'AlgorithmIdentifier'));
  const oid = readOid(fields.take('algorithm', TAG.oid));
  const [parameters, ...others] = fields.rest();
  if (others.length > 0) warn(node, 'extra-field', 'an AlgorithmIdentifier with more than algorithm and parameters');
  return { oid, parameters: parameters === undefined ? null : rawOf(parameters) };
}

/** Whether two identifiers say the same; absent parameters and NULL are taken as equal, because issuers mix them. */
export function sameAlgorithm(a: AlgorithmIdentifier, b: AlgorithmIdentifier): boolean {
  return a.oid === b.oid && equalBytes(parametersOf(a), parametersOf(b));
}

const NULL_PARAMETERS = Uint8Array.of(TAG.null, 0);

function parametersOf(algorithm: AlgorithmIdentifier): Uint8Array {
  return algorithm.parameters ?? NULL_PARAMETERS;
}
