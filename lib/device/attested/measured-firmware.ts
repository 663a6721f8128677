import { type ComparedEvent, type ComparedRegister, compareWithReferences } from '#lib/attestation/reference/compare.ts';
import { indexReferences, type ReferenceValue } from '#lib/attestation/reference/reference-value.ts';
import { toHex } from '#lib/encoding/bytes.ts';
import { findTpmHash, hashNameOf } from '#lib/tpm/algorithms.ts';
import { describeEvent } from '#lib/tpm/describe-event.ts';
import { eventTypeName } from '#lib/tpm/event-types.ts';
import type { LogEvent } from '#lib/tpm/types.ts';
import type { SightedBoot } from './boots.ts';
import { firmwareSourcesOf, type SourceQuestion } from './firmware-sources.ts';
import type { DoubtedRecord, MeasuredFirmware } from './firmware-types.ts';
import { judgedStart } from './judged-starts.ts';
import { runningFirmware } from './running-firmware.ts';

/** Doubted records of one boot that are kept one by one; the others are counted. */
export const MAX_DOUBTED = 200;

/** What the last start of a device is compared with. */
export interface FirmwareQuestion extends SourceQuestion {
  /** In the order of receipt. */
  readonly boots: readonly SightedBoot[];
}

/**
 * Compares the start by which a device is judged with everything that is known of what it should measure. Without a quote the log is what its
 * submitter says, so nothing here makes a device more than it was.
 * @returns null where no log tells of a start
 */
export function measuredFirmwareOf({ boots, ...question }: FirmwareQuestion): MeasuredFirmware | null {
  const last = judgedStart(boots, ({ boot }) => boot);
  if (last === undefined) return null;
  const { sources, values, registers, parts, superseded, additions } = firmwareSourcesOf(question);
  const { events, registers: held } = compareWithReferences(last.log, indexReferences(values, { registers, parts, superseded }));
  // Where no source counts, every record would be doubted for the same reason.
  const doubted =
    values.length + registers.length + parts.length === 0 ? [] : [...events.flatMap(doubtedRecord), ...held.flatMap(doubtedRegister)];
  const count = (outcome: ComparedEvent['outcome']): number => events.filter((each) => each.outcome === outcome).length;
  return {
    sha256: last.boot.sha256,
    receivedAt: last.boot.firstSeenAt,
    attested: last.boot.attested,
    sources,
    running: runningFirmware({ sources, additions, events }),
    counts: {
      referenced: count('referenced'),
      outdated: events.filter((each) => each.outcome === 'referenced' && each.outdated).length,
      'not-referenced': count('not-referenced'),
      mismatch: count('mismatch'),
      ignored: count('ignored'),
    },
    records: doubted.slice(0, MAX_DOUBTED),
    furtherRecords: Math.max(0, doubted.length - MAX_DOUBTED),
  };
}

function doubtedRecord(compared: ComparedEvent): readonly DoubtedRecord[] {
  switch (compared.outcome) {
    case 'ignored':
      return [];
    case 'referenced':
      return compared.outdated ? [recordOf('outdated', compared.event, compared.by)] : [];
    case 'mismatch':
      return [recordOf('mismatch', compared.event, compared.instead)];
    case 'not-referenced':
      return [recordOf('not-referenced', compared.event, [])];
    default:
      return compared satisfies never;
  }
}

/** A PCR that holds something else than a source says, told as one record. */
function doubtedRegister({ pcr, outcome, bank, replayed, by }: ComparedRegister): readonly DoubtedRecord[] {
  if (outcome === 'match') return [];
  return [
    {
      outcome: 'mismatch',
      pcr,
      type: 'PCR',
      digest: `${hashNameOf(bank)}:${replayed}`,
      says: 'what all records of the PCR add up to',
      instead: [...new Set(by.map(valueText))],
      because: [...new Set(by.flatMap(({ source }) => source.because))],
    },
  ];
}

function recordOf(outcome: DoubtedRecord['outcome'], event: LogEvent, values: readonly ReferenceValue[]): DoubtedRecord {
  return {
    outcome,
    pcr: event.pcr,
    type: eventTypeName(event.type),
    digest: strongestDigest(event),
    says: describeEvent(event),
    instead: [...new Set(values.map(valueText))],
    because: [...new Set(values.flatMap(({ source }) => source.because))],
  };
}

function strongestDigest({ digests }: LogEvent): string {
  const [first] = digests.toSorted((a, b) => (findTpmHash(b.hash)?.size ?? 0) - (findTpmHash(a.hash)?.size ?? 0));
  return first === undefined ? '' : `${hashNameOf(first.hash)}:${toHex(first.digest)}`;
}

/** `tables handed to the operating system: … (sha256:…, firmware 12, signed by …)`. */
function valueText({ describes, bank, digest, source: { by, firmwareVersion, signer } }: ReferenceValue): string {
  const version = firmwareVersion === null ? '' : `, firmware ${firmwareVersion}`;
  const who = signer === null ? '' : by === 'learned' ? `, learned, accepted by ${signer}` : `, signed by ${signer}`;
  return `${describes} (${hashNameOf(bank)}:${digest}${version}${who})`;
}
