import { equalBytes, toHex } from '#lib/encoding/bytes.ts';
import { parseCertificate } from '#lib/x509/certificate.ts';
import { verifyNamedSignature } from '#lib/x509/named-signature.ts';
import type { Revocations } from '#lib/x509/revocations.ts';
import type { SignatureOutcome } from '#lib/x509/signature.ts';
import type { Certificate, TrustAnchor } from '#lib/x509/types.ts';
import { verifyTokenSignature } from '../token-signature.ts';
import type { ManifestSignature } from './types.ts';

/** The trust that a manifest is judged by. */
export interface ManifestTrust {
  readonly anchors: readonly TrustAnchor[];
  /** Certificates at hand that nobody needs to trust. */
  readonly intermediates: readonly Certificate[];
  /** ISO 8601: the proof of existence. */
  readonly at: string;
  /** ISO 8601: the instant asked about; `at` when absent. */
  readonly now?: string;
  /** Absent: nothing is at hand. */
  readonly revocations?: Revocations;
}

/** Somebody whose key verifies the signature. Whether anybody vouches for them is another question. */
export interface SignatureTrial {
  readonly signer: Certificate;
  /** Certificates that came with the signature, without the signer's. */
  readonly carried: readonly Certificate[];
  readonly detail: string;
  readonly weak: string | null;
}

/** Keys at hand with which one signature is verified. Hints in the file come first, so a stranger's certificates use up nothing that is named. */
export const MAX_SIGNERS_TRIED = 64;

/**
 * The certificates, in the file or at hand, whose key verifies a signature: that of the file, else those of the same key as the
 * file's, else those that it hints at, else any.
 */
export function trySigners(signature: ManifestSignature, { anchors, intermediates }: ManifestTrust): readonly SignatureTrial[] {
  const { detail, weak } = signature;
  const [signer, ...carried] = signature.certificates.map((der) => parseCertificate(fromBase64(der)));
  if (signer !== undefined) return signature.status === 'valid' ? [{ signer, carried, detail, weak }] : [];
  const atHand = [...anchors.map(({ certificate }) => certificate), ...intermediates];
  if (signature.publicKey !== null) {
    const key = fromBase64(signature.publicKey);
    const holders = signature.status === 'valid' ? atHand.filter(({ subjectPublicKeyInfo }) => equalBytes(subjectPublicKeyInfo, key)) : [];
    return holders.slice(0, MAX_SIGNERS_TRIED).map((holder) => ({ signer: holder, carried: [], detail, weak }));
  }
  return signature.open === null ? [] : tryOpen(signature, signature.open, atHand);
}

function tryOpen(
  { form, keyIdentifiers, weak }: ManifestSignature,
  open: NonNullable<ManifestSignature['open']>,
  atHand: readonly Certificate[],
): readonly SignatureTrial[] {
  const isNamed = ({ subjectKeyIdentifier }: Certificate): boolean =>
    subjectKeyIdentifier !== null && keyIdentifiers.includes(toHex(subjectKeyIdentifier));
  const named = atHand.filter(isNamed);
  const tried = (named.length > 0 ? named : atHand).slice(0, MAX_SIGNERS_TRIED);
  return tried.flatMap((signer) => {
    const outcome = verifyOpen(form, open, signer.subjectPublicKeyInfo);
    return outcome.status === 'valid' ? [{ signer, carried: [], detail: outcome.detail, weak: outcome.weak ?? weak }] : [];
  });
}

type Open = NonNullable<ManifestSignature['open']>;

function verifyOpen(form: ManifestSignature['form'], { name, signed, value }: Open, subjectPublicKeyInfo: Uint8Array): SignatureOutcome {
  const [octets, signature] = [fromBase64(signed), fromBase64(value)];
  if (form === 'cose') return verifyTokenSignature({ algorithm: name, signed: octets, signature }, subjectPublicKeyInfo);
  return verifyNamedSignature({ name, signed: octets, signature, subjectPublicKeyInfo });
}

function fromBase64(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text, 'base64'));
}
