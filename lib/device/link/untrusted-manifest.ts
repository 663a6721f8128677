import type { ReferenceManifest } from '#lib/attestation/reference/types.ts';
import { SIGNER_NOT_AT_HAND } from '#lib/attestation/reference/verify.ts';
import type { Check } from '#lib/encoding/check.ts';
import type { JudgedDocument } from './judged-document.ts';
import { POLICY_CHECK } from './policy-check.ts';

/** Why a reference manifest doesn't count, as far as it decides what helps. */
export type ManifestReason =
  | 'manifest-signer-missing'
  | 'manifest-not-trusted'
  | 'manifest-not-signed'
  | 'manifest-signature-fails'
  | 'manifest-signer-fails'
  | 'manifest-ended'
  | 'manifest-not-allowed';

/** What an anchor can't mend comes first: whoever is told to add one to a file that was changed believes the file. */
const BY_CHECK: readonly (readonly [Check['id'], ManifestReason])[] = [
  ['signature', 'manifest-signature-fails'],
  ['revocation', 'manifest-signer-fails'],
  ['chain', 'manifest-signer-fails'],
  ['validity', 'manifest-ended'],
  [POLICY_CHECK, 'manifest-not-allowed'],
];

/** Why a manifest that isn't trusted counts for no device: the reason by which the advice is chosen, and the check that says it in words. */
export function untrustedManifest(
  { checks }: Pick<JudgedDocument, 'checks'>,
  { signature }: Pick<ReferenceManifest, 'signature'>,
): { readonly reason: ManifestReason; readonly detail: string } {
  return {
    reason: decisiveFailure(checks)?.reason ?? (signature === null ? 'manifest-not-signed' : missingPiece(checks)),
    detail: `It counts for no device: ${whatIsInTheWay(checks)?.detail ?? 'a required check does not pass'}.`,
  };
}

/** The check of a manifest that has to be mended first; undefined where all pass. */
export const whatIsInTheWay = (checks: readonly Check[]): Check | undefined =>
  decisiveFailure(checks)?.check ??
  checks.find(({ status }) => status === 'fail') ??
  checks.find(({ code }) => code === SIGNER_NOT_AT_HAND) ??
  checks.find(({ status }) => status === 'unknown');

function decisiveFailure(checks: readonly Check[]): { readonly reason: ManifestReason; readonly check: Check } | undefined {
  const [decisive] = BY_CHECK.flatMap(([id, reason]) => {
    const check = checks.find((each) => each.id === id && each.status === 'fail');
    return check === undefined ? [] : [{ reason, check }];
  });
  return decisive;
}

/** An anchor vouches for nobody whose certificate is not there. */
const missingPiece = (checks: readonly Check[]): ManifestReason =>
  checks.some(({ id, code }) => id === 'chain' && code === SIGNER_NOT_AT_HAND) ? 'manifest-signer-missing' : 'manifest-not-trusted';
