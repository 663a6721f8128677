import { normalizeText } from '#lib/component/normalize.ts';
import { isPlaceholder } from '#lib/component/placeholder.ts';
import { visibleText } from '#lib/component/visible-text.ts';
import { tpmNamesCheck } from '#lib/platform-cert/attestation-key-names.ts';
import type { AttestationKeyCertificate } from '#lib/platform-cert/types.ts';
import { keyPurposeCheck } from '#lib/platform-cert/verify-attestation-key.ts';
import { attestedKeyOf, attestedLinkKey } from '../link/attestation-keys.ts';
import type { JudgedDocument } from '../link/judged-document.ts';

/** What an enrolment by certificate rests on. Each is undefined where it is not at hand. */
export interface CertifiedKey {
  /** The attestation key as the statement has it: base64 of a TPM2B_PUBLIC. */
  readonly attestationKey: string;
  readonly certificate: JudgedDocument | undefined;
  readonly endorsement: JudgedDocument | undefined;
  /** Serial numbers of the platform, by the certificates that count for it. */
  readonly platformSerials: readonly string[];
}

/**
 * Why a certificate doesn't show that an attestation key lives in the TPM of an endorsement key, without a period; null where it does. Asked when the key is
 * enrolled, and again with everything that comes later.
 * @spec TCG TPM 2.0 Keys for Device Identity and Attestation 1.00 sections 3.5 and 8.2
 */
export function certificateDoubt({ attestationKey, certificate, endorsement, platformSerials }: CertifiedKey): string | null {
  const document = certificate?.read.document;
  if (certificate === undefined || document?.kind !== 'attestation-key-certificate')
    return 'the certificate of the attestation key is not at hand';
  if (document.keyDigest === null || attestedLinkKey(document.keyDigest) !== attestedKeyOf(attestationKey))
    return 'the certificate is for another key than the attestation key';
  const purpose = keyPurposeCheck(document);
  if (purpose.status !== 'pass') return `the certificate does not fit: ${purpose.detail}`;
  // Policy may forgive what expired before it came of a certificate of parts, never of a key that is believed from now on.
  const isValid = certificate.checks.some(({ id, status }) => id === 'validity' && status === 'pass');
  if (!certificate.convinces || !isValid) return `the certificate of the attestation key doesn’t convince: ${openCheck(certificate)}`;
  const named = endorsement?.read.document;
  if (endorsement === undefined || named?.kind !== 'endorsement-key-certificate')
    return 'the certificate of the endorsement key is not at hand';
  if (!endorsement.convinces) return `the certificate of the endorsement key doesn’t convince: ${openCheck(endorsement)}`;
  const names = tpmNamesCheck(document, named);
  return names.status === 'pass'
    ? platformDoubt(document, platformSerials)
    : `the certificate of the attestation key: ${visibleText(names.detail)}`;
}

/** Its first check that decides against a certificate, else the first that nobody could answer. */
function openCheck({ checks }: JudgedDocument): string {
  const decides = ({ id }: { readonly id: string }): boolean => DECIDING.includes(id);
  const open =
    checks.find((check) => decides(check) && check.status === 'fail') ??
    checks.find((check) => decides(check) && check.status === 'unknown');
  return visibleText(open?.detail ?? 'nobody vouches for it');
}

const DECIDING: readonly string[] = ['signature', 'chain', 'validity', 'revocation', 'issuer-policy'];

function platformDoubt({ platform }: AttestationKeyCertificate, serials: readonly string[]): string | null {
  const said = platform.serial;
  if (said === null || isPlaceholder(said) || serials.length === 0) return null;
  if (serials.some((serial) => normalizeText(serial) === normalizeText(said))) return null;
  return `the certificate of the attestation key is for the platform with the serial number ${visibleText(said)}, and this is ${visibleText(serials.join(', '))}`;
}
