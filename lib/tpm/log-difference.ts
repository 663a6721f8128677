import { equalBytes, toHex } from '#lib/encoding/bytes.ts';
import { TPM_HASHES } from './algorithms.ts';
import { coverageOf } from './content/coverage.ts';
import { decodeEvent, type EventContent } from './content/decode.ts';
import { EVENT_TYPE } from './event-types.ts';
import { digestIn, isMeasured } from './replay.ts';
import type { EventLog, LogEvent } from './types.ts';

/** One step between two boots. `changed`: what the firmware measured under one name has another digest. */
export type LogDifference =
  | { readonly kind: 'added'; readonly pcr: number; readonly after: LogEvent }
  | { readonly kind: 'removed'; readonly pcr: number; readonly before: LogEvent }
  | { readonly kind: 'changed'; readonly pcr: number; readonly before: LogEvent; readonly after: LogEvent }
  | { readonly kind: 'moved'; readonly pcr: number; readonly before: LogEvent; readonly after: LogEvent };

/** Pairs of records that are compared to align one PCR. Beyond it what stands between the equal ends is told as removed and added. */
export const MAX_COMPARED = 4_000_000;

/**
 * What differs between two logs, PCR by PCR in ascending order, each in the order of the logs. Records are equal by their digests
 * in one bank, whatever their type says: no digest covers it. EV_NO_ACTION measures nothing and is left out.
 * @param hash  TPM_ALG_ID of a bank that both logs have; a record without a digest in it equals none
 */
export function compareLogs({
  before,
  after,
  hash,
}: {
  readonly before: EventLog;
  readonly after: EventLog;
  readonly hash: number;
}): readonly LogDifference[] {
  const [left, right] = [before, after].map((log) => Map.groupBy(measuredBy(log), ({ pcr }) => pcr));
  const pcrs = [...new Set([...(left?.keys() ?? []), ...(right?.keys() ?? [])])].sort((a, b) => a - b);
  return pcrs.flatMap((pcr) => {
    const sides = { before: left?.get(pcr) ?? [], after: right?.get(pcr) ?? [] };
    return joinPairs(pcr, unalignedOf(sides, equalIn(hash)));
  });
}

const BY_SIZE: readonly number[] = TPM_HASHES.toSorted((a, b) => b.size - a.size).map(({ id }) => id);

/** The bank with the longest digests that both logs have; undefined where there is none. */
export function commonBank(before: EventLog, after: EventLog): number | undefined {
  return BY_SIZE.find((id) => before.algorithms.includes(id) && after.algorithms.includes(id));
}

const measuredBy = ({ events }: EventLog): readonly LogEvent[] => events.filter(isMeasured);

type Equal = (a: LogEvent, b: LogEvent) => boolean;

function equalIn(hash: number): Equal {
  return (a, b) => {
    const [left, right] = [digestIn(a, hash), digestIn(b, hash)];
    return left !== undefined && right !== undefined && equalBytes(left, right);
  };
}

interface Sides {
  readonly before: readonly LogEvent[];
  readonly after: readonly LogEvent[];
}

/** What is left of both sides when the longest common row of records is taken out. */
function unalignedOf(sides: Sides, equal: Equal): Sides {
  const { before, after } = withoutEqualEnds(sides, equal);
  if (before.length * after.length > MAX_COMPARED) return { before, after };
  const lengths = commonLengths({ before, after }, equal);
  const left: { before: LogEvent[]; after: LogEvent[] } = { before: [], after: [] };
  let [i, j] = [0, 0];
  while (i < before.length || j < after.length) {
    const [a, b] = [before[i], after[j]];
    if (a !== undefined && b !== undefined && equal(a, b)) [i, j] = [i + 1, j + 1];
    else if (b === undefined || (a !== undefined && lengthAt(lengths, i + 1, j) >= lengthAt(lengths, i, j + 1))) {
      if (a !== undefined) left.before.push(a);
      i += 1;
    } else {
      left.after.push(b);
      j += 1;
    }
  }
  return left;
}

/** Most boots begin and end alike. */
function withoutEqualEnds({ before, after }: Sides, equal: Equal): Sides {
  const shorter = Math.min(before.length, after.length);
  const alike = (a: LogEvent | undefined, b: LogEvent | undefined): boolean => a !== undefined && b !== undefined && equal(a, b);
  let start = 0;
  while (start < shorter && alike(before[start], after[start])) start += 1;
  let end = 0;
  while (end < shorter - start && alike(before[before.length - 1 - end], after[after.length - 1 - end])) end += 1;
  return { before: before.slice(start, before.length - end), after: after.slice(start, after.length - end) };
}

