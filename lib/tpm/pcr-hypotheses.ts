import { findTpmHash, type TpmHashName, tpmDigest } from './algorithms.ts';
import { type DeviationId, type Omission, omissionsOf } from './deviations.ts';
import { IMA_PCR, type ListEnd, type ListEnds } from './ima-replay.ts';
import type { PcrSelection } from './pcr-selection.ts';
import type { PcrComparisonInput } from './pcr-verdict-types.ts';
import { extend, type ReplayedBank, replay, startValue } from './replay.ts';
import type { RuntimeLog } from './runtime-log.ts';
import { extendByRuntime, pcrRecords, type RuntimeExtension, toldPcrs } from './runtime-replay.ts';

/** Ends of the log of the service manager that are tried, for the same reason. */
export const MAX_RUNTIME_ENDS = 8;
/** Digests that are computed to find the account of a quote: a hostile container of many logs ends there. */
export const MAX_TRIES = 20_000;

/** One account of what the PCRs hold: a log, what its firmware left out, and banks that were closed. */
export interface Hypothesis {
  /** Index of the log. */
  readonly log: number;
  readonly banks: readonly ReplayedBank[];
  readonly startupLocality: number;
  readonly repaired: DeviationId | null;
  readonly cappedBanks: readonly number[];
  /** Records of the log of the service manager that it counts; 0: that of the firmware alone. */
  readonly runtimeRecords: number;
}

/**
 * The accounts of a set of logs, the likelier ones first: the last log before the earlier ones, as it stands before repaired, all
 * banks open before one that is closed, and what the firmware logged before what the service manager logged behind it.
 */
export function hypothesesOf({
  logs,
  quoted,
  runtimeLog,
}: Pick<PcrComparisonInput, 'logs' | 'quoted' | 'runtimeLog'>): readonly Hypothesis[] {
  const plain = logs
    .map((log, index): Hypothesis => {
      return { log: index, banks: replay(log), startupLocality: log.startupLocality, repaired: null, cappedBanks: [], runtimeRecords: 0 };
    })
    .reverse();
  const repaired = plain.flatMap((one) => {
    const log = logs[one.log];
    return (log === undefined ? [] : omissionsOf(log)).map((omission) => withOmission(one, omission));
  });
  const firmware = [...plain, ...repaired];
  // The system that runs has the last log alone.
  const current = firmware.filter(({ log }) => log === logs.length - 1);
  const open = [...firmware, ...(runtimeLog === null ? [] : current.flatMap((one) => atRuntimeEnds(one, runtimeLog)))];
  const banks = quoted?.selections.map(({ hash }) => hash) ?? [];
  // A quote over one bank that is closed says nothing, so only one beside another counts as closed.
  const closed = banks.length < 2 ? [] : banks.flatMap((hash) => open.map((one) => ({ ...one, cappedBanks: [hash] })));
  return [...open, ...closed];
}

/** The same account, with what was measured behind the last record. */
function withOmission(one: Hypothesis, { id, pcr, data }: Omission): Hypothesis {
  const banks = one.banks.map((bank) => {
    const known = findTpmHash(bank.hash);
    const before = bank.pcrs.get(pcr) ?? startOf(one, { hash: bank.hash, pcr });
    if (known === undefined || before === undefined || bank.obstacle !== null) return bank;
    const { name } = known;
    const value = data.reduce<Uint8Array>((held, octets) => extend({ hash: name, before: held, digest: tpmDigest(name, octets) }), before);
    return { ...bank, pcrs: new Map([...bank.pcrs, [pcr, value]]) };
  });
  return { ...one, banks, repaired: id };
}

/** The same account at each of the last ends of the log of the service manager, the longest first. */
function atRuntimeEnds(one: Hypothesis, log: RuntimeLog): readonly Hypothesis[] {
  const records = pcrRecords(log);
  const told = new Map(one.banks.map(({ hash }) => [hash, toldPcrs(records, hash)]));
  const toldIn = (hash: number): ReadonlySet<number> => told.get(hash) ?? new Set();
  const shortest = Math.max(0, records.length - MAX_RUNTIME_ENDS);
  const ends: Hypothesis[] = [];
  let last = withRecords(one, { records: records.slice(0, shortest), told: toldIn });
  for (const record of records.slice(shortest)) {
    last = withRecords(last, { records: [record], told: toldIn });
    ends.unshift(last);
  }
  return ends;
}

function withRecords(one: Hypothesis, extension: Omit<RuntimeExtension, 'startupLocality'>): Hypothesis {
  const banks = extendByRuntime(one.banks, { ...extension, startupLocality: one.startupLocality });
  return { ...one, banks, runtimeRecords: one.runtimeRecords + extension.records.length };
}

