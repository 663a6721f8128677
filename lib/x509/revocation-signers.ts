import { createHash } from 'node:crypto';
import { equalBytes } from '#lib/encoding/bytes.ts';
import { fieldsOf, readDer } from '#lib/encoding/der.ts';
import { readBitString } from '#lib/encoding/der-values.ts';
import { ParseError } from '#lib/encoding/parse-error.ts';
import { signedOctetsOf } from './certificate-list.ts';
import { nameKey } from './name.ts';
import { OCSP } from './oids.ts';
import { isValidAt } from './path-rules.ts';
import type { CertificateList, OcspCertificateId, OcspResponse, RevocationDocument } from './revocation-types.ts';
import { type SignatureOutcome, verifySignature } from './signature.ts';
import { asSigned } from './signed.ts';
import type { Certificate, Name } from './types.ts';

/** Signatures over lists and responses that were verified before: one list is asked about for every certificate of its issuer. */
const verified = new WeakMap<RevocationDocument, Map<string, SignatureOutcome>>();

/** How the signature of a list or a response turns out with the key of a certificate. Nothing but the signature is looked at. */
export function verifyRevocationDocument(document: RevocationDocument, signer: Certificate): SignatureOutcome {
  const known = verified.get(document) ?? new Map<string, SignatureOutcome>();
  verified.set(document, known);
  const outcome = known.get(signer.id) ?? verifyNow(document, signer);
  known.set(signer.id, outcome);
  return outcome;
}

function verifyNow(document: RevocationDocument, { subjectPublicKeyInfo }: Certificate): SignatureOutcome {
  const { signatureAlgorithm } = document;
  return verifySignature({
    algorithm: signatureAlgorithm,
    innerAlgorithm: document.kind === 'certificate-revocation-list' ? document.innerSignatureAlgorithm : signatureAlgorithm,
    subjectPublicKeyInfo,
    tbs: signedOctetsOf(document),
    signature: document.signatureValue,
  });
}

/** Whether a certificate's key signed a list, and may. @spec RFC 5280 section 6.3.3 (f) and (g) */
export function isListOf(list: CertificateList, signer: Certificate): boolean {
  const may = signer.keyUsage === null || signer.keyUsage.includes('cRLSign');
  return may && nameKey(list.issuer) === nameKey(signer.subject) && verifyRevocationDocument(list, signer).status === 'valid';
}

/**
 * Whether an answer's certificate id names certificates of that issuer. The digest is over the issuer's name as the certificate spells it,
 * which may be otherwise than the issuer's own certificate does.
 * @param written  the issuer's name in the certificate that is asked about
 * @spec RFC 6960 section 4.1.1
 */
export function isIssuerOf(id: OcspCertificateId, issuer: Certificate, written: Name): boolean {
  return [issuer.subject, written].some(({ raw }) => isDigest(id, id.issuerNameHash, raw)) && hasKeyOf(id, issuer);
}

/** Whether an answer's certificate id has the key of that issuer, whatever its name. */
export const hasKeyOf = (id: OcspCertificateId, issuer: Certificate): boolean => isDigest(id, id.issuerKeyHash, keyBitsOf(issuer));

function isDigest({ hash }: OcspCertificateId, digest: Uint8Array, bytes: Uint8Array): boolean {
  return hash !== null && equalBytes(new Uint8Array(createHash(hash).update(bytes).digest()), digest);
}

/**
 * The certificate that answered for an issuer, or null: the issuer itself, or one that it issued for this purpose, that is
 * valid when the response was produced and that came along.
 * @spec RFC 6960 section 4.2.2.2
 */
export function responderFor(response: OcspResponse, issuer: Certificate): Certificate | null {
  if (isResponder(response, issuer) && verifyRevocationDocument(response, issuer).status === 'valid') return issuer;
  // Several may come along under one name, such as the certificate before this one.
  const delegate = response.certificates.find(
    (candidate) =>
      isResponder(response, candidate) &&
      isValidAt(candidate, response.producedAt) &&
      verifyRevocationDocument(response, candidate).status === 'valid' &&
      isDelegateOf(candidate, issuer),
  );
  return delegate ?? null;
}

/** Whether an authority issued a certificate to answer in its place. */
export function isDelegateOf(candidate: Certificate, issuer: Certificate): boolean {
  return (
    candidate.extendedKeyUsage?.includes(OCSP.signing) === true &&
    nameKey(candidate.issuer) === nameKey(issuer.subject) &&
    asSigned(candidate).verifyWith(issuer).status === 'valid'
  );
}

/** Whether a response says that this certificate's key answered. @spec RFC 6960 section 4.2.2.3 */
export function isResponder({ responder }: OcspResponse, certificate: Certificate): boolean {
  if (responder.by === 'name') return nameKey(responder.name) === nameKey(certificate.subject);
  return equalBytes(responder.keyHash, new Uint8Array(createHash('sha1').update(keyBitsOf(certificate)).digest()));
}

/** The bits of the public key, without algorithm and header. */
function keyBitsOf({ subjectPublicKeyInfo }: Certificate): Uint8Array {
  try {
    const fields = fieldsOf(readDer(subjectPublicKeyInfo));
    fields.take('algorithm');
    return readBitString(fields.take('subjectPublicKey')).bytes;
  } catch (error) {
    if (error instanceof ParseError) return new Uint8Array();
    throw error;
  }
}
