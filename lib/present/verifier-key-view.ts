import { readVerifierKeys } from '#lib/attestation/verifier-keys.ts';
import { encodeUtf8, toBase64 } from '#lib/encoding/bytes.ts';
import { sha256Hex } from '#lib/encoding/digest.ts';
import { loadPublicKey } from '#lib/x509/public-keys.ts';

/** What a person must see of a verifier's key before trusting it. */
export interface VerifierKeyView {
  /** SHA-256 of the SubjectPublicKeyInfo. */
  readonly sha256: string;
  /** Such as `ec prime256v1` or `rsa 2048`. */
  readonly algorithm: string;
  readonly keyId: string | null;
  readonly issuer: string | null;
}

/** The kind of a public key in a few words. */
export function keyAlgorithmText(subjectPublicKeyInfo: Uint8Array): string {
  const { type, curve, rsaBits } = loadPublicKey(subjectPublicKeyInfo);
  const detail = curve ?? rsaBits;
  return detail === null || detail === undefined ? type : `${type} ${detail}`;
}

export type ReadVerifierKey =
  | { readonly kind: 'key'; readonly view: VerifierKeyView /** Base64 of the SubjectPublicKeyInfo. */; readonly publicKey: string }
  | { readonly kind: 'not-single'; readonly count: number };

/** The one public key in what a person pasted: a JSON Web Key, a set of one, or PEM. Never throws for what the text holds. */
export function readVerifierKey(text: string): ReadVerifierKey {
  const keys = readVerifierKeys(encodeUtf8(text.trim()));
  const [key] = keys;
  if (key === undefined || keys.length > 1) return { kind: 'not-single', count: keys.length };
  const { subjectPublicKeyInfo, id: keyId, issuer } = key;
  const view = { sha256: sha256Hex(subjectPublicKeyInfo), algorithm: keyAlgorithmText(subjectPublicKeyInfo), keyId, issuer };
  return { kind: 'key', view, publicKey: toBase64(subjectPublicKeyInfo) };
}
