import type { AppraisalInput, EarlierQuote } from '#lib/attestation/appraisal-types.ts';
import { type BootJudgement, judgeBoot } from '#lib/attestation/appraise-boot.ts';
import type { AttestationEvidence, LogBeside } from '#lib/attestation/evidence-types.ts';
import { toHex } from '#lib/encoding/bytes.ts';

type JudgeBoot = (input: AppraisalInput, continued: EarlierQuote['matched']) => BootJudgement;

/**
 * Judges what a quote and its logs say, once for all answers that say the same: of the thousands that a device gives, as many differ as it
 * was started. What is remembered depends on the octets alone, and is forgotten with the judge.
 */
export function makeBootJudge(judge: JudgeBoot = judgeBoot): JudgeBoot {
  const known = new Map<string, BootJudgement>();
  return (input, continued) => {
    // What is listed elsewhere has no digest here.
    if (input.compareReferences !== null || input.knownFiles !== null) return judge(input, continued);
    const key = JSON.stringify([...saidBy(input.evidence), continued]);
    const judgement = known.get(key) ?? judge(input, continued);
    known.set(key, judgement);
    return judgement;
  };
}

/** Everything of the evidence that the judgement depends on, by its values or its digest. */
function saidBy({ quote, signature, pcrValues, eventLog, imaLog, runtimeLog }: AttestationEvidence): readonly unknown[] {
  const values = pcrValues?.map(({ hash, pcr, value }) => [hash, pcr, toHex(value)]) ?? null;
  return [
    quote.pcrSelect,
    toHex(quote.pcrDigest),
    signature.hash,
    values,
    identityOf(eventLog),
    identityOf(imaLog),
    identityOf(runtimeLog),
  ];
}

function identityOf(log: LogBeside<unknown>): readonly unknown[] {
  switch (log.state) {
    case 'read':
      return [log.state, log.sha256];
    case 'unreadable':
      return [log.state, log.failure];
    default:
      return [log.state];
  }
}
