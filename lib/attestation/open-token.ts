import { isMembers, type Members } from '#lib/encoding/members.ts';
import { ParseError } from '#lib/encoding/parse-error.ts';
import { parseInside, parseJsonWebSignature } from './json-web-signature.ts';
import type { ResultSeal } from './types.ts';

/** A token with its claims, and what its signature covers. */
export interface OpenToken {
  readonly claims: Members;
  readonly seal: ResultSeal;
}

const DOT = 0x2e;

/**
 * Opens a JWT.
 * @param part  what the token covers: empty for the whole result
 * @throws ParseError as parseJsonWebSignature, and those of JSON for the claims
 * @spec   RFC 7519 section 7.2
 */
export function openJwt(bytes: Uint8Array, part = ''): OpenToken {
  const { payload, seal, keyId, certificates, keySources, notUnderstood } = parseJsonWebSignature(bytes);
  const offset = bytes.indexOf(DOT) + 1;
  const claims = parseInside(payload, { offset, path: 'claims' });
  if (!isMembers(claims)) throw new ParseError('bad-value', 'the claims are no JSON object', { offset, spec: 'RFC 7519 section 7.2' });
  return { claims, seal: { part, ...seal, keyId, certificates, keySources, notUnderstood } };
}
