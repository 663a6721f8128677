import { z } from 'zod';
import { MAX_ENROLLED_CERTIFICATE_BYTES, MAX_ENROLLED_KEY_BYTES } from '#lib/ingest/enrolment-keys.ts';
import { ENROLMENT_METHODS } from '#lib/ingest/list-enrolments.ts';
import { ENROLMENT_SORTS } from '#lib/store/enrolled-keys.ts';
import { pageQuery, silentDays } from './queries.ts';
import { identifier, instant, sha256 } from './values.ts';

/** Base64 of at most so many octets, and at least one. */
const octets = (most: number): z.ZodType<string, string> =>
  z
    .base64()
    .min(4)
    .max(4 * Math.ceil(most / 3));

export const octetsOf = (base64: string): Uint8Array => new Uint8Array(Buffer.from(base64, 'base64'));
export const optionalOctetsOf = (base64: string | undefined): Uint8Array | null => (base64 === undefined ? null : octetsOf(base64));

/** A name: its algorithm and a digest of 20 to 64 octets. */
const keyName = z
  .string()
  .regex(/^[0-9a-f]{44,132}$/, 'a name of a TPM key in lower-case hexadecimal is needed')
  .describe('TPM2B_NAME without its size: nameAlg, then the digest of the public area');

export const enrolmentBody = z.strictObject({
  endorsementKey: octets(MAX_ENROLLED_KEY_BYTES).describe('TPM2B_PUBLIC'),
  endorsementCertificate: octets(MAX_ENROLLED_CERTIFICATE_BYTES).optional().describe('DER, as the TPM keeps it'),
  attestationKey: octets(MAX_ENROLLED_KEY_BYTES).describe('TPM2B_PUBLIC'),
});

export const enrolmentQuery = pageQuery.extend({
  device: identifier.optional(),
  method: z.enum(ENROLMENT_METHODS).optional().describe('how it was shown that the key lives in its TPM'),
  silentDays: silentDays.describe(
    'keys that count for a device and whose last answer is older than so many days; without an answer, the enrolment',
  ),
  sort: z
    .enum(ENROLMENT_SORTS)
    .default('enrolled')
    .describe('`enrolled`: the newest first; `silent`: of the keys that count for a device, the longest silent first'),
});

/** An attestation key that was enrolled. */
export const enrolledKey = z.object({
  attestationKey: keyName,
  statement: sha256.describe('id of the statement that it is enrolled'),
  device: identifier.nullable().describe('null while no certificate of its endorsement key leads to one'),
  method: z.enum(ENROLMENT_METHODS),
  enrolledAt: instant,
  enrolledBy: z.string(),
  answeredAt: instant.nullable().describe('when it last answered with something that proves anything, good or bad; null for never'),
  withdrawal: z
    .object({ author: z.string(), at: instant, reason: z.string() })
    .nullable()
    .describe('who took it back; null while it stands'),
});

export const certifiedEnrolmentBody = z.strictObject({
  endorsementKey: octets(MAX_ENROLLED_KEY_BYTES).describe('TPM2B_PUBLIC'),
  endorsementCertificate: octets(MAX_ENROLLED_CERTIFICATE_BYTES).describe('DER, as the TPM keeps it'),
  attestationKey: octets(MAX_ENROLLED_KEY_BYTES).describe('TPM2B_PUBLIC'),
  attestationCertificate: octets(MAX_ENROLLED_CERTIFICATE_BYTES)
    .optional()
    .describe('DER of the AK, IAK or LAK certificate; absent: it was handed in as a file before'),
});

export const enrolment = z.object({
  id: z.string(),
  credential: z.string().describe('base64 of the file that tpm2_activatecredential takes with --credential-blob'),
  nonce: z.string().describe('32 octets in hexadecimal: what a certification by another key of the TPM has to be over'),
  expiresAt: instant,
});

export const activationBody = z.strictObject({
  secret: z
    .string()
    .regex(/^(?:[0-9a-f]{2}){1,64}$/, 'the secret in lower-case hexadecimal is needed')
    .describe('what the TPM read in the credential'),
});

/** Octets of a TPMS_ATTEST that certifies, or of a TPMT_SIGNATURE: real ones have under 600. */
const MAX_CERTIFICATION_BYTES = 1100;

export const certificationBody = z.strictObject({
  endorsementCertificate: octets(MAX_ENROLLED_CERTIFICATE_BYTES).describe('DER, the same as the enrolment began with'),
  certifyingKey: octets(MAX_ENROLLED_KEY_BYTES).describe('TPM2B_PUBLIC of the key that signed: an IAK'),
  certifyingCertificate: octets(MAX_ENROLLED_CERTIFICATE_BYTES)
    .optional()
    .describe('DER of its certificate; absent: it was handed in as a file before'),
  parentKey: octets(MAX_ENROLLED_KEY_BYTES)
    .optional()
    .describe('TPM2B_PUBLIC of the storage key above the attestation key; absent where that is the endorsement key, or a hierarchy'),
  certification: octets(MAX_CERTIFICATION_BYTES).describe('TPMS_ATTEST of TPM2_Certify, over the nonce of the enrolment'),
  signature: octets(MAX_CERTIFICATION_BYTES).describe('TPMT_SIGNATURE'),
});

export const activation = z.object({ attestationKey: keyName, statement: sha256.describe('id of the statement that it is enrolled') });

export const resultQuery = z.strictObject({
  nonce: z
    .string()
    .regex(/^(?:[0-9a-f]{2}){8,64}$/, '8 to 64 octets in lower-case hexadecimal are needed')
    .optional()
    .describe('of whoever will rely on the result; it comes back in eat_nonce'),
});

export const challengeBody = z.strictObject({
  attestationKey: keyName,
  runtimeLog: z
    .boolean()
    .optional()
    .describe('The device has a log of what its running system measures: what systemd extends is asked for too'),
});

/** A challenge as it is kept with the file that answers it. */
export const answeredChallenge = z.object({
  id: z.string(),
  nonce: z.string(),
  attestationKey: keyName,
  selection: z.string(),
  issuedAt: instant,
  expiresAt: instant,
});

export const challenge = z.object({
  id: z.string(),
  nonce: z.string().describe('32 octets in hexadecimal; see docs/attestation.md for what the quote has to be over'),
  selection: z.string().describe('PCRs as tpm2-tools write them'),
  expiresAt: instant,
});
