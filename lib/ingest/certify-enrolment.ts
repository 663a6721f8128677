import type { ReadDocument } from '#lib/artifact/types.ts';
import { certificationDoubt } from '#lib/device/attested/enrolment-doubt.ts';
import { endorsementKeyOf } from '#lib/device/link/attestation-keys.ts';
import { toBase64 } from '#lib/encoding/bytes.ts';
import { type Enrolment, lockEnrolment, markEnrolmentUsed } from '#lib/store/enrolments.ts';
import type { Store } from '#lib/store/open-store.ts';
import { inTransaction } from '#lib/store/sql.ts';
import { AttestationRefused } from './attestation-refused.ts';
import { nameOfKept, waiting } from './enrolment.ts';
import { certificateFor, readCertifyingKey, readParentKey } from './enrolment-keys.ts';
import type { Asker } from './granted-keys.ts';
import { keepCertificate } from './keep-certificate.ts';
import { type RecordedKey, recordKey } from './record-key.ts';
import { vouchingCertificate } from './vouching-certificate.ts';

/** What a key with a certificate says of the attestation key of an enrolment. */
export interface CertifyingAnswer extends Asker {
  /** Of the enrolment. */
  readonly id: string;
  /** DER, the same as the enrolment began with. */
  readonly endorsementCertificate: Uint8Array;
  /** TPM2B_PUBLIC. */
  readonly certifyingKey: Uint8Array;
  /** DER of its certificate; null where it was handed in before. */
  readonly certifyingCertificate: Uint8Array | null;
  /** TPM2B_PUBLIC of the storage key above the attestation key; null where that is the endorsement key, or a hierarchy. */
  readonly parentKey: Uint8Array | null;
  /** TPMS_ATTEST. */
  readonly attest: Uint8Array;
  /** TPMT_SIGNATURE. */
  readonly signature: Uint8Array;
}

/**
 * Ends an enrolment by a certification: a key of the same TPM that its maker certified (an IAK) says by TPM2_Certify, over the nonce of the enrolment, that the
 * attestation key lives beside it. The same is asked again with everything that is known later. Nothing is kept of what is refused.
 * @throws AttestationRefused, 'not-acceptable' with the reason in words
 * @spec TPM 2.0 Library Part 3 section 18.2; TCG TPM 2.0 Keys for Device Identity and Attestation 1.00 sections 3.5 and 8.2
 */
export async function certifyEnrolment(store: Store, answer: CertifyingAnswer): Promise<RecordedKey> {
  const { id, certifyingCertificate, attest, signature, parentKey, ...asker } = answer;
  const enrolment = await inTransaction(store.pool, async (db) => waiting(await lockEnrolment(db, { id, account: asker.account }), answer));
  if (enrolment instanceof AttestationRefused) throw enrolment;
  const endorsement = endorsementOf(enrolment, answer.endorsementCertificate);
  const certifyingKey = readCertifyingKey(answer.certifyingKey);
  const certification = {
    certifyingKey,
    ...(parentKey === null ? {} : { parentKey: readParentKey(parentKey) }),
    attest: toBase64(attest),
    signature: toBase64(signature),
    nonce: enrolment.nonce,
  };
  const doubt = certificationDoubt(enrolment, certification);
  if (doubt !== null) throw refused(`certification: ${doubt}`);
  const names = { key: 'certifyingKey', certificate: 'certifyingCertificate' };
  const certificate = await vouchingCertificate(store, { key: certifyingKey, names, given: certifyingCertificate, endorsement, asker });
  await endOnce(store, answer);
  if (certifyingCertificate !== null) await keepCertificate(store, { octets: certifyingCertificate, of: 'attestation' }, asker);
  const { endorsementKey, attestationKey } = enrolment;
  const enrolled = {
    endorsementKey,
    endorsementCertificate: endorsement.id,
    attestationKey,
    method: 'certification',
    attestationCertificate: certificate.id,
    certification,
    reason: 'A key of the TPM with this endorsement key, which its maker certified, says that this attestation key lives beside it.',
  } as const;
  return recordKey(store, { enrolled, name: nameOfKept(attestationKey), detail: { enrolment: id, certificate: certificate.id }, ...asker });
}

/** The certificate of the key that certifies names the TPM by this one, so that it has to be there. */
function endorsementOf({ endorsementKey, endorsementCertificate }: Enrolment, octets: Uint8Array): ReadDocument {
  const endorsement = certificateFor(endorsementKeyOf(endorsementKey) ?? '', octets);
  if (endorsement.id !== endorsementCertificate)
    throw refused('endorsementCertificate: another one than the enrolment began with, or it began without one');
  return endorsement;
}

/** Of two answers at the same time one counts. */
async function endOnce(store: Store, { id, account, at }: CertifyingAnswer): Promise<void> {
  await inTransaction(store.pool, async (db) => {
    const enrolment = waiting(await lockEnrolment(db, { id, account }), { id, at });
    if (enrolment instanceof AttestationRefused) throw enrolment;
    await markEnrolmentUsed(db, { id, at });
  });
}

const refused = (problem: string): AttestationRefused => new AttestationRefused('not-acceptable', problem);
