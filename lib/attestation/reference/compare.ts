import { toHex } from '#lib/encoding/bytes.ts';
import { TPM_HASHES } from '#lib/tpm/algorithms.ts';
import { digestIn, isMeasured, replay } from '#lib/tpm/replay.ts';
import type { EventLog, LogEvent } from '#lib/tpm/types.ts';
import { IGNORED_EVENTS, type IgnoreLine } from './ignored-events.ts';
import { indexKey, isReplaced, type ReferenceIndex, type ReferenceValue } from './reference-value.ts';
import { type ComparedPart, compareParts } from './spdm-parts.ts';

/** What reference values say of one record. */
export type ComparedEvent =
  /** A source knows this digest in this PCR; `outdated`: only sources know it that a newer one replaced. */
  | { readonly outcome: 'referenced'; readonly event: LogEvent; readonly by: readonly ReferenceValue[]; readonly outdated: boolean }
  /** No source knows any value of this PCR. */
  | { readonly outcome: 'not-referenced'; readonly event: LogEvent }
  /** Sources know values of this PCR, and this digest is none of them. `instead`: what they know and the log did not measure, the likeliest first. */
  | { readonly outcome: 'mismatch'; readonly event: LogEvent; readonly instead: readonly ReferenceValue[] }
  /** Reference values can't tell of it. */
  | { readonly outcome: 'ignored'; readonly event: LogEvent; readonly line: IgnoreLine };

/** What the records of one PCR add up to, beside what sources say that it holds. */
export interface ComparedRegister {
  readonly pcr: number;
  readonly outcome: 'match' | 'mismatch';
  readonly bank: number;
  /** By the log, in hexadecimal. */
  readonly replayed: string;
  /** The values that it matches, or all that it doesn't. */
  readonly by: readonly ReferenceValue[];
}

/** A log beside reference values, record by record in the order of the log. */
export interface ReferenceComparison {
  readonly events: readonly ComparedEvent[];
  /** Of PCRs about which a source tells what they hold, in a bank that the log has. */
  readonly registers: readonly ComparedRegister[];
  /** PCRs of which sources know values in a bank that the log has. */
  readonly pcrs: readonly number[];
}

/** Values that are told as what was expected instead of one record. */
export const MAX_INSTEAD = 3;

const BY_SIZE = TPM_HASHES.toSorted((a, b) => b.size - a.size).map(({ id }) => id);

/**
 * Compares what a log says with reference values, record by record: by PCR and digest, in the strongest bank that the record and a source of
 * its PCR have. The type of a record is covered by no digest, so it decides nothing; it only helps to find what was expected instead.
 * A log is what somebody says until a quote confirms what it adds up to.
 * @spec TCG PC Client Reference Integrity Manifest 1.1 section 6.2
 */
export function compareWithReferences(log: EventLog, references: ReferenceIndex): ReferenceComparison {
  const measured = log.events.filter(isMeasured);
  const insteadOf = insteadFinder(measured, references);
  const registers = compareRegisters(log, references);
  const held = new Map(registers.flatMap(({ pcr, outcome, by }) => (outcome === 'match' ? [[pcr, by] as const] : [])));
  const parts = compareParts(measured, references.parts);
  const compared = measured.map((event) => comparedPart(event, { parts, references }) ?? coveredByRegister({ event, references }, held));
  const pcrs = [...new Set(measured.map(({ pcr }) => pcr))].sort((a, b) => a - b);
  return {
    events: compared.map((each) => (each.outcome === 'mismatch' && each.instead.length === 0 ? insteadOf(each.event) : each)),
    registers,
    pcrs: pcrs.filter((pcr) => log.algorithms.some((bank) => references.byPcr.has(indexKey(bank, pcr)))),
  };
}

interface Asked {
  readonly event: LogEvent;
  readonly references: ReferenceIndex;
}

interface OfParts {
  readonly parts: ReadonlyMap<LogEvent, ComparedPart>;
  readonly references: ReferenceIndex;
}

/** What a part answered is compared by its own measurements: the digest of the record holds the place of the part too, and no manifest knows that. */
function comparedPart(event: LogEvent, { parts, references }: OfParts): ComparedEvent | undefined {
  const part = parts.get(event);
  if (part === undefined) return undefined;
  return part.outcome === 'referenced'
    ? referenced({ event, references }, part.by)
    : { ...part, event, instead: part.instead.slice(0, MAX_INSTEAD) };
}

/** Where the whole of a PCR is as a source says, so is every record of it. */
function coveredByRegister(asked: Asked, held: ReadonlyMap<number, readonly ReferenceValue[]>): ComparedEvent {
  const compared = compareEvent(asked);
  const by = compared.outcome === 'referenced' ? undefined : held.get(asked.event.pcr);
  return by === undefined ? compared : referenced(asked, by);
}

