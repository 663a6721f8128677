import type { AttestationEvidence, LogBeside } from '#lib/attestation/evidence-types.ts';
import { toHex } from '#lib/encoding/bytes.ts';
import { catalogueOf } from '#lib/i18n/catalogue.ts';
import { hashNameOf } from '#lib/tpm/algorithms.ts';
import { coverageOf } from '#lib/tpm/content/coverage.ts';
import { eventDetails } from '#lib/tpm/describe-details.ts';
import { describeEvent, firstDigestText } from '#lib/tpm/describe-event.ts';
import { describeRuntimeRecord, runtimePlace } from '#lib/tpm/describe-runtime.ts';
import { deviationsOf, deviationText } from '#lib/tpm/deviations.ts';
import { eventTypeName } from '#lib/tpm/event-types.ts';
import { pcrRangeText } from '#lib/tpm/pcr-selection.ts';
import { nameOf } from '#lib/tpm/public-area.ts';
import { replay } from '#lib/tpm/replay.ts';
import { describeLogProblem, reviewLog } from '#lib/tpm/review-log.ts';
import type { RuntimeLog } from '#lib/tpm/runtime-log.ts';
import type { EventLog, EventLogDocument, TpmQuote } from '#lib/tpm/types.ts';
import type { Section, SectionMaker, Value } from './document-fields.ts';

/** All that an event log says: what it replays to, then record by record. Logs of earlier starts come after the last one. */
export function eventLogSections({ logs }: EventLogDocument, make: SectionMaker): readonly Section[] {
  return logs.toReversed().flatMap((log) => logSections(log, make));
}

function logSections(log: EventLog, make: SectionMaker): readonly Section[] {
  const words = catalogueOf(make.locale).document.measuredPart;
  return [
    make.section('eventLog', [
      ['format', log.format],
      ['banks', log.algorithms.map(hashNameOf).join(', ')],
      ['count', log.events.length],
      ['startupLocality', log.startupLocality],
      ['padding', log.padding?.octets],
    ]),
    make.table('logProblems', ['offset', 'detail'], problemRows(log)),
    make.table(
      'replayed',
      ['bank', 'pcr', 'pcrValue'],
      replay(log).flatMap(({ hash, pcrs, obstacle }): readonly (readonly Value[])[] =>
        obstacle === null
          ? [...pcrs].sort(([a], [b]) => a - b).map(([pcr, value]) => [hashNameOf(hash), pcr, toHex(value)])
          : [[hashNameOf(hash), null, obstacle]],
      ),
    ),
    make.table(
      'logRecords',
      ['pcr', 'type', 'detail', 'measuredPart', 'measured', 'offset'],
      log.events.map((event) => [
        event.pcr,
        eventTypeName(event.type),
        describeEvent(event),
        words[coverageOf(event)],
        firstDigestText(event),
        event.offset,
      ]),
    ),
    make.table(
      'recordDetails',
      ['offset', 'detail'],
      log.events.flatMap((event) => eventDetails(event).map((detail) => [event.offset, detail])),
    ),
  ];
}

/** What is wrong in a log although it replays, and where it departs from the standard in a way that is known. */
function problemRows(log: EventLog): readonly (readonly Value[])[] {
  const offsetOf = (index: number | null) => (index === null ? null : log.events[index]?.offset);
  return [
    ...reviewLog(log).map((problem) => [offsetOf(problem.index), describeLogProblem(problem)]),
    // Those that are problems stand above already.
    ...deviationsOf(log).flatMap(({ id, effect, index }) => (effect === 'is-problem' ? [] : [[offsetOf(index), deviationText(id)]])),
  ];
}

/** All that systemd logged of what it measured while the system ran. */
export function runtimeLogSections({ records }: RuntimeLog, make: SectionMaker): readonly Section[] {
  const words = catalogueOf(make.locale).document.measuredPart;
  return [
    make.table(
      'runtimeRecords',
      ['place', 'type', 'detail', 'measuredPart', 'measured', 'offset'],
      records.map((record) => [
        runtimePlace(record),
        record.eventType,
        describeRuntimeRecord(record),
        words[record.textMeasured ? 'all' : 'none'],
        firstDigestText(record),
        record.offset,
      ]),
    ),
  ];
}

/** All that evidence says: the keys, the quote, then the log. Its certificate and inventories are documents of their own. */
export function evidenceSections(evidence: AttestationEvidence, make: SectionMaker): readonly Section[] {
  const { attestationKey, endorsementKey, quote, eventLog, imaLog, runtimeLog, inventory, signature } = evidence;
  const [name, endorsementName] = [nameOf(attestationKey), endorsementKey === null ? null : nameOf(endorsementKey)];
  return [
    make.section('keys', [
      ['attestationKeyName', name === null ? null : toHex(name)],
      ['endorsementKeyName', endorsementName === null ? null : toHex(endorsementName)],
      ['signatureAlgorithm', `${signature.scheme}, ${hashNameOf(signature.hash)}`],
    ]),
    ...quoteSections(quote, make),
    make.section('cameAlong', [
      ['eventLog', besideText(eventLog, make)],
      ['imaLog', besideText(imaLog, make)],
      ['runtimeLog', besideText(runtimeLog, make)],
      ['inventoryFiles', inventory.length === 0 ? null : inventory.map((file) => file.name).join(', ')],
    ]),
    ...(eventLog.state === 'read' ? eventLogSections(eventLog.log, make) : []),
    ...(runtimeLog.state === 'read' ? runtimeLogSections(runtimeLog.log, make) : []),
  ];
}

function besideText<T>(log: LogBeside<T>, make: SectionMaker): string {
  const words = catalogueOf(make.locale).document.logState;
  return log.state === 'unreadable' ? `${words.unreadable}: ${log.failure.message}` : words[log.state];
}

/** All that a quote says. */
export function quoteSections(quote: TpmQuote, make: SectionMaker): readonly Section[] {
  const { clock, resetCount, restartCount, safe } = quote.clockInfo;
  return [
    make.section('quote', [
      ['quoted', quote.pcrSelect.map(({ hash, pcrs }) => `${hashNameOf(hash)}: ${pcrRangeText(pcrs)}`).join('; ')],
      ['pcrDigest', toHex(quote.pcrDigest)],
      ['nonce', toHex(quote.extraData)],
      ['signer', toHex(quote.qualifiedSigner)],
      ['clock', clock],
      ['resets', resetCount],
      ['restarts', restartCount],
      ['clockSafe', safe],
      ['tpmVersion', quote.firmwareVersion.toString(16).padStart(16, '0')],
    ]),
  ];
}
