import { ParseError } from '#lib/encoding/parse-error.ts';
import type { ManifestDigest, ManifestHash } from './manifest-digest.ts';

const SIZES: Readonly<Record<ManifestHash, number>> = {
  sha1: 20,
  sha256: 32,
  sha384: 48,
  sha512: 64,
  'sha3-256': 32,
  'sha3-384': 48,
  'sha3-512': 64,
};

/** Where a digest stands, and what asks for it: told with a refusal. */
export interface DigestPlace {
  readonly path: string;
  readonly spec: string;
}

/**
 * A digest of the length that its hash function has.
 * @throws ParseError 'bad-value'
 */
export function manifestDigest(algorithm: ManifestHash, written: string, { path, spec }: DigestPlace): ManifestDigest {
  const value = written.trim().toLowerCase();
  const size = SIZES[algorithm];
  if (!/^[0-9a-f]*$/.test(value) || value.length !== 2 * size) {
    throw new ParseError(
      'bad-value',
      `a ${algorithm} digest is ${2 * size} hexadecimal digits; got ${JSON.stringify(value.slice(0, 20))} of ${value.length}`,
      {
        path,
        spec,
      },
    );
  }
  return { algorithm, value };
}
