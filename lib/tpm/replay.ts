import { hash as digestOnce } from 'node:crypto';
import { findTpmHash, type TpmHashName } from './algorithms.ts';
import { EVENT_TYPE } from './event-types.ts';
import type { EventLog, LogEvent } from './types.ts';

/** What one bank holds after the records of a log. */
export interface ReplayedBank {
  /** TPM_ALG_ID. */
  readonly hash: number;
  /** Only those PCRs that the log extends. */
  readonly pcrs: ReadonlyMap<number, Uint8Array>;
  /**
   * Why the bank can't be replayed: this program doesn't compute its hash function, or a record has no digest for it.
   * `pcrs` is empty then.
   */
  readonly obstacle: string | null;
}

/** PCRs that only a dynamic launch resets to zero: until then all ones. @spec TCG PC Client Platform TPM Profile 1.05 section 4.6 */
const isDynamic = (pcr: number): boolean => pcr >= 17 && pcr <= 22;

/**
 * Extends every record of the log into PCRs of their start values, bank by bank. EV_NO_ACTION never extends, whatever its PCR.
 * @returns the banks in the order of the log
 * @spec TCG PC Client Platform Firmware Profile 1.06 sections 3.3 and 10.4.5.3; TPM 2.0 Library Part 1 section 17.2
 */
export function replay(log: EventLog): readonly ReplayedBank[] {
  const measured = log.events.filter(isMeasured);
  return log.algorithms.map((hash) => replayBank({ hash, measured, startupLocality: log.startupLocality }));
}

/** Whether a record extends a PCR: EV_NO_ACTION never does. */
export const isMeasured = ({ type }: Pick<LogEvent, 'type'>): boolean => type !== EVENT_TYPE.EV_NO_ACTION;

interface BankReplay {
  readonly hash: number;
  readonly measured: readonly LogEvent[];
  readonly startupLocality: number;
}

function replayBank({ hash, measured, startupLocality }: BankReplay): ReplayedBank {
  const known = findTpmHash(hash);
  if (known === undefined) return { hash, pcrs: new Map(), obstacle: 'its hash function is not supported' };
  const pcrs = new Map<number, Buffer>();
  for (const event of measured) {
    const digest = digestIn(event, hash);
    if (digest === undefined) return { hash, pcrs: new Map(), obstacle: `the record at offset ${event.offset} has no digest for it` };
    const before = pcrs.get(event.pcr) ?? startValue({ pcr: event.pcr, size: known.size, startupLocality });
    pcrs.set(event.pcr, extend({ hash: known.name, before, digest }));
  }
  return { hash, pcrs, obstacle: null };
}

/** The digest of a record in a bank; undefined where it has none. */
export function digestIn({ digests }: Pick<LogEvent, 'digests'>, hash: number): Uint8Array | undefined {
  return digests.find((digest) => digest.hash === hash)?.digest;
}

/** What a PCR holds before the first record. */
export function startValue({
  pcr,
  size,
  startupLocality,
}: {
  readonly pcr: number;
  readonly size: number;
  readonly startupLocality: number;
}): Buffer {
  const value = Buffer.alloc(size, isDynamic(pcr) ? 0xff : 0);
  if (pcr === 0) value[size - 1] = startupLocality;
  return value;
}

/** One value that is extended by one digest. */
export interface Extension {
  readonly hash: TpmHashName;
  readonly before: Uint8Array;
  readonly digest: Uint8Array;
}

/** The PCR after one more record. @spec TPM 2.0 Library Part 1 section 17.2.2 */
export function extend({ hash, before, digest }: Extension): Buffer {
  return digestOnce(hash, Buffer.concat([before, digest]), 'buffer');
}