function referenced({ event, references: { superseded } }: Asked, by: readonly ReferenceValue[]): ComparedEvent {
  return { outcome: 'referenced', event, by, outdated: by.every(({ source }) => isReplaced(source, superseded)) };
}

function compareEvent({ event, references }: Asked): ComparedEvent {
  const bank = bankFor(event, references);
  const by = [...valuesInPcr({ event, references }, bank), ...valuesAnywhere(event, references)];
  if (by.length > 0) return referenced({ event, references }, by);
  const line = IGNORED_EVENTS.find(({ when, covers }) => (when === 'always' || bank === undefined) && covers(event));
  if (line !== undefined) return { outcome: 'ignored', event, line };
  return bank === undefined ? { outcome: 'not-referenced', event } : { outcome: 'mismatch', event, instead: [] };
}

/** The strongest bank in which the record has a digest and a source a value of its PCR: a weaker one can't stand in for it. */
function bankFor({ pcr, digests }: LogEvent, { byPcr }: ReferenceIndex): number | undefined {
  return BY_SIZE.find((bank) => digests.some(({ hash }) => hash === bank) && byPcr.has(indexKey(bank, pcr)));
}

function valuesInPcr({ event, references: { byPcr } }: Asked, bank: number | undefined): readonly ReferenceValue[] {
  const digest = bank === undefined ? undefined : digestIn(event, bank);
  return bank === undefined || digest === undefined ? [] : (byPcr.get(indexKey(bank, event.pcr))?.get(toHex(digest)) ?? []);
}

function valuesAnywhere({ digests }: LogEvent, { anywhere }: ReferenceIndex): readonly ReferenceValue[] {
  return digests.flatMap(({ hash, digest }) => anywhere.get(indexKey(hash, toHex(digest))) ?? []);
}

/** Finds values of a record's PCR that the log did not measure: those of the record's type first. */
function insteadFinder(measured: readonly LogEvent[], references: ReferenceIndex): (event: LogEvent) => ComparedEvent {
  const seen = new Set(
    measured.flatMap(({ pcr, digests }) => digests.map(({ hash, digest }) => `${indexKey(hash, pcr)} ${toHex(digest)}`)),
  );
  const missing = new Map<string, readonly ReferenceValue[]>();
  const missingOf = (key: string): readonly ReferenceValue[] => {
    const known =
      missing.get(key) ??
      [...(references.byPcr.get(key) ?? [])].flatMap(([digest, values]) => (seen.has(`${key} ${digest}`) ? [] : values));
    missing.set(key, known);
    return known;
  };
  return (event) => {
    const bank = bankFor(event, references);
    const values = bank === undefined ? [] : missingOf(indexKey(bank, event.pcr));
    const alike = values.filter(({ eventType }) => eventType === event.type);
    return { outcome: 'mismatch', event, instead: (alike.length > 0 ? alike : values).slice(0, MAX_INSTEAD) };
  };
}

/**
 * Of each PCR the value that all records add up to. A source fits when there is a bank in common, and every common bank is equal: a weaker one
 * can't make up for a stronger one. Several sources are alternatives.
 * @spec draft-ietf-rats-corim section 9.4.6 (comparison of integrity registers)
 */
function compareRegisters(log: EventLog, { registers }: ReferenceIndex): readonly ComparedRegister[] {
  if (registers.length === 0) return [];
  const banks = replay(log);
  const replayedIn = (bank: number, pcr: number): string | undefined => {
    const value = banks.find(({ hash }) => hash === bank)?.pcrs.get(pcr);
    return value === undefined ? undefined : toHex(value);
  };
  return [...Map.groupBy(registers, ({ pcr }) => pcr)]
    .sort(([a], [b]) => a - b)
    .flatMap(([pcr, alternatives]) => {
      const comparable = alternatives
        .map(({ values }) => values.filter(({ bank }) => replayedIn(bank, pcr) !== undefined))
        .filter((values) => values.length > 0);
      const fitting = comparable.find((values) => values.every(({ bank, digest }) => digest === replayedIn(bank, pcr)));
      const told = fitting ?? comparable.flat();
      const bank = BY_SIZE.find((id) => told.some((value) => value.bank === id));
      const replayed = bank === undefined ? undefined : replayedIn(bank, pcr);
      if (bank === undefined || replayed === undefined) return [];
      return [{ pcr, outcome: fitting === undefined ? ('mismatch' as const) : ('match' as const), bank, replayed, by: told }];
    });
}
