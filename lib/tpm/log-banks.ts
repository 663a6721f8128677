import type { PcrVerdict } from './pcr-verdict-types.ts';
import type { EventLog } from './types.ts';

/**
 * The banks of a log that a quote vouches for. Whoever runs the system writes the log, and may write any digest into a bank that the quote doesn't
 * cover: such a bank says nothing, however strong it is. Of several the ones count in which most PCRs match.
 * @returns all of the log where nothing vouches for one
 */
export function attestedBanks({ algorithms }: EventLog, verdicts: readonly PcrVerdict[]): readonly number[] {
  const attested = verdicts.filter((verdict) => verdict.attested && algorithms.includes(verdict.hash));
  const matching = attested.filter(({ status }) => status === 'match');
  const counts = [...Map.groupBy(matching.length > 0 ? matching : attested, ({ hash }) => hash)].map(
    ([hash, own]) => [hash, own.length] as const,
  );
  const most = Math.max(...counts.map(([, count]) => count));
  return counts.length === 0 ? algorithms : counts.flatMap(([hash, count]) => (count === most ? [hash] : []));
}

/** The same log without its digests in other banks. */
export function inBanks(log: EventLog, banks: readonly number[]): EventLog {
  if (log.algorithms.every((bank) => banks.includes(bank))) return log;
  const isKept = (bank: number): boolean => banks.includes(bank);
  const events = log.events.map((event) => ({ ...event, digests: event.digests.filter(({ hash }) => isKept(hash)) }));
  return { ...log, algorithms: log.algorithms.filter(isKept), events };
}
