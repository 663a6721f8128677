import { fromHex } from '#lib/encoding/bytes.ts';
import { ParseError } from '#lib/encoding/parse-error.ts';
import { certificationFlaw } from '#lib/tpm/certification-flaw.ts';
import { parsePublicArea, type TpmPublicArea } from '#lib/tpm/public-area.ts';
import type { Enrolment } from '../link/link-evidence.ts';
import type { KeyCertification } from '../statement/statement-types.ts';
import { type CertifiedKey, certificateDoubt } from './certified-key.ts';

/** What an enrolment rests on, beside what its statement says. */
export interface EnrolmentGrounds extends Omit<CertifiedKey, 'attestationKey'> {
  readonly statement: Pick<Enrolment, 'endorsementKey' | 'attestationKey' | 'certification'>;
}

/**
 * Why a key that was enrolled without a credential isn't shown to live in the TPM of its endorsement key, without a period; null where it is. Asked when the
 * key is enrolled, and again with everything that comes later.
 * @spec TCG TPM 2.0 Keys for Device Identity and Attestation 1.00 sections 3.5 and 8.2; TPM 2.0 Library Part 3 section 18.2
 */
export function enrolmentDoubt({ statement, ...grounds }: EnrolmentGrounds): string | null {
  const { attestationKey, certification } = statement;
  if (certification === undefined) return certificateDoubt({ attestationKey, ...grounds });
  const doubt = certificateDoubt({ attestationKey: certification.certifyingKey, ...grounds });
  return doubt === null ? certificationDoubt(statement, certification) : `of the key that certified it: ${doubt}`;
}

/** Why one key's word for the other doesn't count; null where it does. */
export function certificationDoubt(
  { endorsementKey, attestationKey }: Pick<Enrolment, 'endorsementKey' | 'attestationKey'>,
  { certifyingKey, parentKey, attest, signature, nonce }: KeyCertification,
): string | null {
  try {
    return certificationFlaw({
      attest: octetsOf(attest),
      signature: octetsOf(signature),
      certifying: areaOf(certifyingKey),
      certified: areaOf(attestationKey),
      endorsement: areaOf(endorsementKey),
      parent: parentKey === undefined ? null : areaOf(parentKey),
      nonce: fromHex(nonce),
    });
  } catch (error) {
    if (error instanceof ParseError) return `a key of the certification is no public area of a TPM: ${error.message}`;
    throw error;
  }
}

const octetsOf = (base64: string): Uint8Array => new Uint8Array(Buffer.from(base64, 'base64'));
const areaOf = (base64: string): TpmPublicArea => parsePublicArea(octetsOf(base64));
