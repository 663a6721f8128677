import type { ReadDocument } from '#lib/artifact/types.ts';
import { certificateDoubt } from '#lib/device/attested/certified-key.ts';
import { attestedKeyOf } from '#lib/device/link/attestation-keys.ts';
import { loadDocuments } from '#lib/store/documents.ts';
import { artifactsWithReference } from '#lib/store/key-certificates.ts';
import type { Store } from '#lib/store/open-store.ts';
import { AttestationRefused } from './attestation-refused.ts';
import { readKeyCertificate, type VouchedKey } from './enrolment-keys.ts';
import type { Asker } from './granted-keys.ts';
import { judgeCertificates } from './judge-certificates.ts';

/** A key that attests, and who asks for what vouches for it. */
export interface VouchingQuestion extends VouchedKey {
  /** DER of its certificate; null where it was handed in before. */
  readonly given: Uint8Array | null;
  /** Of the endorsement key of the TPM that it has to name. */
  readonly endorsement: ReadDocument;
  readonly asker: Asker;
}

/**
 * The certificate that vouches for a key: it leads to a trust anchor whose issuer may sign such certificates, is for this key, and names the TPM by its EK
 * certificate. Of several at hand the first that does.
 * @throws AttestationRefused 'not-acceptable', with what speaks against it in words
 * @spec TCG TPM 2.0 Keys for Device Identity and Attestation 1.00 section 8
 */
export async function vouchingCertificate(store: Store, question: VouchingQuestion): Promise<ReadDocument> {
  const { key, names, given, endorsement, asker } = question;
  const { account, at } = asker;
  const certificates = given === null ? await certificatesAtHand(store, key) : [readKeyCertificate(given, question)];
  const judged = await judgeCertificates(store, { reads: [endorsement, ...certificates], account, at });
  let doubt: string | null = 'none of this key was handed in: hand it in, or send it along';
  for (const certificate of certificates) {
    const asked = { attestationKey: key, certificate: judged.get(certificate.id), platformSerials: [] };
    doubt = certificateDoubt({ ...asked, endorsement: judged.get(endorsement.id) });
    if (doubt === null) return certificate;
  }
  throw new AttestationRefused('not-acceptable', `${names.certificate}: ${doubt}`);
}

/** Those of this key that were handed in. */
async function certificatesAtHand(store: Store, publicArea: string): Promise<readonly ReadDocument[]> {
  const key = attestedKeyOf(publicArea);
  const artifacts = key === undefined ? [] : await artifactsWithReference(store.pool, key);
  const documents = [...(await loadDocuments(store.pool, artifacts)).values()].flat();
  const isOfKey = ({ document }: ReadDocument): boolean =>
    document?.kind === 'attestation-key-certificate' && document.keyDigest !== null && key?.endsWith(document.keyDigest) === true;
  return [...new Map(documents.filter(isOfKey).map((read) => [read.id, read])).values()];
}
