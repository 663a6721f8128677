import { encodeUtf8 } from '#lib/encoding/bytes.ts';
import { parseJson } from '#lib/encoding/json.ts';
import { isMembers, type Members } from '#lib/encoding/members.ts';
import { ParseError } from '#lib/encoding/parse-error.ts';
import { looksLikePem, readPemBlocks } from '#lib/encoding/pem.ts';
import { publicKeyOfJwk } from '#lib/x509/json-web-key.ts';
import { loadPublicKey } from '#lib/x509/public-keys.ts';
import { textOf } from './claim-values.ts';

/** Keys of one file that are read. */
export const MAX_VERIFIER_KEYS = 100;
/** Octets of a file of keys. A set with certificate chains stays under 100 KiB. */
export const MAX_KEY_FILE_BYTES = 1024 * 1024;

/** A key that somebody with the right trusts to sign attestation results. */
export interface VerifierKey {
  /** The issuer that it speaks for; null: for any. */
  readonly issuer: string | null;
  /** Its name, by which tokens call it (`kid`); null when it has none. */
  readonly id: string | null;
  readonly subjectPublicKeyInfo: Uint8Array;
}

/**
 * The public keys of a file: a JSON Web Key, a set of them, or PEM blocks. A member `issuer` beside the key or the set binds it to an issuer.
 * Keys for encryption, shared secrets and keys of a kind that isn't supported are left out.
 * @returns none for a file of another form
 * @spec    RFC 7517 sections 4 and 5; RFC 7468 section 13
 */
export function readVerifierKeys(bytes: Uint8Array): readonly VerifierKey[] {
  if (bytes.length > MAX_KEY_FILE_BYTES) return [];
  if (looksLikePem(bytes)) return pemKeys(bytes);
  const value = tryParse(bytes);
  if (!isMembers(value)) return [];
  const issuer = textOf(value.issuer);
  const keys = Array.isArray(value.keys) ? value.keys : [value];
  return keys.slice(0, MAX_VERIFIER_KEYS).flatMap((key: unknown) => (isMembers(key) ? jwkKey(key, issuer) : []));
}

/**
 * A key as a JSON Web Key with its name and issuer: what `readVerifierKeys` reads back.
 * @throws RangeError for a key that can't be loaded: the caller's mistake
 * @spec   RFC 7517 section 4
 */
export function verifierKeyFile({ issuer, id, subjectPublicKeyInfo }: VerifierKey): Uint8Array {
  const { key } = loadPublicKey(subjectPublicKeyInfo);
  if (key === null) throw new RangeError('not a public key');
  const named = { ...(id === null ? {} : { kid: id }), ...(issuer === null ? {} : { issuer }) };
  return encodeUtf8(JSON.stringify({ ...key.export({ format: 'jwk' }), ...named }));
}

function tryParse(bytes: Uint8Array): unknown {
  try {
    return parseJson(bytes, { maxValues: 10_000 });
  } catch (error) {
    if (error instanceof ParseError) return undefined;
    throw error;
  }
}

function jwkKey(jwk: Members, issuer: string | null): readonly VerifierKey[] {
  const { kty, use, kid } = jwk;
  if (typeof kty !== 'string' || use === 'enc') return [];
  const key = publicKeyOfJwk(jwk);
  return key === null ? [] : [{ issuer: textOf(jwk.issuer) ?? issuer, id: textOf(kid), subjectPublicKeyInfo: key }];
}

function pemKeys(bytes: Uint8Array): readonly VerifierKey[] {
  return readPemBlocks(bytes)
    .slice(0, MAX_VERIFIER_KEYS)
    .flatMap((block) => {
      if ('error' in block || block.label !== 'PUBLIC KEY' || loadPublicKey(block.der).key === null) return [];
      return [{ issuer: null, id: null, subjectPublicKeyInfo: block.der }];
    });
}
