import type { Signer } from '#lib/encoding/check.ts';
import { sha256Hex } from '#lib/encoding/digest.ts';
import { keyDigest } from './key.ts';
import { nameText } from './name.ts';
import type { Certificate } from './types.ts';

const known = new WeakMap<Certificate, Signer>();

/**
 * An authority by its key, for rules that speak of keys. Keys whose numbers aren't read (Ed25519, ML-DSA) are known by their
 * SubjectPublicKeyInfo, which has one spelling for them.
 */
export function signerOf(certificate: Certificate): Signer {
  const before = known.get(certificate);
  if (before !== undefined) return before;
  const { subjectPublicKeyInfo, id, subject } = certificate;
  const signer = { key: keyDigest(subjectPublicKeyInfo) ?? sha256Hex(subjectPublicKeyInfo), certificate: id, name: nameText(subject) };
  known.set(certificate, signer);
  return signer;
}
