import { sha256Hex } from '#lib/encoding/digest.ts';
import { subjectPublicKeyInfoOf } from '#lib/tpm/public-area.ts';
import { type TpmSignatureOutcome, verifyTpmSignature } from '#lib/tpm/verify-signature.ts';
import type { AttestationEvidence } from './evidence-types.ts';

/**
 * Outcomes that are remembered: the answers of one device in five years at one an hour, some 200 octets each. Whoever folds a device again asks for
 * all of its answers, and verifying one takes a tenth of a millisecond.
 */
export const MAX_REMEMBERED = 50_000;

type Signed = Pick<AttestationEvidence, 'quote' | 'signature' | 'attestationKey'>;

/** By the digest of everything that the outcome depends on, so that nothing that is remembered can be wrong. */
const known = new Map<string, TpmSignatureOutcome>();

/** Whether the key that came along signed the quote; null for a key of a kind that this program doesn't have. Verified once as long as it is remembered. */
export function evidenceSignature(evidence: Signed): TpmSignatureOutcome | null {
  const id = identityOf(evidence);
  const before = known.get(id);
  if (before !== undefined) return before;
  const { quote, signature, attestationKey } = evidence;
  const subjectPublicKeyInfo = subjectPublicKeyInfoOf(attestationKey);
  if (subjectPublicKeyInfo === null) return null;
  const outcome = verifyTpmSignature({ octets: quote.octets, signature, subjectPublicKeyInfo });
  known.set(id, outcome);
  const [oldest] = known.keys();
  if (known.size > MAX_REMEMBERED && oldest !== undefined) known.delete(oldest);
  return outcome;
}

/** Each part with its length, so that no two questions are the same octets. */
function identityOf({ quote, signature, attestationKey }: Signed): string {
  const numbers = signature.scheme === 'ecdsa' ? [signature.r, signature.s] : [signature.signature];
  const parts = [quote.octets, attestationKey.octets, ...numbers];
  const head = Buffer.from(JSON.stringify([signature.scheme, signature.hash, ...parts.map(({ length }) => length)]));
  return sha256Hex(Buffer.concat([head, ...parts]));
}
