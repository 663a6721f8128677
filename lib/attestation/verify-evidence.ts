import type { Check } from '#lib/encoding/check.ts';
import { attestationKeyFlaws } from '#lib/tpm/public-area.ts';
import { verifyTpmQuote } from '#lib/tpm/verify.ts';
import { evidenceSignature } from './evidence-signature.ts';
import type { AttestationEvidence, LogBeside } from './evidence-types.ts';

const SIGNATURE_SPEC = 'TPM 2.0 Library Part 2 section 10.12.12 (TPMS_ATTEST) and 11.3.4 (TPMT_SIGNATURE)';
const KEY_SPEC = 'TPM 2.0 Library Part 1 section 25.1.3 (restricted signing keys)';
const LOG_SPEC = 'TCG PC Client Platform Firmware Profile 1.06 section 10';

/**
 * Asks what can be asked of evidence by itself: whether the key that came along signed it, and is one that signs nothing else. Whose
 * key it is, and whether the answer is fresh, is asked where the device and the challenge are known.
 */
export function verifyEvidence(evidence: AttestationEvidence): readonly Check[] {
  return [quoteSignature(evidence), keyAttributes(evidence), selection(evidence), logBeside(evidence.eventLog)];
}

function quoteSignature(evidence: AttestationEvidence): Check {
  const check = (status: Check['status'], detail: string): Check => ({ id: 'quote-signature', status, detail, spec: SIGNATURE_SPEC });
  const outcome = evidenceSignature(evidence);
  if (outcome === null) return check('unknown', "the attestation key is on a curve that this program doesn't know");
  const { status, detail } = outcome;
  return check(status === 'valid' ? 'pass' : status === 'invalid' ? 'fail' : 'unknown', detail);
}

function keyAttributes({ attestationKey }: AttestationEvidence): Check {
  const flaws = attestationKeyFlaws(attestationKey);
  return {
    id: 'attestation-key',
    status: flaws.length === 0 ? 'pass' : 'fail',
    detail: flaws.length === 0 ? 'a restricted key that signs only what the TPM itself says' : `the key can't attest: ${flaws.join('; ')}`,
    spec: KEY_SPEC,
  };
}

function selection({ quote }: AttestationEvidence): Check {
  const [first] = verifyTpmQuote(quote);
  if (first === undefined) throw new Error('a quote without the check of its selection');
  return first;
}

function logBeside(log: LogBeside<unknown>): Check {
  const check = (status: Check['status'], detail: string): Check => ({ id: 'event-log', status, detail, spec: LOG_SPEC });
  switch (log.state) {
    case 'read':
      return check('pass', 'an event log came along');
    case 'absent':
      return check('not-applicable', 'no event log came along: what the quoted values mean is not known');
    case 'empty':
      return check('unknown', 'the event log has no octet, as some virtual machines give it: what the quoted values mean is not known');
    case 'unreadable':
      return check('unknown', `the event log can't be read: ${log.failure.message}`);
    default:
      return log satisfies never;
  }
}
