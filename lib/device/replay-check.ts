import type { AttestationEvidence, LogBeside } from '#lib/attestation/evidence-types.ts';
import { toHex } from '#lib/encoding/bytes.ts';
import type { Check } from '#lib/encoding/check.ts';
import { findTpmHash, hashNameOf } from '#lib/tpm/algorithms.ts';
import { comparePcrs } from '#lib/tpm/compare-pcrs.ts';
import { describeDigest, describePcr } from '#lib/tpm/describe-pcr.ts';
import type { NoLogReason, PcrComparison, PcrVerdict } from '#lib/tpm/pcr-verdict-types.ts';
import type { RegisterStanding } from './attestation-types.ts';

/** What logs and quote say about one another. */
export interface ReplayStanding {
  readonly check: Check;
  readonly registers: readonly RegisterStanding[];
}

const SPEC = 'TCG PC Client Platform Firmware Profile 1.06 section 3.3; TPM 2.0 Library Part 3 section 18.4';

/** Compares quotes with logs. Most answers of a device say the same as the one before: those are compared once. */
export function makeReplayCheck(): (evidence: AttestationEvidence, matchedEarlier: readonly RegisterStanding[]) => ReplayStanding {
  const known = new Map<string, ReplayStanding>();
  return (evidence, matchedEarlier) => {
    const key = questionKey(evidence, matchedEarlier);
    const standing = known.get(key) ?? replayStanding(evidence, matchedEarlier);
    known.set(key, standing);
    return standing;
  };
}

function questionKey({ quote, signature, pcrValues, eventLog, imaLog }: AttestationEvidence, matched: readonly RegisterStanding[]): string {
  const selections = quote.pcrSelect.map(({ hash, pcrs }) => `${hash}:${pcrs.join()}`).join('+');
  const earlier = matched.map(({ bank, pcr, status }) => `${bank}:${pcr}:${status}`).join();
  const values = pcrValues?.map(({ hash, pcr, value }) => `${hash}:${pcr}:${toHex(value)}`).join();
  return [selections, values, toHex(quote.pcrDigest), signature.hash, logKey(eventLog), logKey(imaLog), earlier].join('|');
}

const logKey = (log: LogBeside<unknown>): string => (log.state === 'read' ? log.sha256 : log.state);

function replayStanding(
  { quote, signature, pcrValues, eventLog, imaLog }: AttestationEvidence,
  matched: readonly RegisterStanding[],
): ReplayStanding {
  const hash = findTpmHash(signature.hash)?.name;
  const logs = eventLog.state === 'read' ? eventLog.log.logs : [];
  if (hash === undefined) return { check: checkOf('unknown', 'the hash function of the signature is not supported'), registers: [] };
  const comparison = comparePcrs({
    quoted: { selections: quote.pcrSelect, pcrDigest: quote.pcrDigest, hash },
    values: pcrValues,
    logs,
    noLog: NO_LOG[eventLog.state],
    imaLog: imaLog.state === 'read' ? imaLog.log : null,
    matchedEarlier: matched.flatMap(({ pcr, status, hash: id }) => (status === 'match' ? [{ hash: id, pcr }] : [])),
  });
  return { check: replayCheckOf(comparison, logs.length), registers: comparison.verdicts.map(registerOf) };
}

const NO_LOG: Readonly<Record<LogBeside<unknown>['state'], NoLogReason>> = {
  read: 'log-absent',
  absent: 'log-absent',
  empty: 'log-empty',
  unreadable: 'log-unreadable',
};

const checkOf = (status: Check['status'], detail: string): Check => ({ id: 'replay', status, detail, spec: SPEC });

function replayCheckOf(comparison: PcrComparison, logs: number): Check {
  const { verdicts } = comparison;
  const doubt = verdicts.find(({ status }) => status === 'mismatch' || status === 'quote-only' || status === 'unexplained');
  const told = doubt ?? verdicts.find(({ reason }) => reason === 'log-unreadable');
  const detail = told === undefined ? describeDigest(comparison, logs) : describePcr(told);
  return checkOf(statusOf(comparison), detail.replace(/\.$/, ''));
}

/** Values that the quote confirms are no word of a log: they count where the log says the same. */
function statusOf({ digest, verdicts }: PcrComparison): Check['status'] {
  const isBad = ({ status, reason }: PcrVerdict): boolean =>
    status === 'mismatch' || status === 'quote-only' || reason === 'extended-after-boot' || reason === 'log-unreadable';
  if (verdicts.some(isBad)) return 'fail';
  if (digest === 'reproduced') return 'pass';
  const isTold = verdicts.every(({ status }) => status === 'match' || status === 'log-only');
  return digest === 'confirms-values' && isTold ? 'pass' : 'unknown';
}

function registerOf(verdict: PcrVerdict): RegisterStanding {
  const { hash, pcr, status, reason, attested, repaired } = verdict;
  return { hash, bank: hashNameOf(hash), pcr, status, reason, attested, repaired, says: describePcr(verdict) };
}
