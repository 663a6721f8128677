import { toHex } from '#lib/encoding/bytes.ts';
import { ParseError } from '#lib/encoding/parse-error.ts';
import { nameOf, parsePublicArea, subjectPublicKeyInfoOf } from '#lib/tpm/public-area.ts';
import { keyDigest } from '#lib/x509/key.ts';

/** The link key of an attestation key, by its name. @param name hexadecimal */
export const attestationLinkKey = (name: string): string => `ak:${name}`;

/**
 * The link key of the attestation key of a statement.
 * @param publicArea  base64 of a TPM2B_PUBLIC
 * @returns undefined for what is no public area, or has no name
 * @spec TPM 2.0 Library Part 1 section 16 (names)
 */
export function attestationKeyOf(publicArea: string): string | undefined {
  const area = areaOf(publicArea);
  const name = area === undefined ? null : nameOf(area);
  return name === null ? undefined : attestationLinkKey(toHex(name));
}

/** The link key of the endorsement key of a statement, the same as that of its certificate. @param publicArea base64 of a TPM2B_PUBLIC */
export function endorsementKeyOf(publicArea: string): string | undefined {
  const area = areaOf(publicArea);
  const info = area === undefined ? null : subjectPublicKeyInfoOf(area);
  const digest = info === null ? null : keyDigest(info);
  return digest === null ? undefined : `ek-key:${digest}`;
}

function areaOf(publicArea: string): ReturnType<typeof parsePublicArea> | undefined {
  try {
    return parsePublicArea(new Uint8Array(Buffer.from(publicArea, 'base64')));
  } catch (error) {
    if (error instanceof ParseError) return undefined;
    throw error;
  }
}
