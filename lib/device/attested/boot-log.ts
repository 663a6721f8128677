import { attestedBanks, inBanks } from '#lib/tpm/log-banks.ts';
import type { PcrComparison } from '#lib/tpm/pcr-verdict-types.ts';
import type { EventLog } from '#lib/tpm/types.ts';
import type { DeviceDocument } from '../types.ts';
import type { Boot } from './boot-types.ts';

/** A log of a file, and as much of it as tells of a start. */
export interface ToldLog {
  readonly log: EventLog;
  /** Which one of a container it is. */
  readonly index: number;
  /** TPM_ALG_ID of the banks in which it counts. */
  readonly banks: readonly number[];
}

/** The last of a container tells the last start, in all its banks, as long as no quote says more. */
export function lastLog(logs: readonly EventLog[]): ToldLog | null {
  const log = logs.at(-1);
  return log === undefined ? null : { log, index: logs.length - 1, banks: log.algorithms };
}

/**
 * Finds which log the quote tells of, once for all answers that say the same: another one may stand behind it in its container, and digests in a
 * bank that the quote doesn't cover are anybody's.
 */
export function makeToldLogs(): (logs: readonly EventLog[], comparison: PcrComparison) => ToldLog | null {
  const known = new Map<PcrComparison, ToldLog | null>();
  return (logs, comparison) => {
    const told = known.get(comparison) ?? toldLog(logs, comparison);
    known.set(comparison, told);
    return told;
  };
}

function toldLog(logs: readonly EventLog[], { log: index, verdicts }: PcrComparison): ToldLog | null {
  const log = index === null ? undefined : logs[index];
  if (index === null || log === undefined) return lastLog(logs);
  const banks = attestedBanks(log, verdicts);
  return { log: inBanks(log, banks), index, banks };
}

/** The log of a start among the documents of its device, as much of it as counts. */
export function logOfBoot(
  documents: readonly DeviceDocument[],
  { documentId, log, banks }: Pick<Boot, 'documentId' | 'log' | 'banks'>,
): EventLog | undefined {
  const content = documents.find(({ read }) => read.id === documentId)?.read.document;
  const found = logsOf(content).at(log);
  return found === undefined ? undefined : inBanks(found, banks);
}

function logsOf(content: DeviceDocument['read']['document']): readonly EventLog[] {
  if (content?.kind === 'tpm-event-log') return content.logs;
  return content?.kind === 'attestation-evidence' && content.eventLog.state === 'read' ? content.eventLog.log.logs : [];
}
