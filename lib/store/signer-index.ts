import type { ManifestSignature } from '#lib/attestation/reference/types.ts';
import { toHex } from '#lib/encoding/bytes.ts';
import { sha256Hex } from '#lib/encoding/digest.ts';
import { parseCertificate } from '#lib/x509/certificate.ts';
import type { Certificate } from '#lib/x509/types.ts';
import { indexKey, nameIndexKey } from './name-index.ts';

const publicKeyKey = (subjectPublicKeyInfo: Uint8Array): string => `public-key:${sha256Hex(subjectPublicKeyInfo)}`;
const keyIdentifierKey = (identifier: string): string => indexKey(`key-identifier:${identifier}`);

/** By what a manifest may lead to a certificate beside its name: its key, and the identifier of its key. */
export function certificateKeyKeys({ subjectPublicKeyInfo, subjectKeyIdentifier }: Certificate): readonly string[] {
  const key = publicKeyKey(subjectPublicKeyInfo);
  return subjectKeyIdentifier === null ? [key] : [key, keyIdentifierKey(toHex(subjectKeyIdentifier))];
}

/** What leads from a manifest up to its signer: the issuers of the certificates that it carries; without any, the key or the identifier that it has. */
export function manifestSignerKeys({ certificates, publicKey, keyIdentifiers }: ManifestSignature): readonly string[] {
  if (certificates.length > 0) return certificates.map((der) => nameIndexKey(parseCertificate(fromBase64(der)).issuer));
  return [...(publicKey === null ? [] : [publicKeyKey(fromBase64(publicKey))]), ...keyIdentifiers.map(keyIdentifierKey)];
}

const fromBase64 = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'base64'));
