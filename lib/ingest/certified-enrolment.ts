import type { Store } from '#lib/store/open-store.ts';
import { AttestationRefused } from './attestation-refused.ts';
import { nameText, readSaidKeys, type SaidKeys } from './enrolment-keys.ts';
import { type Asker, refuseOtherDevices } from './granted-keys.ts';
import { keepCertificate } from './keep-certificate.ts';
import { type RecordedKey, recordKey } from './record-key.ts';
import { vouchingCertificate } from './vouching-certificate.ts';

export interface CertifiedEnrolment extends Asker {
  readonly keys: SaidKeys;
  /** DER of the certificate of the attestation key; null where it was handed in before. */
  readonly attestationCertificate: Uint8Array | null;
}

/**
 * Enrols an attestation key by its certificate: it has to lead to a trust anchor whose issuer may sign such certificates, be for this key, and name the TPM by
 * its EK certificate. The same is asked again with everything that is known later. Nothing is kept of what is refused.
 * @throws AttestationRefused 'not-acceptable', with the reason in words
 * @spec TCG TPM 2.0 Keys for Device Identity and Attestation 1.00 section 8
 */
export async function enrolByCertificate(
  store: Store,
  { keys: said, attestationCertificate, ...asker }: CertifiedEnrolment,
): Promise<RecordedKey> {
  const keys = readSaidKeys(said);
  await refuseOtherDevices(store.pool, keys.endorsementLinkKey, asker);
  const { endorsementKey, endorsementCertificate: endorsement, attestationKey } = keys;
  if (endorsement === null || said.endorsementCertificate === null)
    throw new AttestationRefused(
      'not-acceptable',
      'endorsementCertificate: needed, because the certificate of the attestation key names the TPM by it',
    );
  const names = { key: 'attestationKey', certificate: 'attestationCertificate' };
  const certificate = await vouchingCertificate(store, { key: attestationKey, names, given: attestationCertificate, endorsement, asker });
  await keepCertificate(store, { octets: said.endorsementCertificate, of: 'endorsement' }, asker);
  if (attestationCertificate !== null) await keepCertificate(store, { octets: attestationCertificate, of: 'attestation' }, asker);
  const enrolled = {
    endorsementKey,
    endorsementCertificate: endorsement.id,
    attestationKey,
    method: 'certificate',
    attestationCertificate: certificate.id,
    reason: 'A certificate that leads to a trust anchor says that this attestation key lives in the TPM with this endorsement key.',
  } as const;
  return recordKey(store, { enrolled, name: nameText(keys), detail: { certificate: certificate.id }, ...asker });
}
