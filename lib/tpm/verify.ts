import type { Check } from '#lib/encoding/check.ts';
import { hashNameOf } from './algorithms.ts';
import { coverageOf } from './content/coverage.ts';
import { runtimePlace } from './describe-runtime.ts';
import { EVENT_TYPE } from './event-types.ts';
import { pcrRangeText } from './pcr-selection.ts';
import { isMeasured, type ReplayedBank, replay } from './replay.ts';
import { describeLogProblem, reviewLog } from './review-log.ts';
import type { RuntimeLog } from './runtime-log.ts';
import { isSystemMeasurement, pcrRecords } from './runtime-replay.ts';
import type { EventLog, EventLogDocument, TpmQuote } from './types.ts';

const LOG_SPEC = 'TCG PC Client Platform Firmware Profile 1.06 sections 3.3 and 10';
const RUNTIME_SPEC = 'systemd, TPM2 PCR measurements';
const QUOTE_SPEC = 'TPM 2.0 Library Part 2 section 10.12.12';

/**
 * Asks what can be asked of a log by itself. Nothing makes a log trusted: whoever writes the file may write any record, until a
 * quote says what the TPM holds.
 */
export function verifyEventLogs({ logs }: EventLogDocument): readonly Check[] {
  const latest = logs.at(-1);
  if (latest === undefined) return [];
  return [replayCheck(latest), measuredCheck(latest), reviewCheck(latest), ORIGIN];
}

/** A log that replays can be wrong all the same: no digest covers the type of a record, and whatever was started may have added some. */
function reviewCheck(log: EventLog): Check {
  const problems = reviewLog(log);
  const [first] = problems;
  const more = problems.length > 1 ? ` (${problems.length - 1} more)` : '';
  return {
    id: 'event-log',
    status: first === undefined ? 'pass' : 'fail',
    detail: first === undefined ? `its ${log.events.length} records are as the standard asks for` : `${describeLogProblem(first)}${more}`,
    spec: LOG_SPEC,
  };
}

const ORIGIN: Check = {
  id: 'origin',
  status: 'unknown',
  detail: 'self-asserted: without a quote nothing proves that a TPM measured this',
  spec: 'RFC 9334 section 8.1 (what Evidence is)',
};

function replayCheck(log: EventLog): Check {
  const banks = replay(log);
  const stuck = banks.filter(({ obstacle }) => obstacle !== null);
  return {
    id: 'replay',
    status: stuck.length === 0 ? 'pass' : 'unknown',
    detail: (stuck.length === 0 ? banks : stuck).map(bankText).join('; '),
    spec: LOG_SPEC,
  };
}

function bankText({ hash, pcrs, obstacle }: ReplayedBank): string {
  if (obstacle !== null) return `${hashNameOf(hash)} can't be replayed: ${obstacle}`;
  return `${hashNameOf(hash)}: ${pcrs.size === 0 ? 'no PCR is extended' : pcrRangeText([...pcrs.keys()].sort((a, b) => a - b))}`;
}

/** Types of records whose digest is over nothing but their own data, so that another digest says another event. */
const OVER_OWN_DATA: ReadonlySet<number> = new Set([EVENT_TYPE.EV_SEPARATOR, EVENT_TYPE.EV_EFI_ACTION, EVENT_TYPE.EV_ACTION]);

function measuredCheck({ events }: EventLog): Check {
  const measured = events.filter(isMeasured);
  const covered = measured.map((event) => ({ event, covers: coverageOf(event) }));
  const own = covered.filter(({ covers }) => covers !== 'none').length;
  const wrong = covered.find(({ event, covers }) => OVER_OWN_DATA.has(event.type) && covers === 'none')?.event;
  if (wrong !== undefined) {
    const detail = `the record at offset ${wrong.offset} says something else than what was measured: its digest isn't that of its data`;
    return { id: 'event-data', status: 'fail', detail, spec: LOG_SPEC };
  }
  const detail = `the digests of ${own} of ${measured.length} records cover what the record says; the others tell about something that only its digest stands for`;
  return { id: 'event-data', status: 'pass', detail, spec: LOG_SPEC };
}

/** Asks what can be asked of the log of the service manager by itself: whether its digests are those of its words. */
export function verifyRuntimeLog({ records }: RuntimeLog): readonly Check[] {
  const plain = records.filter(({ textMeasured }) => textMeasured).length;
  const strange = pcrRecords({ records }).find((record) => !isSystemMeasurement(record));
  return [
    {
      id: 'event-data',
      status: strange === undefined ? 'pass' : 'unknown',
      detail:
        strange === undefined
          ? `the digests of ${plain} of ${records.length} records are those of their words; the others are keyed by a secret, or of an NvPCR`
          : `the record at offset ${strange.offset} (${runtimePlace(strange)}) is nothing that systemd is known to measure there`,
      spec: RUNTIME_SPEC,
    },
    ORIGIN,
  ];
}

/** A quote alone is not more than octets that look like one: its signature and its key are other files. */
export function verifyTpmQuote({ pcrSelect }: TpmQuote): readonly Check[] {
  const empty = pcrSelect.every(({ pcrs }) => pcrs.length === 0);
  return [
    {
      id: 'selection',
      status: empty ? 'fail' : 'pass',
      detail: empty
        ? 'the quote covers no PCR, so it says nothing of what was started'
        : pcrSelect
            .filter(({ pcrs }) => pcrs.length > 0)
            .map(({ hash, pcrs }) => `${hashNameOf(hash)}: ${pcrRangeText(pcrs)}`)
            .join('; '),
      spec: QUOTE_SPEC,
    },
    {
      id: 'signature',
      status: 'unknown',
      detail: 'the signature and the key of a quote are files of their own; hand in all of it as one file of evidence',
      spec: QUOTE_SPEC,
    },
  ];
}
