import { equalBytes } from '#lib/encoding/bytes.ts';
import { findTpmHash } from './algorithms.ts';
import { findEnd, IMA_PCR, type ListEnds, listEnds, NO_ENDS } from './ima-replay.ts';
import { capped, type Hypothesis, hypothesesOf, replayedIn, reproduce, startOf, valueWith } from './pcr-hypotheses.ts';
import { matchesDigest, pcrDigestOf } from './pcr-values.ts';
import type { DigestOutcome, PcrComparison, PcrComparisonInput, PcrReason, PcrStatus, PcrVerdict } from './pcr-verdict-types.ts';
import { SYSTEM_PCRS, toldPcrs } from './runtime-replay.ts';

/**
 * Compares what the TPM holds with what logs tell, PCR by PCR, in every bank. A value counts as attested only where the digest of the
 * quote covers it: either the logs replay to the digest, or the values that came beside it have that digest.
 * Of several logs the one that the PCRs tell of is picked. A PCR that only matches with a row of the table of deviations says so.
 * @spec TPM 2.0 Library Part 3 section 18.4; TCG PC Client Platform Firmware Profile 1.06 section 3.3
 */
export function comparePcrs(input: PcrComparisonInput): PcrComparison {
  const hypotheses = hypothesesOf(input);
  const ends = listsEnds(input);
  const { outcome, known } = knownValues(input, { hypotheses, ends });
  const places = placesOf(input);
  const log = logOf({ hypotheses, known, places, index: known?.hypothesis?.log ?? null });
  const accounts = hypotheses.filter((one) => one.log === log && one.cappedBanks.length === 0);
  const context: Context = { input, accounts, ends, valueIn: known?.valueIn ?? (() => undefined), attested: known?.attested ?? false };
  const cappedBanks = known === null ? [] : cappedIn(context, places);
  const verdicts = places.map((place) => verdictOf(place, { ...context, cappedBanks }));
  const imaEntries = imaEntriesOf(context, verdicts);
  return { verdicts: [...verdicts, ...logOnly({ accounts, places })], digest: outcome, log, imaEntries, cappedBanks };
}

interface Place {
  readonly hash: number;
  readonly pcr: number;
}

type ValueIn = (hash: number, pcr: number) => Uint8Array | undefined;

interface Known {
  readonly valueIn: ValueIn;
  readonly attested: boolean;
  readonly hypothesis: Hypothesis | null;
}

interface Accounts {
  readonly hypotheses: readonly Hypothesis[];
  readonly ends: ListEnds;
}

/** PCR 10 in the banks that are asked for: nobody computes the rest of a long list. */
function listsEnds({ quoted, values, imaLog }: PcrComparisonInput): ListEnds {
  const places = quoted?.selections.flatMap(({ hash, pcrs }) => pcrs.map((pcr) => ({ hash, pcr }))) ?? values ?? [];
  const hashes = [...new Set(places.filter(({ pcr }) => pcr === IMA_PCR).map(({ hash }) => hash))];
  return imaLog === null || hashes.length === 0 ? NO_ENDS : listEnds(imaLog, hashes);
}

/** What the PCRs hold, and how that is known. */
function knownValues(input: PcrComparisonInput, accounts: Accounts): { readonly outcome: DigestOutcome; readonly known: Known | null } {
  const { quoted, values } = input;
  const given: ValueIn = (hash, pcr) => values?.find((value) => value.hash === hash && value.pcr === pcr)?.value;
  const unattested = values === null ? null : { valueIn: given, attested: false, hypothesis: null };
  if (quoted === null) return { outcome: 'no-quote', known: unattested };
  if (quoted.selections.every(({ pcrs }) => pcrs.length === 0)) return { outcome: 'empty-selection', known: null };
  if (quoted.selections.some(({ hash }) => findTpmHash(hash) === undefined)) return { outcome: 'not-computed', known: null };
  const found = reproduce(quoted, accounts);
  if (found !== null) {
    const valueIn: ValueIn = (hash, pcr) => valueWith({ one: found.hypothesis, end: found.end }, { hash, pcr });
    return { outcome: 'reproduced', known: { valueIn, attested: true, hypothesis: found.hypothesis } };
  }
  const confirmed = matchesDigest(pcrDigestOf({ hash: quoted.hash, selections: quoted.selections, valueIn: given }), quoted.pcrDigest);
  if (confirmed) return { outcome: 'confirms-values', known: { valueIn: given, attested: true, hypothesis: null } };
  // Values that the quote contradicts say nothing at all.
  return { outcome: 'differs', known: null };
}

