import type { AttestationEvidence } from '#lib/attestation/evidence-types.ts';
import { toHex } from '#lib/encoding/bytes.ts';
import type { Json } from '#lib/encoding/canonical-json.ts';
import { hashNameOf } from '#lib/tpm/algorithms.ts';
import { coverageOf } from '#lib/tpm/content/coverage.ts';
import { eventDetails } from '#lib/tpm/describe-details.ts';
import { describeEvent } from '#lib/tpm/describe-event.ts';
import { describeRuntimeRecord } from '#lib/tpm/describe-runtime.ts';
import { deviationsOf, deviationText, type FoundDeviation } from '#lib/tpm/deviations.ts';
import { eventTypeName } from '#lib/tpm/event-types.ts';
import { entryCount } from '#lib/tpm/ima-entries.ts';
import { nameOf, type TpmPublicArea } from '#lib/tpm/public-area.ts';
import { type ReplayedBank, replay } from '#lib/tpm/replay.ts';
import { describeLogProblem, reviewLog } from '#lib/tpm/review-log.ts';
import type { RuntimeLog } from '#lib/tpm/runtime-log.ts';
import type { EventDigest, EventLog, EventLogDocument, LogEvent, TpmQuote } from '#lib/tpm/types.ts';

/**
 * An event log in the stable JSON of `assay inspect`: what the last log of the file says; `earlier` holds the others of a container.
 * Described in docs/cli.md.
 */
export function eventLogDocument({ logs, warnings }: EventLogDocument): Json {
  const latest = logs.at(-1);
  if (latest === undefined) return null;
  return {
    ...logDocument(latest),
    earlier: logs.slice(0, -1).map(logDocument),
    problems: [...warnings.map(({ code, detail, offset }) => ({ code, detail, offset: offset ?? null })), ...reviewDocument(latest)],
  };
}

/** What is wrong in a log although it can be read, record by record. */
function reviewDocument(log: EventLog): readonly Json[] {
  return reviewLog(log).map((problem) => ({
    code: problem.code,
    detail: describeLogProblem(problem),
    offset: (problem.index === null ? undefined : log.events[problem.index]?.offset) ?? null,
  }));
}

function deviationDocument({ events }: EventLog, { id, effect, index }: FoundDeviation): Json {
  return { id, effect, detail: deviationText(id), offset: events[index]?.offset ?? null };
}

function logDocument(log: EventLog): Json & object {
  const banks = replay(log);
  return {
    format: log.format,
    records: log.events.length,
    algorithms: log.algorithms.map(hashNameOf),
    startupLocality: log.startupLocality,
    replayedPcrs: Object.fromEntries(banks.map((bank) => [hashNameOf(bank.hash), pcrsOf(bank)])),
    obstacles: banks.flatMap(({ hash, obstacle }) => (obstacle === null ? [] : [{ bank: hashNameOf(hash), obstacle }])),
    events: log.events.map(eventDocument),
    deviations: deviationsOf(log).map((found) => deviationDocument(log, found)),
    padding: log.padding === null ? null : { ...log.padding },
  };
}

function pcrsOf({ pcrs }: ReplayedBank): { readonly [pcr: string]: string } {
  return Object.fromEntries([...pcrs].sort(([a], [b]) => a - b).map(([pcr, value]) => [`${pcr}`, toHex(value)]));
}

/** One record in the stable JSON of the command line. */
export function eventDocument(event: LogEvent): Json {
  return {
    offset: event.offset,
    pcr: event.pcr,
    type: eventTypeName(event.type),
    digests: digestsOf(event),
    /** Which part of the data the digests are over; the type itself is never covered. */
    measured: coverageOf(event),
    says: describeEvent(event),
    /** Entry by entry what the line counts, such as the keys of a list. */
    details: [...eventDetails(event)],
    octets: event.data.length,
  };
}

/** The log of systemd in the stable JSON of `assay inspect`. Described in docs/cli.md. */
export function runtimeLogDocument({ records, warnings }: RuntimeLog): Json {
  return {
    records: records.map((record) => ({
      offset: record.offset,
      pcr: record.pcr,
      nvIndex: record.nvIndex,
      type: record.eventType,
      contentType: record.contentType,
      digests: digestsOf(record),
      measured: record.textMeasured,
      text: record.text,
      says: describeRuntimeRecord(record),
      bootId: record.bootId,
      microseconds: record.timestamp,
    })),
    problems: warnings.map(({ code, detail, offset }) => ({ code, detail, offset: offset ?? null })),
  };
}

const digestsOf = ({ digests }: { readonly digests: readonly EventDigest[] }): { readonly [bank: string]: string } =>
  Object.fromEntries(digests.map(({ hash, digest }) => [hashNameOf(hash), toHex(digest)]));

/** Evidence in the stable JSON of `assay inspect`. Its certificate and inventories stand beside it. Described in docs/cli.md. */
export function evidenceDocument(evidence: AttestationEvidence): Json {
  const { attestationKey, endorsementKey, quote, signature, eventLog, imaLog, runtimeLog, inventory } = evidence;
  return {
    attestationKey: nameText(attestationKey),
    endorsementKey: endorsementKey === null ? null : nameText(endorsementKey),
    quote: quoteDocument(quote),
    signature: { scheme: signature.scheme, hash: hashNameOf(signature.hash) },
    eventLog: eventLog.state === 'read' ? eventLogDocument(eventLog.log) : null,
    eventLogState: eventLog.state,
    imaLogState: imaLog.state,
    runtimeLog: runtimeLog.state === 'read' ? runtimeLogDocument(runtimeLog.log) : null,
    runtimeLogState: runtimeLog.state,
    measuredFiles: imaLog.state === 'read' ? entryCount(imaLog.log) : null,
    inventory: inventory.map(({ name, octets }) => ({ name, octets: octets.length })),
  };
}

function nameText(area: TpmPublicArea): string | null {
  const name = nameOf(area);
  return name === null ? null : toHex(name);
}

/** A quote in the stable JSON of `assay inspect`. Described in docs/cli.md. */
export function quoteDocument({ qualifiedSigner, extraData, clockInfo, firmwareVersion, pcrSelect, pcrDigest }: TpmQuote): Json {
  const { clock, resetCount, restartCount, safe } = clockInfo;
  return {
    qualifiedSigner: toHex(qualifiedSigner),
    extraData: toHex(extraData),
    clockInfo: { clock: clock.toString(), resetCount, restartCount, safe },
    firmwareVersion: firmwareVersion.toString(16).padStart(16, '0'),
    pcrSelect: pcrSelect.map(({ hash, pcrs }) => ({ bank: hashNameOf(hash), pcrs: [...pcrs] })),
    pcrDigest: toHex(pcrDigest),
  };
}
