import { createHash, randomUUID, timingSafeEqual } from 'node:crypto';
import { attestationKeyOf } from '#lib/device/link/attestation-keys.ts';
import { toHex } from '#lib/encoding/bytes.ts';
import { sha256Hex } from '#lib/encoding/digest.ts';
import { recordAction } from '#lib/store/audit.ts';
import {
  countWrongSecret,
  type Enrolment,
  lockEnrolment,
  markEnrolmentUsed,
  openEnrolments,
  saveEnrolment,
} from '#lib/store/enrolments.ts';
import type { Store } from '#lib/store/open-store.ts';
import { inTransaction, type Queryable } from '#lib/store/sql.ts';
import { credentialFile, makeCredential } from '#lib/tpm/make-credential.ts';
import { AttestationRefused } from './attestation-refused.ts';
import { nameText, readSaidKeys, type SaidKeys } from './enrolment-keys.ts';
import { type Asker, refuseOtherDevices } from './granted-keys.ts';
import { keepCertificate } from './keep-certificate.ts';
import { type RecordedKey, recordKey } from './record-key.ts';
import { refuseWithdrawnKey } from './withdrawn-key.ts';

/** A TPM has this long to give the secret back. */
export const ENROLMENT_MS = 5 * 60_000;
/** Wrong secrets after which an enrolment is over. */
export const MAX_WRONG_SECRETS = 5;
/** Enrolments of one account that may wait for their secret at a time. */
export const MAX_OPEN_ENROLMENTS = 1000;
/** A secret fits into the shortest digest that a name may be of. */
const SECRET_BYTES = 32;
/** What a certification has to be over: a TPM takes 64 octets at most. */
const NONCE_BYTES = 32;

export interface EnrolmentQuestion extends Asker {
  readonly keys: SaidKeys;
  /** As many octets of chance as asked. */
  readonly random: (octets: number) => Uint8Array;
}

export interface BegunEnrolment {
  readonly id: string;
  /** The file that `tpm2_activatecredential` takes. */
  readonly credential: Uint8Array;
  /** Hexadecimal: what a certification by another key of the TPM has to be over. */
  readonly nonce: string;
  readonly expiresAt: Date;
}

/**
 * Asks a TPM to prove that both keys live in it: a secret is encrypted so that only that TPM can read it. In its place another key of the TPM that has a
 * certificate may certify the attestation key, over a nonce. The certificate is kept
 * as any file that is handed in.
 * @throws AttestationRefused
 * @spec TPM 2.0 Library Part 1 section 24
 */
export async function beginEnrolment(store: Store, question: EnrolmentQuestion): Promise<BegunEnrolment> {
  const { account, at, random } = question;
  const keys = readSaidKeys(question.keys);
  await refuseOtherDevices(store.pool, keys.endorsementLinkKey, question);
  await refuseWithdrawnKey(store, nameText(keys));
  if ((await openEnrolments(store.pool, { account, at })) >= MAX_OPEN_ENROLMENTS)
    throw new AttestationRefused('too-many', `${MAX_OPEN_ENROLMENTS} enrolments of this account wait for their secret`);
  const secret = random(SECRET_BYTES);
  const credential = makeCredential({ endorsementKey: keys.endorsement, attestationKeyName: keys.attestationKeyName, secret, random });
  if ('refused' in credential) throw new AttestationRefused('not-acceptable', `endorsementKey: ${credential.refused}`);
  if (question.keys.endorsementCertificate !== null)
    await keepCertificate(store, { octets: question.keys.endorsementCertificate, of: 'endorsement' }, question);
  const { endorsementKey, attestationKey } = keys;
  const endorsementCertificate = keys.endorsementCertificate?.id ?? null;
  const expiresAt = new Date(at.getTime() + ENROLMENT_MS);
  const nonce = toHex(random(NONCE_BYTES));
  const kept = { id: randomUUID(), account, endorsementKey, endorsementCertificate, attestationKey, createdAt: at, expiresAt };
  await inTransaction(store.pool, async (db) => {
    await saveEnrolment(db, { ...kept, secretHash: sha256Hex(secret), nonce });
    const detail = { enrolment: kept.id, endorsementCertificate };
    await recordAction(db, { at, actor: account, action: 'attestation-enrolment-begun', subject: nameText(keys), detail });
  });
  return { id: kept.id, credential: credentialFile(credential), nonce, expiresAt };
}

/**
 * Takes the secret that a TPM gave back, once, and records that both keys live in it.
 * @throws AttestationRefused
 */
export async function activateEnrolment(
  store: Store,
  { id, secret, ...asker }: Asker & { readonly id: string; readonly secret: Uint8Array },
): Promise<RecordedKey> {
  const enrolment = await inTransaction(store.pool, (db) => useOnce(db, { id, secret, ...asker }));
  if (enrolment instanceof AttestationRefused) throw enrolment;
  const { endorsementKey, endorsementCertificate, attestationKey } = enrolment;
  const enrolled = {
    endorsementKey,
    endorsementCertificate,
    attestationKey,
    method: 'credential-activation',
    reason: 'The TPM with this endorsement key gave back a secret that it gives back only where this attestation key lives.',
  } as const;
  return recordKey(store, { enrolled, name: nameOfKept(attestationKey), detail: { enrolment: id }, ...asker });
}

/** The name of a key that was acceptable, in hexadecimal. @param publicArea base64 of a TPM2B_PUBLIC */
export const nameOfKept = (publicArea: string): string => attestationKeyOf(publicArea)?.slice('ak:'.length) ?? '';

/** A refusal is returned, not thrown, so that the count of wrong secrets stays. */
async function useOnce(
  db: Queryable,
  { id, secret, ...asker }: Asker & { readonly id: string; readonly secret: Uint8Array },
): Promise<Enrolment | AttestationRefused> {
  const { account, at } = asker;
  const enrolment = waiting(await lockEnrolment(db, { id, account }), { id, at });
  if (enrolment instanceof AttestationRefused) return enrolment;
  if (!isSecret(secret, enrolment)) {
    await countWrongSecret(db, id);
    await recordAction(db, { at, actor: account, action: 'attestation-secret-refused', subject: id, detail: {} });
    return new AttestationRefused('wrong-secret', 'This is not the secret that the credential holds.');
  }
  await markEnrolmentUsed(db, { id, at });
  return enrolment;
}

/** The enrolment, or why it waits for nothing. */
export function waiting(
  enrolment: Enrolment | undefined,
  { id, at }: { readonly id: string; readonly at: Date },
): Enrolment | AttestationRefused {
  if (enrolment === undefined) return new AttestationRefused('no-such-enrolment', `There is no enrolment ${id} of this account.`);
  if (enrolment.usedAt !== null) return new AttestationRefused('used', 'This enrolment has ended: the key was enrolled by it before.');
  if (enrolment.attempts >= MAX_WRONG_SECRETS)
    return new AttestationRefused('used', `This enrolment has ended: ${MAX_WRONG_SECRETS} wrong secrets were given.`);
  if (enrolment.expiresAt <= at) return new AttestationRefused('ended', `This enrolment ended at ${enrolment.expiresAt.toISOString()}.`);
  return enrolment;
}

function isSecret(secret: Uint8Array, { secretHash }: Enrolment): boolean {
  return timingSafeEqual(createHash('sha256').update(secret).digest(), Buffer.from(secretHash, 'hex'));
}