/** What the quote covers; without one, what somebody read. */
function placesOf({ quoted, values }: PcrComparisonInput): readonly Place[] {
  if (quoted !== null) return quoted.selections.flatMap(({ hash, pcrs }) => pcrs.map((pcr) => ({ hash, pcr })));
  return (values ?? []).map(({ hash, pcr }) => ({ hash, pcr })).sort((a, b) => a.hash - b.hash || a.pcr - b.pcr);
}

interface LogChoice {
  readonly hypotheses: readonly Hypothesis[];
  readonly known: Known | null;
  readonly places: readonly Place[];
  readonly index: number | null;
}

/** The log that most PCRs tell of, the later one of equals. */
function logOf({ hypotheses, known, places, index }: LogChoice): number | null {
  if (index !== null) return index;
  const plain = hypotheses.filter(
    ({ repaired, cappedBanks, runtimeRecords }) => repaired === null && cappedBanks.length === 0 && runtimeRecords === 0,
  );
  const matches = (one: Hypothesis): number =>
    places.filter((place) => isEqual(known?.valueIn(place.hash, place.pcr), replayedIn(one, place))).length;
  return plain.reduce<Hypothesis | null>((best, one) => (best === null || matches(one) > matches(best) ? one : best), null)?.log ?? null;
}

function isEqual(a: Uint8Array | undefined, b: Uint8Array | undefined): boolean {
  return a !== undefined && b !== undefined && equalBytes(a, b);
}

interface Context {
  readonly input: PcrComparisonInput;
  /** Of the log that was picked: as it stands first, then repaired. Empty without a log. */
  readonly accounts: readonly Hypothesis[];
  readonly ends: ListEnds;
  readonly valueIn: ValueIn;
  readonly attested: boolean;
}

/** Banks where most PCRs hold what the log says, extended by zeros once more. */
function cappedIn({ accounts, valueIn }: Context, places: readonly Place[]): readonly number[] {
  const [plain] = accounts;
  if (plain === undefined) return [];
  return [...Map.groupBy(places, ({ hash }) => hash)].flatMap(([hash, own]) => {
    const closed = own.filter((place) => {
      const open = replayedIn(plain, place) ?? startOf(plain, place);
      return open !== undefined && isEqual(valueIn(hash, place.pcr), capped(hash, open));
    });
    return closed.length * 2 > own.length ? [hash] : [];
  });
}

function verdictOf(place: Place, context: Context & { readonly cappedBanks: readonly number[] }): PcrVerdict {
  const value = context.valueIn(place.hash, place.pcr);
  const replayed = context.accounts[0] === undefined ? undefined : replayedIn(context.accounts[0], place);
  const {
    status,
    reason,
    repaired = [],
  } = value === undefined ? judgeUnknown(place, context) : judgeValue({ ...place, value, replayed }, context);
  const attested = context.attested && value !== undefined;
  return { ...place, status, reason, attested, value: value ?? null, replayed: replayed ?? null, repaired };
}

type Judgement = { readonly status: PcrStatus; readonly reason: PcrReason; readonly repaired?: PcrVerdict['repaired'] };

/** The quote has one digest over all values: where it isn't reproduced, nobody can say which PCR differs. */
function judgeUnknown(place: Place, { input, accounts }: Context): Judgement {
  const missing = noLogReason(place, { input, accounts });
  if (missing !== null) return { status: 'no-log', reason: missing };
  if (wasMatched(place, input)) return { status: 'unexplained', reason: 'extended-after-boot' };
  return { status: 'mismatch', reason: 'digest-differs' };
}

const wasMatched = ({ hash, pcr }: Place, { matchedEarlier }: PcrComparisonInput): boolean =>
  matchedEarlier.some((earlier) => earlier.hash === hash && earlier.pcr === pcr);

function noLogReason({ hash }: Place, { input, accounts }: Pick<Context, 'input' | 'accounts'>): PcrReason | null {
  const [plain] = accounts;
  if (plain === undefined) return input.noLog;
  const bank = plain.banks.find((one) => one.hash === hash);
  if (bank === undefined) return 'bank-not-in-log';
  return bank.obstacle === null ? null : 'bank-not-replayable';
}

