import { hashNameOf } from './algorithms.ts';
import { pcrRangeText } from './pcr-selection.ts';
import type { EventLog, EventLogDocument, TpmQuote } from './types.ts';

/** One line for a person, such as `event log of one boot: 30 records in sha1, sha256`. */
export function describeEventLogs({ logs }: EventLogDocument): string {
  const [only, second] = logs;
  if (only !== undefined && second === undefined) return `event log of one boot: ${logText(only)}`;
  return `${logs.length} event logs of one machine, the last of ${only === undefined ? 'none' : logText(logs.at(-1) ?? only)}`;
}

function logText({ events, algorithms, specId }: EventLog): string {
  const records = events.length;
  const form = specId === null ? ', in the older format with SHA-1 alone' : ` in ${algorithms.map(hashNameOf).join(', ')}`;
  return `${records} ${records === 1 ? 'record' : 'records'}${form}`;
}

/** One line for a person, such as `TPM quote over sha256: PCR 0 to 7`. */
export function describeTpmQuote({ pcrSelect }: TpmQuote): string {
  const banks = pcrSelect.map(({ hash, pcrs }) => `${hashNameOf(hash)}: ${pcrs.length === 0 ? 'no PCR' : pcrRangeText(pcrs)}`);
  return `TPM quote over ${banks.length === 0 ? 'no bank' : banks.join('; ')}`;
}
