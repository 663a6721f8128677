import type { AttestationResult, ResultFormat } from './types.ts';
import { appraisalText, listText } from './verify.ts';

/** Formats by their names. */
export const FORMAT_NAMES: Readonly<Record<ResultFormat, string>> = {
  ear: 'EAT attestation result',
  eat: 'entity attestation token',
  'azure-attestation': 'Azure Attestation token',
  'intel-trust-authority': 'Intel Trust Authority token',
  'google-cloud-attestation': 'Google Cloud Attestation token',
  'nvidia-nras': 'NVIDIA Remote Attestation Service result',
  'keylime-agent': 'Keylime agent status',
  'keylime-attestations': 'Keylime attestations',
  'keylime-revocation': 'Keylime revocation',
  hirs: 'HIRS device list',
};

/** One line for a person: who says what of which parts. */
export function describeAttestationResult({ format, issuer, issuedAt, status, submods, isFleet }: AttestationResult): string {
  const by = issuer === null ? '' : ` by ${issuer.slice(0, 120)}`;
  const made = issuedAt === null ? '' : `, made at ${issuedAt}`;
  if (isFleet) return `${FORMAT_NAMES[format]}${made}: ${listText(submods)}`;
  const whole = submods.length === 1 && submods[0]?.status === status ? '' : `${status}; `;
  return `${FORMAT_NAMES[format]}${by}${made}: ${whole}${appraisalText(submods, status)}`;
}
