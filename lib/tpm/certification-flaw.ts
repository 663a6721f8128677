import { equalBytes, toHex } from '#lib/encoding/bytes.ts';
import { ParseError } from '#lib/encoding/parse-error.ts';
import { hashNameOf } from './algorithms.ts';
import { parseAttest, type TpmsAttest } from './attest.ts';
import { attestationKeyFlaws, HIERARCHY, nameOf, qualifiedNameOf, subjectPublicKeyInfoOf, type TpmPublicArea } from './public-area.ts';
import { parseTpmSignature } from './signature.ts';
import { verifyTpmSignature } from './verify-signature.ts';

/** What one key of a TPM said of another by TPM2_Certify, and what it has to be about. */
export interface CertificationQuestion {
  /** TPMS_ATTEST, without the size that a TPM2B_ATTEST begins with. */
  readonly attest: Uint8Array;
  /** TPMT_SIGNATURE. */
  readonly signature: Uint8Array;
  /** The key that signed. */
  readonly certifying: TpmPublicArea;
  /** The key that it is about. */
  readonly certified: TpmPublicArea;
  readonly endorsement: TpmPublicArea;
  /** The storage key above the certified one; null where that is the endorsement key, or a hierarchy itself. */
  readonly parent: TpmPublicArea | null;
  readonly nonce: Uint8Array;
}

/**
 * Why a certification doesn't show that the certified key lives beside the certifying one, in words without a period; null where it does. Whose key it
 * is that signed, its certificate has to say.
 * @spec TPM 2.0 Library Part 1 section 16, Part 2 sections 10.12.3 and 10.12.12, and Part 3 section 18.2 (TPM2_Certify)
 */
export function certificationFlaw(question: CertificationQuestion): string | null {
  try {
    return flawOf(parseAttest(question.attest), question);
  } catch (error) {
    if (error instanceof ParseError) return `it is no attestation of a TPM: ${error.message}`;
    throw error;
  }
}

function flawOf(attest: TpmsAttest, question: CertificationQuestion): string | null {
  const { attested, extraData } = attest;
  const { certifying, certified, nonce } = question;
  if (attested.type !== 'certify') return `it attests a ${attested.type}, and does not certify a key`;
  const [signerFlaw] = attestationKeyFlaws(certifying);
  if (signerFlaw !== undefined) return `the key that certifies could sign what its TPM never said: ${signerFlaw}`;
  const [flaw] = attestationKeyFlaws(certified);
  if (flaw !== undefined) return `the certified key is none that attests: ${flaw}`;
  const unsigned = signatureFlaw(question);
  if (unsigned !== null) return unsigned;
  const name = nameOf(certified);
  if (name === null || !equalBytes(name, attested.name))
    return `it certifies the key with the name ${toHex(attested.name)}, and not the attestation key`;
  const misplaced = placeFlaw(attested.qualifiedName, question);
  if (misplaced !== null) return misplaced;
  return equalBytes(extraData, nonce)
    ? null
    : `it is not over the nonce of this enrolment, but over ${extraData.length === 0 ? 'nothing' : toHex(extraData)}`;
}

function signatureFlaw({ attest, signature: octets, certifying }: CertificationQuestion): string | null {
  const subjectPublicKeyInfo = subjectPublicKeyInfoOf(certifying);
  if (subjectPublicKeyInfo === null) return 'the numbers of the key that certifies are no key';
  try {
    const signature = parseTpmSignature(octets);
    if (hashNameOf(signature.hash) === 'sha1') return 'its signature is over a SHA-1 digest';
    const { status, detail } = verifyTpmSignature({ octets: attest, signature, subjectPublicKeyInfo });
    return status === 'valid' ? null : detail;
  } catch (error) {
    if (error instanceof ParseError) return `its signature can't be read: ${error.message}`;
    throw error;
  }
}

/** Keys below it are gone with the next start. @spec TPM 2.0 Library Part 2 section 7.4 */
const NULL_HIERARCHY = 0x40000007;

/** The qualified name tells what stands above a key: a hierarchy, the endorsement key below its own, or one storage key. */
function placeFlaw(qualifiedName: Uint8Array, { certified, endorsement, parent }: CertificationQuestion): string | null {
  const above = parent === null ? [] : [parent];
  const isBelow = (hierarchy: number, path: readonly TpmPublicArea[]): boolean => {
    const wanted = qualifiedNameOf(hierarchy, [...path, certified]);
    return wanted !== null && equalBytes(wanted, qualifiedName);
  };
  if (isBelow(NULL_HIERARCHY, []) || isBelow(NULL_HIERARCHY, above))
    return 'the certified key is gone with the next start: it stands in the null hierarchy';
  if (isBelow(HIERARCHY.endorsement, [endorsement])) return null;
  if (Object.values(HIERARCHY).some((hierarchy) => isBelow(hierarchy, []) || isBelow(hierarchy, above))) return null;
  return parent === null
    ? 'by its qualified name the certified key stands below a key that is neither the endorsement key nor at hand: send the public area of its parent along'
    : 'by its qualified name the certified key stands below another key than the parent that was sent along';
}
