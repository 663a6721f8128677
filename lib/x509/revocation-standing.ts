import type { Revoked } from './revocation-types.ts';
import type { Word } from './revocation-words.ts';

/** Days for which a source without a next update counts as in date. What the CA/Browser Forum allows for lists of end certificates. */
export const DAYS_WITHOUT_NEXT_UPDATE = 10;
const DAY_MS = 86_400_000;

/** What is known about one certificate at one instant. */
export type Standing =
  | { readonly kind: 'good'; readonly word: Word; readonly until: string }
  | { readonly kind: 'outdated'; readonly word: Word; readonly until: string }
  | { readonly kind: 'revoked' | 'on-hold'; readonly word: Word; readonly entry: Revoked }
  | { readonly kind: 'not-checked'; readonly why: string | null };

/**
 * What all words together say at an instant. A revocation is for good, whatever later lists leave out; a hold ends when a newer
 * source doesn't have it. What a source says of a time after that instant doesn't count.
 * @param now  ISO 8601: the instant asked about
 * @spec  RFC 5280 sections 5.3.1 and 6.3; RFC 6960 section 2.2
 */
export function standingOf(words: readonly Word[], now: string): Standing {
  const instant = Date.parse(now);
  const entries = words.flatMap((word) => (isEntry(word) && Date.parse(word.revokedAt) <= instant ? [word] : []));
  const revoked = newest(entries.filter(({ kind }) => kind === 'revoked'));
  if (revoked !== undefined) return { kind: 'revoked', word: revoked, entry: revoked };
  const timely = words.filter(({ at }) => Date.parse(at) <= instant);
  const good = timely.filter(({ kind }) => kind === 'good' || kind === 'released');
  const hold = newest(entries.filter(({ kind, at }) => kind === 'on-hold' && Date.parse(at) <= instant));
  const last = newest(good);
  if (hold !== undefined && (last === undefined || Date.parse(last.at) <= Date.parse(hold.at))) {
    return { kind: 'on-hold', word: hold, entry: hold };
  }
  const current = newest(good.filter((word) => Date.parse(endOf(word)) >= instant));
  if (current !== undefined) return { kind: 'good', word: current, until: endOf(current) };
  if (last !== undefined) return { kind: 'outdated', word: last, until: endOf(last) };
  return { kind: 'not-checked', why: whyNothing(words) };
}

/** Reasons after which what was issued or received before stays as it is. Every other one counts strictly, unknown ones too. */
const FOR_THE_FUTURE: ReadonlySet<string> = new Set(['superseded', 'cessationOfOperation', 'affiliationChanged']);

/** Whether a revocation tells nothing about what was in good order before. */
export const isForTheFuture = ({ reason }: Revoked): boolean => FOR_THE_FUTURE.has(reason);

/** From when on a revocation takes trust away: with key compromise, from when the key may have been in wrong hands. */
export function effectiveFrom(entry: Revoked): string {
  const { revokedAt, invalidSince } = entry;
  if (isForTheFuture(entry) || invalidSince === null) return revokedAt;
  return Date.parse(invalidSince) < Date.parse(revokedAt) ? invalidSince : revokedAt;
}

/** Whether something that existed at that time is older than what a revocation takes away. */
export const isOlderThan = (provenAt: string, entry: Revoked): boolean => Date.parse(provenAt) < Date.parse(effectiveFrom(entry));

type Entry = Extract<Word, { readonly kind: 'revoked' | 'on-hold' }>;

const isEntry = (word: Word): word is Entry => word.kind === 'revoked' || word.kind === 'on-hold';

/** The word of the latest knowledge; among equals the first received, because words come in order of receipt. */
function newest<T extends Word>(words: readonly T[]): T | undefined {
  let found: T | undefined;
  for (const word of words) if (found === undefined || Date.parse(word.at) > Date.parse(found.at)) found = word;
  return found;
}

function endOf({ at, until }: Word): string {
  return until ?? new Date(Date.parse(at) + DAYS_WITHOUT_NEXT_UPDATE * DAY_MS).toISOString();
}

function whyNothing(words: readonly Word[]): string | null {
  return words.flatMap((word) => (word.kind === 'nothing' ? [word.why] : []))[0] ?? null;
}
