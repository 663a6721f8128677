import { createPublicKey } from 'node:crypto';

/** Characters of one number of a key: an RSA modulus of 16,384 bits. */
const MAX_NUMBER = 2800;

/** The public members of a JSON Web Key; private ones are never looked at. */
export interface JsonWebKeyMembers {
  readonly kty?: unknown;
  readonly crv?: unknown;
  readonly x?: unknown;
  readonly y?: unknown;
  readonly n?: unknown;
  readonly e?: unknown;
}

/**
 * The SubjectPublicKeyInfo of a JSON Web Key of the types EC, RSA and OKP; null when it is none that can be used.
 * @spec RFC 7517; RFC 7518 section 6; RFC 8037 section 2
 */
export function publicKeyOfJwk({ kty, crv, x, y, n, e }: JsonWebKeyMembers): Uint8Array | null {
  const members = Object.entries({ kty, crv, x, y, n, e }).flatMap(([name, value]): [string, string][] =>
    typeof value === 'string' && value.length <= MAX_NUMBER ? [[name, value]] : [],
  );
  try {
    const key = createPublicKey({ key: Object.fromEntries(members), format: 'jwk' });
    return new Uint8Array(key.export({ format: 'der', type: 'spki' }));
  } catch {
    // OpenSSL refuses a point that is on no curve, and Node a member that is missing.
    return null;
  }
}
