import { hashNameOf } from './algorithms.ts';
import { deviationText } from './deviations.ts';
import type { PcrComparison, PcrVerdict } from './pcr-verdict-types.ts';

/** What is known of one PCR, in one sentence for a person. */
export function describePcr(verdict: PcrVerdict): string {
  const subject = `PCR ${verdict.pcr} (${hashNameOf(verdict.hash)})`;
  const told = verdict.attested || verdict.value === null ? '' : ' Nothing attests the value: it was only told.';
  return `${subject} ${sentenceOf(verdict)}${told}`;
}

function sentenceOf({ reason, repaired, hash }: PcrVerdict): string {
  switch (reason) {
    case 'replayed':
      return 'holds what the log says.';
    case 'repaired':
      return `holds what the log says, when what is missing in it is added: ${repaired.map(deviationText).join('; ')}.`;
    case 'never-extended':
      return 'was never extended, and the log has no record of it.';
    case 'measurement-list':
      return 'holds what the measurement list of the kernel says.';
    case 'runtime-log':
      return 'holds what the log of the firmware and that of systemd behind it say.';
    case 'other-value':
      return 'holds another value than the log says: the log does not tell how this device started.';
    case 'digest-differs':
      return 'may hold another value than the log says: the digest of the quote is over all its PCRs, and at least one differs.';
    case 'extended-after-boot':
      return 'matched the log earlier in this boot, and was extended since by something that is not in the log.';
    case 'extended-by-system':
      return 'holds another value than the log says; the operating system extends this PCR and tells of it in a log of its own.';
    case 'capped-bank':
      return `was closed together with its bank: every PCR of ${hashNameOf(hash)} was extended by zeros, so that nobody uses it. That is no sign of tampering.`;
    case 'not-quoted':
      return 'is in the log, and the quote does not cover it: nothing attests it.';
    case 'no-record':
      return 'was extended, and no record tells by what.';
    case 'log-absent':
      return 'can be compared with nothing: no event log came with the quote.';
    case 'log-empty':
      return 'can be compared with nothing: the event log of this device is empty, as some virtual machines have it.';
    case 'log-unreadable':
      return 'can be compared with nothing: the event log is damaged.';
    case 'bank-not-in-log':
      return 'can be compared with nothing: the log has no digests in this bank.';
    case 'bank-not-replayable':
      return 'can be compared with nothing: this bank of the log cannot be replayed.';
    default:
      return reason satisfies never;
  }
}

/** How the digest of the quote came out, in one sentence. */
export function describeDigest({ digest, log, imaEntries }: PcrComparison, logs: number): string {
  const which = logs > 1 && log !== null ? ` It is log ${log + 1} of ${logs} that they tell of; the others are history.` : '';
  const list = imaEntries === null ? '' : ` The measurement list counts up to its entry ${imaEntries}.`;
  switch (digest) {
    case 'reproduced':
      return `The logs replay to the PCRs that were quoted.${which}${list}`;
    case 'confirms-values':
      return logs === 0
        ? 'The quote confirms the PCR values that came with it, and there is no log to compare them with.'
        : `The quote confirms the PCR values that came with it, and the logs do not replay to all of them.${which}${list}`;
    case 'differs':
      return logs === 0
        ? 'There is no log to compare the PCRs with that were quoted.'
        : 'The logs do not replay to the PCRs that were quoted.';
    case 'not-computed':
      return 'The quote covers a bank whose hash function is not supported.';
    case 'empty-selection':
      return 'The quote covers no PCR, so it says nothing of what was started.';
    case 'no-quote':
      return 'There is no quote: nothing attests what the PCRs hold.';
    default:
      return digest satisfies never;
  }
}
