import { constants, type KeyObject, verify } from 'node:crypto';
import { ParseError } from '#lib/encoding/parse-error.ts';
import { sameAlgorithm } from './algorithm-identifier.ts';
import { CURVES } from './key.ts';
import { type PssParameters, readPssParameters } from './pss-parameters.ts';
import { type LoadedKey, loadPublicKey } from './public-keys.ts';
import { findSignatureAlgorithm, type SignatureAlgorithm, type SignatureFamily, signatureAlgorithmName } from './signature-algorithms.ts';
import type { AlgorithmIdentifier } from './types.ts';

export { signatureAlgorithmName };

/** RSA keys below this are weak. Not 2048: real TPMs have endorsement keys whose modulus has 2041 significant bits. */
export const MIN_RSA_BITS = 2040;
/** RSA keys beyond this are not tried: the time of a verification grows with the square of the length. */
export const MAX_RSA_BITS = 8192;

/** What a signature was checked with. */
export interface SignatureQuestion {
  /** The algorithm beside the signature. */
  readonly algorithm: AlgorithmIdentifier;
  /** The algorithm inside the signed range; must say the same. */
  readonly innerAlgorithm: AlgorithmIdentifier;
  /** The signer's. */
  readonly subjectPublicKeyInfo: Uint8Array;
  /** The signed range as received. */
  readonly tbs: Uint8Array;
  readonly signature: Uint8Array;
}

/** Whether a signature verifies. `unsupported` means that it could not be evaluated, and is never treated as valid. */
export interface SignatureOutcome {
  readonly status: 'valid' | 'invalid' | 'unsupported';
  /** Such as `sha256-rsa`; the OID when it isn't known. */
  readonly algorithm: string;
  /** One sentence when algorithm or key is too weak to rely on, whether the signature verifies or not. */
  readonly weak: string | null;
  /** One sentence: what was found. */
  readonly detail: string;
}

/**
 * Verifies a signature over the bytes as received. Never throws for what a file holds.
 * @spec RFC 5280 sections 4.1.1.2 and 4.1.1.3; RFC 4055, RFC 5758, RFC 8410 (EdDSA), RFC 9881 (ML-DSA)
 */
export function verifySignature(question: SignatureQuestion): SignatureOutcome {
  const { algorithm, innerAlgorithm, subjectPublicKeyInfo } = question;
  const known = findSignatureAlgorithm(algorithm.oid);
  const loaded = loadPublicKey(subjectPublicKeyInfo);
  const answer = (status: SignatureOutcome['status'], detail: string): SignatureOutcome => ({
    status,
    algorithm: signatureAlgorithmName(algorithm.oid),
    weak: weaknessOf(algorithm, loaded),
    detail,
  });
  if (!sameAlgorithm(algorithm, innerAlgorithm)) {
    const names = [innerAlgorithm, algorithm].map(({ oid }) => signatureAlgorithmName(oid));
    return answer('invalid', `the signed part names ${names[0]} and the signature ${names[1]}; they must be the same`);
  }
  if (known === undefined) return answer('unsupported', `signature algorithm ${algorithm.oid} is not supported`);
  const { key } = loaded;
  if (key === null) return answer('unsupported', "the signer's public key can't be used for signatures");
  const obstacle = obstacleOf(known, loaded) ?? wrongLength(loaded, question.signature);
  if (obstacle !== null) return answer(obstacle.status, obstacle.detail);
  return verifyWithKey({ question, known, key, answer });
}

interface Verification {
  readonly question: SignatureQuestion;
  readonly known: SignatureAlgorithm;
  readonly key: KeyObject;
  readonly answer: (status: SignatureOutcome['status'], detail: string) => SignatureOutcome;
}

function verifyWithKey({ question, known, key, answer }: Verification): SignatureOutcome {
  const { algorithm, tbs, signature } = question;
  const pss = known.family === 'rsa-pss' ? tryPssParameters(algorithm) : null;
  if (typeof pss === 'string') return answer('unsupported', `RSASSA-PSS parameters are not supported: ${pss}`);
  const signer = pss === null ? key : { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: pss.saltLength };
  const name = pss === null ? known.name : `rsa-pss with ${pss.hash}`;
  const verified = tryVerify(pss?.hash ?? known.hash, tbs, { key: signer, signature });
  return verified
    ? answer('valid', `the ${name} signature verifies`)
    : answer('invalid', `the ${name} signature does not verify with the signer's key`);
}

