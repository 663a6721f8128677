import { makeEventLog, SMALL_BOOT } from '#lib/testing/event-logs.ts';
import { comparePcrs } from '#lib/tpm/compare-pcrs.ts';
import { parseEventLogs } from '#lib/tpm/parse.ts';
import type { PcrSelection } from '#lib/tpm/pcr-selection.ts';
import { pcrDigestOf } from '#lib/tpm/pcr-values.ts';
import type { PcrComparison, PcrComparisonInput } from '#lib/tpm/pcr-verdict-types.ts';

// Quotes over made-up values beside a log, as `comparePcrs` compares them.

const SHA256 = 0x000b;
/** The log of the small boot. */
export const LOG = makeEventLog(SMALL_BOOT);
export const FIRMWARE: readonly PcrSelection[] = [{ hash: SHA256, pcrs: [0, 1, 2, 3, 4, 5, 6, 7] }];

export type ValueIn = (hash: number, pcr: number) => Uint8Array | undefined;

/** What is quoted, and what is beside it. */
export interface Asked {
  readonly valueIn: ValueIn;
  readonly selections?: readonly PcrSelection[];
  readonly log?: Uint8Array | null;
  /** Whether the values come beside the quote. */
  readonly told?: boolean;
  readonly more?: Partial<PcrComparisonInput>;
}

/** What a quote over the values says beside a log. */
export function compare({ valueIn, selections = FIRMWARE, log = LOG, told = false, more = {} }: Asked): PcrComparison {
  const digest = pcrDigestOf({ hash: 'sha256', selections, valueIn }) ?? new Uint8Array(32);
  const values = selections.flatMap(({ hash, pcrs }) => pcrs.map((pcr) => ({ hash, pcr, value: valueIn(hash, pcr) ?? new Uint8Array() })));
  return comparePcrs({
    quoted: { selections, pcrDigest: digest, hash: 'sha256' },
    values: told ? values : null,
    logs: log === null ? [] : parseEventLogs(log).logs,
    noLog: 'log-absent',
    imaLog: null,
    runtimeLog: null,
    matchedEarlier: [],
    ...more,
  });
}

/** Verdicts in a few words. */
export const short = ({ verdicts }: PcrComparison, pcrs?: readonly number[]): readonly string[] =>
  verdicts
    .filter(({ status, pcr }) => status !== 'log-only' && (pcrs === undefined || pcrs.includes(pcr)))
    .map(({ pcr, status, reason, attested }) => `${pcr} ${status} ${reason}${attested ? '' : ' unattested'}`);
