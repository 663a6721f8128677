import { verifyNamedSignature } from '#lib/x509/named-signature.ts';
import type { SignatureOutcome } from '#lib/x509/signature.ts';

/** A signature over a token as it was received, whatever its form. */
export interface TokenSignature {
  /** As JOSE names it; a COSE algorithm is named by its JOSE twin. */
  readonly algorithm: string;
  readonly signed: Uint8Array;
  readonly signature: Uint8Array;
}

/** Octets of an ECDSA signature: r and s, each as long as the order of the curve. @spec RFC 7518 section 3.4; RFC 9053 section 2.1 */
const ECDSA_OCTETS: ReadonlyMap<string, number> = new Map([
  ['ES256', 64],
  ['ES384', 96],
  ['ES512', 132],
]);
const ACCEPTED = /^(?:[REP]S(?:256|384|512)|EdDSA|Ed25519|Ed448)$/;
const SECRET = /^(?:HS|A\d+GCMKW|dir$)/i;

/**
 * Verifies a token's signature with one key. A token without a signature, or with one that a shared secret makes, is invalid whatever the key:
 * whoever can check such a code can have made it. Key and algorithm must fit, so that no key is used for what it was not made for.
 * @spec RFC 8725 sections 3.1 and 3.2; RFC 7518 section 3
 */
export function verifyTokenSignature({ algorithm, signed, signature }: TokenSignature, subjectPublicKeyInfo: Uint8Array): SignatureOutcome {
  const refusal = refusalOf(algorithm, signature);
  if (refusal !== null) return { status: 'invalid', algorithm: algorithm.slice(0, 40), weak: null, detail: refusal };
  if (!ACCEPTED.test(algorithm)) {
    const detail = `the signature algorithm ${JSON.stringify(algorithm.slice(0, 40))} is not supported`;
    return { status: 'unsupported', algorithm: algorithm.slice(0, 40), weak: null, detail };
  }
  return verifyNamedSignature({ name: algorithm, subjectPublicKeyInfo, signed, signature });
}

/** What no key can heal, or null. */
export function refusalOf(algorithm: string, signature: Uint8Array): string | null {
  if (algorithm === '') return 'the token names no algorithm in what is signed, so that anybody could choose one';
  if (/^none$/i.test(algorithm)) return 'the token says that it is not signed (alg none): anybody can have written it';
  if (SECRET.test(algorithm)) {
    return `${JSON.stringify(algorithm.slice(0, 40))} is made with a shared secret: whoever can check it can have made it, so it proves nothing`;
  }
  const octets = ECDSA_OCTETS.get(algorithm);
  if (octets === undefined || signature.length === octets) return null;
  return `an ${algorithm} signature has ${octets} octets, and this one ${signature.length}`;
}
