/** Names of hash functions in manifests, as this program writes them. */
export type ManifestHash = 'sha1' | 'sha256' | 'sha384' | 'sha512' | 'sha3-256' | 'sha3-384' | 'sha3-512';

/** A digest that a manifest vouches for. */
export interface ManifestDigest {
  readonly algorithm: ManifestHash;
  /** Lower-case hexadecimal. */
  readonly value: string;
}