interface Signed {
  readonly key: KeyObject | { readonly key: KeyObject; readonly padding: number; readonly saltLength: number };
  readonly signature: Uint8Array;
}

/** OpenSSL throws where a key's own restrictions forbid the parameters: such a signature doesn't verify either. */
function tryVerify(hash: string | null, tbs: Uint8Array, { key, signature }: Signed): boolean {
  try {
    return verify(hash, tbs, key, signature);
  } catch {
    return false;
  }
}

function tryPssParameters(algorithm: AlgorithmIdentifier): PssParameters | string {
  try {
    return readPssParameters(algorithm);
  } catch (error) {
    if (error instanceof ParseError) return error.message;
    throw error;
  }
}

const CURVE_NAMES: ReadonlySet<string> = new Set([...CURVES.values()].map(({ name }) => name));

/** Which keys make signatures of a family, by OpenSSL's name of their type. */
const KEY_TYPES: Readonly<Record<SignatureFamily, (type: string, name: string) => boolean>> = {
  rsa: (type) => type === 'rsa',
  'rsa-pss': (type) => type === 'rsa' || type === 'rsa-pss',
  ecdsa: (type) => type === 'ec',
  whole: (type, name) => type === name,
};

/** What keeps a key from being asked, or null. */
function obstacleOf({ family, name }: SignatureAlgorithm, { type, curve, rsaBits }: LoadedKey): Obstacle | null {
  if (!KEY_TYPES[family](type, name)) return { status: 'invalid', detail: `the signature is ${name} and the signer's key is ${type}` };
  if (family === 'ecdsa' && (curve === undefined || !CURVE_NAMES.has(curve))) {
    return { status: 'unsupported', detail: `the curve ${curve ?? 'without a name'} of the signer's key is not supported` };
  }
  if (rsaBits !== null && rsaBits > MAX_RSA_BITS) {
    return { status: 'unsupported', detail: `the RSA key has ${rsaBits} bits; ${MAX_RSA_BITS} are the most that is tried` };
  }
  return null;
}

/**
 * OpenSSL reads an RSASSA-PSS signature without its leading zeros too: then one certificate would have two spellings.
 * @spec RFC 8017 sections 8.1.2 and 8.2.2, step 1
 */
function wrongLength({ rsaBits }: LoadedKey, signature: Uint8Array): Obstacle | null {
  if (rsaBits === null || signature.length === Math.ceil(rsaBits / 8)) return null;
  const detail = `the signature has ${signature.length} octets; one by an RSA key of ${rsaBits} bits has ${Math.ceil(rsaBits / 8)}`;
  return { status: 'invalid', detail };
}

interface Obstacle {
  readonly status: 'invalid' | 'unsupported';
  readonly detail: string;
}

/** One sentence when the algorithm of a signature, or an RSA key, is too weak to rely on. */
export function weaknessOf(algorithm: AlgorithmIdentifier, { rsaBits }: Pick<LoadedKey, 'rsaBits'>): string | null {
  const sentences: string[] = [];
  if (hashOf(algorithm) === 'sha1') sentences.push('the signature uses SHA-1, for which collisions can be made');
  if (rsaBits !== null && rsaBits < MIN_RSA_BITS) {
    sentences.push(`the signer's RSA key has ${rsaBits} bits; ${MIN_RSA_BITS} are the least`);
  }
  return sentences.length === 0 ? null : sentences.join('; ');
}

function hashOf(algorithm: AlgorithmIdentifier): string | null {
  const known = findSignatureAlgorithm(algorithm.oid);
  if (known?.family !== 'rsa-pss') return known?.hash ?? null;
  const parameters = tryPssParameters(algorithm);
  return typeof parameters === 'string' ? null : parameters.hash;
}
