import { toHex } from '#lib/encoding/bytes.ts';
import { ParseError } from '#lib/encoding/parse-error.ts';
import { nameOf, parsePublicArea, subjectPublicKeyInfoOf, type TpmPublicArea } from '#lib/tpm/public-area.ts';
import { keyDigest } from '#lib/x509/key.ts';
import type { Statement } from '../statement/statement-types.ts';

/**
 * The link key of an attestation key, by its name; undefined where its name can't be computed.
 * @spec TPM 2.0 Library Part 1 section 16 (names)
 */
export function attestationLinkKey(area: TpmPublicArea): string | undefined {
  const name = nameOf(area);
  return name === null ? undefined : `ak:${toHex(name)}`;
}

/** The link key of an endorsement key, the same as that of its certificate; undefined for a key of another kind. */
export function endorsementLinkKey(area: TpmPublicArea): string | undefined {
  const info = subjectPublicKeyInfoOf(area);
  const digest = info === null ? null : keyDigest(info);
  return digest === null ? undefined : `ek-key:${digest}`;
}

/** The link key of the attestation key of a statement; undefined for what is no key. @param publicArea base64 of a TPM2B_PUBLIC */
export const attestationKeyOf = (publicArea: string): string | undefined => keyOf(publicArea, attestationLinkKey);

/**
 * The link key of the attestation key of a statement by its numbers, as the results of other verifiers name it; undefined for what is no key.
 * @param publicArea base64 of a TPM2B_PUBLIC
 */
export const attestedKeyOf = (publicArea: string): string | undefined => keyOf(publicArea, attestedLinkKeyOf);

function attestedLinkKeyOf(area: TpmPublicArea): string | undefined {
  const info = subjectPublicKeyInfoOf(area);
  const digest = info === null ? null : keyDigest(info);
  return digest === null ? undefined : attestedLinkKey(digest);
}

/** The keys of an enrolment that attest, by their numbers: the enrolled one, and the one that certified it. */
export function attestedKeysOf({
  attestationKey,
  certification,
}: Extract<Statement, { readonly kind: 'attestation-key' }>): readonly string[] {
  const areas = [attestationKey, ...(certification === undefined ? [] : [certification.certifyingKey])];
  return areas.flatMap((area) => attestedKeyOf(area) ?? []);
}

/** The link key of an attestation key by its numbers. @param digest  as `keyDigest` gives it */
export const attestedLinkKey = (digest: string): string => `ak-key:${digest}`;

/** The link key of the endorsement key of a statement; undefined for what is no key. @param publicArea base64 of a TPM2B_PUBLIC */
export const endorsementKeyOf = (publicArea: string): string | undefined => keyOf(publicArea, endorsementLinkKey);

function keyOf(publicArea: string, linkKey: (area: TpmPublicArea) => string | undefined): string | undefined {
  try {
    return linkKey(parsePublicArea(new Uint8Array(Buffer.from(publicArea, 'base64'))));
  } catch (error) {
    if (error instanceof ParseError) return undefined;
    throw error;
  }
}
