/** A signature over a document or a part of it, after its digests were compared and its value verified with the key that it carries. */
export interface XmlSignature {
  /** Whether the whole document is covered, all but the signature itself. */
  readonly coversDocument: boolean;
  /** Path of the element that the signature stands in; empty for the root. */
  readonly place: string;
  /** The algorithm by its name in the one table, or as written. */
  readonly algorithm: string;
  /** `valid` says that the mathematics are right, and nothing about who signed. */
  readonly status: 'valid' | 'invalid' | 'unsupported';
  readonly detail: string;
  readonly weak: string | null;
  /** SubjectPublicKeyInfo in base64; null when the signature carries no key. */
  readonly publicKey: string | null;
  /** DER in base64, the signer's first. */
  readonly certificates: readonly string[];
  /** What a key from elsewhere would have to verify, when the digests fit and the signature carries no key. */
  readonly open: { readonly name: string; readonly signed: string; readonly value: string } | null;
}