type Lengths = readonly Uint32Array[];

const lengthAt = (lengths: Lengths, i: number, j: number): number => lengths[i]?.[j] ?? 0;

/** How many records the ends of both sides have in common, from each place on. */
function commonLengths({ before, after }: Sides, equal: Equal): Lengths {
  const lengths = Array.from({ length: before.length + 1 }, () => new Uint32Array(after.length + 1));
  for (let i = before.length - 1; i >= 0; i -= 1) {
    for (let j = after.length - 1; j >= 0; j -= 1) {
      const [a, b, row] = [before[i], after[j], lengths[i]];
      if (a === undefined || b === undefined || row === undefined) continue;
      row[j] = equal(a, b) ? lengthAt(lengths, i + 1, j + 1) + 1 : Math.max(lengthAt(lengths, i + 1, j), lengthAt(lengths, i, j + 1));
    }
  }
  return lengths;
}

/** A record that only stands elsewhere has moved; one of the same name with another digest has changed. */
function joinPairs(pcr: number, { before, after }: Sides): readonly LogDifference[] {
  const taken = new Set<LogEvent>();
  const elsewhere = finder({ events: after, taken, textOf: digestsText });
  const moved = new Map(before.map((event) => [event, elsewhere(event)] as const));
  const renewed = finder({ events: after, taken, textOf: nameOfEvent });
  const told = before.map((event): LogDifference => {
    const same = moved.get(event);
    if (same !== undefined) return { kind: 'moved', pcr, before: event, after: same };
    const changed = renewed(event);
    return changed === undefined ? { kind: 'removed', pcr, before: event } : { kind: 'changed', pcr, before: event, after: changed };
  });
  return [...told, ...after.filter((event) => !taken.has(event)).map((event): LogDifference => ({ kind: 'added', pcr, after: event }))];
}

interface Finding {
  readonly events: readonly LogEvent[];
  readonly taken: Set<LogEvent>;
  readonly textOf: (event: LogEvent) => string | null;
}

/** Finds the first record with the same text that nobody took, and takes it; a text of null equals none. */
function finder({ events, taken, textOf }: Finding): (event: LogEvent) => LogEvent | undefined {
  const waiting = Map.groupBy(events.filter((event) => !taken.has(event)).toReversed(), textOf);
  return (event: LogEvent): LogEvent | undefined => {
    const text = textOf(event);
    const found = text === null ? undefined : waiting.get(text)?.pop();
    if (found !== undefined) taken.add(found);
    return found;
  };
}

const digestsText = ({ digests }: LogEvent): string => digests.map(({ hash, digest }) => `${hash}:${toHex(digest)}`).join();

/** By what a record is known again in another boot: the variable, the file, the range of firmware. Null where its type gives no name. */
function nameOfEvent(event: LogEvent): string | null {
  const name = nameOfContent(decodeEvent(event), event);
  return name === null ? null : `${event.type}:${name}`;
}

function nameOfContent(content: EventContent, event: LogEvent): string | null {
  switch (content.kind) {
    case 'variable':
      return `${content.vendor}:${content.name}`;
    case 'image':
      return content.path;
    case 'firmware-blob':
      return content.description ?? `${content.base}`;
    case 'handoff-tables':
      return content.tables.join();
    case 'device-security':
      return `${content.path}:${content.measurements.map(({ index }) => index).join()}`;
    case 'partition-table':
    case 'separator':
      return content.kind;
    case 'text':
      return nameOfText(content.text, event);
    case 'guid':
      return event.type === EVENT_TYPE.EV_S_CRTM_VERSION ? 'version' : null;
    case 'tagged':
    case 'octets':
    case 'startup-locality':
    case 'reference-locator':
    case 'unreadable':
      return null;
    default:
      return content satisfies never;
  }
}

/** A boot loader measures the command line of the kernel once, and files under their paths, which no digest covers. */
const KERNEL_COMMAND_LINE = /^kernel_cmdline\b/;

function nameOfText(text: string, event: LogEvent): string | null {
  if (event.type === EVENT_TYPE.EV_S_CRTM_VERSION) return 'version';
  if (event.type !== EVENT_TYPE.EV_IPL) return null;
  if (KERNEL_COMMAND_LINE.test(text)) return 'kernel command line';
  return coverageOf(event) === 'none' ? text : null;
}