type ValuedPlace = Place & { readonly value: Uint8Array; readonly replayed: Uint8Array | undefined };

function judgeValue(place: ValuedPlace, context: Context & { readonly cappedBanks: readonly number[] }): Judgement {
  const explained = matchOf(place, context);
  if (explained !== null) return explained;
  const missing = noLogReason(place, context);
  if (missing !== null) return { status: 'no-log', reason: missing };
  if (wasMatched(place, context.input)) return { status: 'unexplained', reason: 'extended-after-boot' };
  if (isInRuntimeLog(place, context.input)) return { status: 'mismatch', reason: 'other-value' };
  if (place.replayed === undefined) return noRecord(place, context);
  if (SYSTEM_PCRS.has(place.pcr)) return { status: 'unexplained', reason: 'extended-by-system' };
  return { status: 'mismatch', reason: 'other-value' };
}

/** A log that tells of this PCR and doesn't replay to it differs: it isn't missing. */
const isInRuntimeLog = ({ hash, pcr }: Place, { runtimeLog }: PcrComparisonInput): boolean =>
  runtimeLog !== null && toldPcrs(runtimeLog.records, hash).has(pcr);

/**
 * A measurement list that doesn't replay to what PCR 10 holds is a log that differs, not a missing one. What the service manager
 * extends has no record of the firmware, and its own log is of no help here.
 */
function noRecord({ pcr }: Place, { ends, input }: Context): Judgement {
  if (SYSTEM_PCRS.has(pcr) && input.runtimeLog !== null) return { status: 'unexplained', reason: 'extended-by-system' };
  if (pcr === IMA_PCR && findEnd(ends, () => true) !== undefined) return { status: 'mismatch', reason: 'other-value' };
  return { status: 'quote-only', reason: 'no-record' };
}

function matchOf(
  { value, replayed, ...place }: ValuedPlace,
  context: Context & { readonly cappedBanks: readonly number[] },
): Judgement | null {
  const { accounts, ends } = context;
  const [plain, ...others] = accounts;
  const start = startOf(plain ?? { startupLocality: 0 }, place);
  if (context.cappedBanks.includes(place.hash)) return { status: 'unexplained', reason: 'capped-bank' };
  if (isEqual(value, replayed)) return { status: 'match', reason: 'replayed' };
  if (place.pcr === IMA_PCR && findEnd(ends, ({ values }) => isEqual(values.get(place.hash), value)) !== undefined) {
    return { status: 'match', reason: 'measurement-list' };
  }
  if (others.some((one) => one.runtimeRecords > 0 && one.repaired === null && isEqual(value, replayedIn(one, place))))
    return { status: 'match', reason: 'runtime-log' };
  const repair = others.find((one) => one.repaired !== null && isEqual(value, replayedIn(one, place)));
  if (repair?.repaired != null) return { status: 'match', reason: 'repaired', repaired: [repair.repaired] };
  // Without a log of the bank nothing says that nothing was measured.
  const untouched = replayed === undefined && isEqual(value, start) && noLogReason(place, context) === null;
  return untouched ? { status: 'match', reason: 'never-extended' } : null;
}

function imaEntriesOf({ ends, valueIn }: Context, verdicts: readonly PcrVerdict[]): number | null {
  const listed = verdicts.find(({ reason }) => reason === 'measurement-list');
  if (listed === undefined) return null;
  const { hash, pcr } = listed;
  return findEnd(ends, ({ values }) => isEqual(values.get(hash), valueIn(hash, pcr)))?.entries ?? null;
}

/** PCRs that the log tells of and nobody vouches for. */
function logOnly({
  accounts,
  places,
}: {
  readonly accounts: readonly Hypothesis[];
  readonly places: readonly Place[];
}): readonly PcrVerdict[] {
  return (accounts[0]?.banks ?? []).flatMap(({ hash, pcrs }) =>
    [...pcrs]
      .filter(([pcr]) => !places.some((place) => place.hash === hash && place.pcr === pcr))
      .sort(([a], [b]) => a - b)
      .map(([pcr, replayed]): PcrVerdict => {
        return { hash, pcr, status: 'log-only', reason: 'not-quoted', attested: false, value: null, replayed, repaired: [] };
      }),
  );
}
