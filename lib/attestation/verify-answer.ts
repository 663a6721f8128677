import { equalBytes, toHex } from '#lib/encoding/bytes.ts';
import type { Check, CheckStatus } from '#lib/encoding/check.ts';
import { hashNameOf } from '#lib/tpm/algorithms.ts';
import { type PcrSelection, pcrRangeText } from '#lib/tpm/pcr-selection.ts';
import { nameOf } from '#lib/tpm/public-area.ts';
import { qualifyingDataOf } from './evidence-binding.ts';
import type { AttestationEvidence } from './evidence-types.ts';

/** What a verifier asked, and when the answer came. */
export interface AskedAnswer {
  readonly nonce: Uint8Array;
  /** Name of the key that was asked, hexadecimal. */
  readonly attestationKey: string;
  readonly selection: readonly PcrSelection[];
  /** ISO 8601, UTC, all in one form, so that they compare as texts. */
  readonly expiresAt: string;
  readonly receivedAt: string;
}

const NONCE_SPEC = 'RFC 9334 section 10.3 (freshness by nonce); TPM 2.0 Library Part 3 section 18.4';
const SELECTION_SPEC = 'TPM 2.0 Library Part 2 section 10.6.2 (TPML_PCR_SELECTION)';

/**
 * Asks whether evidence answers what was asked, in time. Nothing here is secret: whoever compares knows both sides.
 * @param asked  null where nothing was asked: then nothing shows when the TPM signed
 */
export function verifyAnswer(evidence: AttestationEvidence, asked: AskedAnswer | null): readonly Check[] {
  if (asked === null) {
    const detail = 'it answers no challenge: nothing shows when the TPM signed it';
    return [{ id: 'nonce', status: 'unknown', detail, spec: NONCE_SPEC }];
  }
  return [nonceCheck(evidence, asked), selectionCheck(evidence, asked)];
}

function nonceCheck({ quote, inventory, attestationKey }: AttestationEvidence, asked: AskedAnswer): Check {
  const check = (status: CheckStatus, detail: string): Check => ({ id: 'nonce', status, detail, spec: NONCE_SPEC });
  const name = nameOf(attestationKey);
  if (name === null || toHex(name) !== asked.attestationKey) return check('fail', 'another key answered than the one that was asked');
  if (!equalBytes(quote.extraData, qualifyingDataOf(asked.nonce, inventory)))
    return check('fail', wrongNonce(evidenceHasNonce(quote.extraData, asked)));
  if (asked.receivedAt > asked.expiresAt) return check('fail', `the challenge had expired at ${asked.expiresAt}`);
  return check('pass', 'it answers the challenge, in time');
}

const evidenceHasNonce = (extraData: Uint8Array, { nonce }: AskedAnswer): boolean => equalBytes(extraData, nonce);

/** An inventory that was put beside the quote afterwards is told apart from an old answer. */
const wrongNonce = (nonceAlone: boolean): string =>
  nonceAlone
    ? 'the quote answers the challenge and does not cover the inventory that came along'
    : 'the quote answers another challenge, or covers another inventory than the one that came along: an old answer, or one of another device';

function selectionCheck({ quote }: AttestationEvidence, { selection }: AskedAnswer): Check {
  const check = (status: CheckStatus, detail: string): Check => ({ id: 'selection', status, detail, spec: SELECTION_SPEC });
  const quoted = new Map(quote.pcrSelect.map(({ hash, pcrs }) => [hash, new Set(pcrs)]));
  if ([...quoted.values()].every((pcrs) => pcrs.size === 0)) return check('fail', 'the quote covers no PCR: its bank is not in use');
  const missing = selection.flatMap(({ hash, pcrs }) => {
    const left = pcrs.filter((pcr) => quoted.get(hash)?.has(pcr) !== true);
    return left.length === 0 ? [] : [`${pcrRangeText(left)} in ${hashNameOf(hash)}`];
  });
  return missing.length === 0
    ? check('pass', 'the quote covers every PCR that was asked for')
    : check('fail', `the quote leaves out what was asked for: ${missing.join('; ')}`);
}
