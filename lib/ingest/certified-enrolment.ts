import type { ReadDocument } from '#lib/artifact/types.ts';
import { certificateDoubt } from '#lib/device/attested/certified-key.ts';
import { attestedKeyOf } from '#lib/device/link/attestation-keys.ts';
import type { Statement } from '#lib/device/statement/statement-types.ts';
import { recordAction } from '#lib/store/audit.ts';
import { loadDocuments } from '#lib/store/documents.ts';
import { artifactsWithReference } from '#lib/store/key-certificates.ts';
import type { Store } from '#lib/store/open-store.ts';
import { AttestationRefused } from './attestation-refused.ts';
import { type AcceptableKeys, nameText, readKeyCertificate, readSaidKeys, type SaidKeys } from './enrolment-keys.ts';
import { type Asker, refuseOtherDevices } from './granted-keys.ts';
import { judgeCertificates } from './judge-certificates.ts';
import { keepCertificate } from './keep-certificate.ts';
import { recordStatement } from './record-statement.ts';

export interface CertifiedEnrolment extends Asker {
  readonly keys: SaidKeys;
  /** DER of the certificate of the attestation key; null where it was handed in before. */
  readonly attestationCertificate: Uint8Array | null;
}

type EnrolledKey = Extract<Statement, { readonly kind: 'attestation-key' }>;

/**
 * Enrols an attestation key by its certificate: it has to lead to a trust anchor whose issuer may sign such certificates, be for this key, and name the TPM by
 * its EK certificate. The same is asked again with everything that is known later. Nothing is kept of what is refused.
 * @throws AttestationRefused 'not-acceptable', with the reason in words
 * @spec TCG TPM 2.0 Keys for Device Identity and Attestation 1.00 section 8
 */
export async function enrolByCertificate(
  store: Store,
  { keys: said, attestationCertificate, ...asker }: CertifiedEnrolment,
): Promise<{ readonly attestationKey: string; readonly statement: EnrolledKey }> {
  const { account, at } = asker;
  const keys = readSaidKeys(said);
  await refuseOtherDevices(store.pool, keys.endorsementLinkKey, asker);
  if (keys.endorsementCertificate === null || said.endorsementCertificate === null)
    throw refused('endorsementCertificate: needed, because the certificate of the attestation key names the TPM by it');
  const given =
    attestationCertificate === null ? await certificatesAtHand(store, keys) : [readKeyCertificate(attestationCertificate, keys)];
  const { certificate, doubt } = await firstWithoutDoubt(store, { given, keys, asker });
  if (certificate === undefined || doubt !== null) throw refused(`attestationCertificate: ${doubt}`);
  await keepCertificate(store, { octets: said.endorsementCertificate, of: 'endorsement' }, asker);
  if (attestationCertificate !== null) await keepCertificate(store, { octets: attestationCertificate, of: 'attestation' }, asker);
  const statement = await recordStatement(store, {
    kind: 'attestation-key',
    endorsementKey: keys.endorsementKey,
    endorsementCertificate: keys.endorsementCertificate.id,
    attestationKey: keys.attestationKey,
    method: 'certificate',
    attestationCertificate: certificate.id,
    author: account,
    at: at.toISOString(),
    reason: 'A certificate that leads to a trust anchor says that this attestation key lives in the TPM with this endorsement key.',
  });
  if (statement.kind !== 'attestation-key') throw new Error('another statement was recorded than was said');
  const detail = { certificate: certificate.id, statement: statement.id };
  await recordAction(store.pool, { at, actor: account, action: 'attestation-key-recorded', subject: nameText(keys), detail });
  return { attestationKey: nameText(keys), statement };
}

interface Question {
  readonly given: readonly ReadDocument[];
  readonly keys: AcceptableKeys;
  readonly asker: Asker;
}

/** The first certificate that shows it, else the last one with what speaks against it. */
async function firstWithoutDoubt(
  store: Store,
  { given, keys, asker: { account, at } }: Question,
): Promise<{ readonly certificate: ReadDocument | undefined; readonly doubt: string | null }> {
  const endorsement = keys.endorsementCertificate;
  const judged = await judgeCertificates(store, { reads: endorsement === null ? given : [endorsement, ...given], account, at });
  let doubt: string | null = 'none of this key was handed in: hand it in, or send it along';
  for (const certificate of given) {
    const asked = { attestationKey: keys.attestationKey, certificate: judged.get(certificate.id), platformSerials: [] };
    doubt = certificateDoubt({ ...asked, endorsement: judged.get(endorsement?.id ?? '') });
    if (doubt === null) return { certificate, doubt };
  }
  return { certificate: undefined, doubt };
}

/** Those of this key that were handed in. */
async function certificatesAtHand(store: Store, { attestationKey }: AcceptableKeys): Promise<readonly ReadDocument[]> {
  const key = attestedKeyOf(attestationKey);
  const artifacts = key === undefined ? [] : await artifactsWithReference(store.pool, key);
  const documents = [...(await loadDocuments(store.pool, artifacts)).values()].flat();
  const isOfKey = ({ document }: ReadDocument): boolean =>
    document?.kind === 'attestation-key-certificate' && document.keyDigest !== null && key?.endsWith(document.keyDigest) === true;
  return [...new Map(documents.filter(isOfKey).map((read) => [read.id, read])).values()];
}

const refused = (problem: string): AttestationRefused => new AttestationRefused('not-acceptable', problem);