/** What the log of a hypothesis replays to; undefined where it has no record of the PCR, or not of the bank. */
export function replayedIn({ banks }: Hypothesis, { hash, pcr }: { readonly hash: number; readonly pcr: number }): Uint8Array | undefined {
  return banks.find((bank) => bank.hash === hash)?.pcrs.get(pcr);
}

/** The value that a hypothesis expects, the last extend of a closed bank included; undefined for a hash function that isn't at hand. */
export function expectedIn(one: Hypothesis, place: { readonly hash: number; readonly pcr: number }): Uint8Array | undefined {
  const open = replayedIn(one, place) ?? startOf(one, place);
  return open !== undefined && one.cappedBanks.includes(place.hash) ? capped(place.hash, open) : open;
}

/** What a PCR holds that nothing extended. */
export function startOf(
  { startupLocality }: Pick<Hypothesis, 'startupLocality'>,
  { hash, pcr }: { readonly hash: number; readonly pcr: number },
): Uint8Array | undefined {
  const size = findTpmHash(hash)?.size;
  return size === undefined ? undefined : startValue({ pcr, size, startupLocality });
}

/** A bank that isn't used is closed by extending each PCR by zeros once more. */
export function capped(hash: number, value: Uint8Array): Uint8Array | undefined {
  const known = findTpmHash(hash);
  return known === undefined ? undefined : extend({ hash: known.name, before: value, digest: new Uint8Array(known.size) });
}

/** An account with the values that it gives the selected PCRs, and the places among them that a measurement list fills. */
interface Prepared {
  readonly one: Hypothesis;
  readonly values: readonly (Uint8Array | undefined)[];
  readonly slots: readonly { readonly index: number; readonly hash: number }[];
}

function prepare(one: Hypothesis, selections: readonly PcrSelection[]): Prepared {
  const places = selections.flatMap(({ hash, pcrs }) => pcrs.map((pcr) => ({ hash, pcr })));
  const slots = places.flatMap(({ hash, pcr }, index) =>
    pcr === IMA_PCR && replayedIn(one, { hash, pcr }) === undefined ? [{ index, hash }] : [],
  );
  return { one, values: places.map((place) => expectedIn(one, place)), slots };
}

/** The account that has the digest of the quote, and how much of the measurement list goes with it; null where none has. */
export function reproduce(
  { selections, pcrDigest, hash }: NonNullable<PcrComparisonInput['quoted']>,
  { hypotheses, ends }: { readonly hypotheses: readonly Hypothesis[]; readonly ends: ListEnds },
): { readonly hypothesis: Hypothesis; readonly end: ListEnd | null } | null {
  const prepared = hypotheses.map((one) => prepare(one, selections));
  let tries = 0;
  for (const accounts of byRuntimeEnd(prepared)) {
    for (const end of endsAndNone(ends)) {
      for (const account of accounts) {
        // Where no place is the list's, its ends change nothing.
        if (end !== null && account.slots.length === 0) continue;
        tries += 1;
        if (tries > MAX_TRIES) return null;
        const digest = digestWith(account, { end, hash });
        if (digest !== null && Buffer.compare(digest, pcrDigest) === 0) return { hypothesis: account.one, end };
      }
    }
  }
  return null;
}

function* endsAndNone(ends: ListEnds): Generator<ListEnd | null> {
  yield* ends;
  yield null;
}

/** The longest log of the service manager first: it is read right after the quote, so that seldom anything was added. */
function byRuntimeEnd(prepared: readonly Prepared[]): readonly (readonly Prepared[])[] {
  return [...Map.groupBy(prepared, ({ one }) => one.runtimeRecords)].sort(([a], [b]) => b - a).map(([, accounts]) => accounts);
}

/** @spec TPM 2.0 Library Part 3 section 18.4 (TPM2_Quote) */
function digestWith({ one, values, slots }: Prepared, { end, hash }: { readonly end: ListEnd | null; readonly hash: TpmHashName }) {
  const filled = [...values];
  for (const slot of end === null ? [] : slots) filled[slot.index] = valueWith({ one, end }, { hash: slot.hash, pcr: IMA_PCR });
  const given = filled.filter((value) => value !== undefined);
  return given.length < filled.length ? null : tpmDigest(hash, Buffer.concat(given));
}

/** The value of a PCR by an account and an end of the measurement list, which tells of PCR 10 alone. */
export function valueWith(
  { one, end }: { readonly one: Hypothesis; readonly end: ListEnd | null },
  place: { readonly hash: number; readonly pcr: number },
): Uint8Array | undefined {
  const listed = place.pcr === IMA_PCR && replayedIn(one, place) === undefined ? end?.values.get(place.hash) : undefined;
  if (listed === undefined) return expectedIn(one, place);
  return one.cappedBanks.includes(place.hash) ? capped(place.hash, listed) : listed;
}
