import { encodeUtf8 } from '#lib/encoding/bytes.ts';
import { isMembers, listOf, type Members, membersOf } from '#lib/encoding/members.ts';
import { ParseError } from '#lib/encoding/parse-error.ts';
import { tokenAdapter } from './adapter.ts';
import { lookUp, textOf } from './claim-values.ts';
import { openJwt } from './open-token.ts';
import { derived, MAX_SUBMODS, NOTHING_MORE, newNotes, readCommon, submodOf, textsOf, ueidOf, worstByName } from './read-contents.ts';
import type { NestedToken, ResultContents, Submod, VectorEntry } from './types.ts';

/**
 * Entity Attestation Tokens that carry verdicts of their own: results of measurements, state of debugging, who authorized the boot.
 * What they say is no more than that: without such a claim a part has no status.
 * @spec RFC 9711 section 4.2
 */
export const eat = tokenAdapter({
  format: 'eat',
  fits: (claims) =>
    ['eat_profile', 'ueid', 'measres', 'dbgstat', 'oemid', 'hwmodel', 'submods', 'measurements'].some((name) => claims[name] !== undefined),
  read: readEat,
});

function readEat(claims: Members): ResultContents {
  const notes = newNotes();
  const profile = textOf(claims.eat_profile);
  const parts = Object.entries(membersOf(claims.submods)).slice(0, MAX_SUBMODS);
  return {
    ...NOTHING_MORE,
    ...readCommon(claims, notes),
    profile,
    // A profile says which claims there are and what they mean: none is known here, and the standard's own claims are read.
    profileKnown: profile === null ? null : false,
    submods: [eatPart('attester', claims), ...parts.map(([name, part]) => submoduleOf(name, part))],
    nested: parts.flatMap(([name, part]) => nestedToken(name, part) ?? []).slice(0, MAX_NESTED),
    subjects: [...ueidOf(claims), ...parts.flatMap(([, part]) => ueidOf(membersOf(part)))],
    ...notes,
  };
}

/** A submodule that is a token of its own moves no status: who signed it is asked apart. @spec RFC 9711 section 4.2.18 */
function submoduleOf(name: string, part: unknown): Submod {
  return isMembers(part) ? eatPart(name, part) : submodOf({ name, stated: null, vector: [], policies: [], claims: part });
}

/** Tokens of one token that are opened; those inside them aren't. */
const MAX_NESTED = 16;

/** @spec RFC 9711 section 4.2.18.2: a text is a JWT, a pair says what its second half is */
function nestedToken(part: string, written: unknown): NestedToken | null {
  if (isMembers(written)) return null;
  const [form, inside] = Array.isArray(written) ? listOf(written) : ['JWT', written];
  const closed = (unread: string): NestedToken => ({ part, issuer: null, seal: null, unread, vector: [] });
  if (form === 'DIGEST') return null;
  if (form !== 'JWT' || typeof inside !== 'string') return closed('it is in a form that Assay does not read inside a token');
  try {
    const { claims, seal } = openJwt(encodeUtf8(inside), part);
    return { part, issuer: textOf(claims.iss), seal, unread: null, vector: eatEntries(claims) };
  } catch (error) {
    if (error instanceof ParseError) return closed(error.message);
    throw error;
  }
}

function eatPart(name: string, claims: Members): Submod {
  return submodOf({ name, stated: null, vector: eatEntries(claims), policies: textsOf(claims.swname), claims });
}

/** What the claims of one entity say of its trustworthiness; the worst of each name. */
export function eatEntries(claims: Members): readonly VectorEntry[] {
  return worstByName([...debugEntries(claims), ...bootEntries(claims), ...measurementEntries(claims)]);
}

/** @spec RFC 9711 section 4.2.9: numbers in CBOR, words in JSON */
const DEBUG_STATES = ['enabled', 'disabled', 'disabled-since-boot', 'disabled-permanently', 'disabled-fully-and-permanently'];

function debugEntries({ dbgstat }: Members): readonly VectorEntry[] {
  const state = typeof dbgstat === 'number' ? DEBUG_STATES[dbgstat] : textOf(dbgstat);
  if (state === undefined || state === null || !DEBUG_STATES.includes(state)) return [];
  if (state === 'enabled') return [derived({ name: 'configuration', value: 96, reason: 'debugging is enabled', from: 'dbgstat' })];
  const reason = `debugging is ${state.replaceAll('-', ' ')}`;
  return state === 'disabled' ? [] : [derived({ name: 'configuration', value: 2, reason, from: 'dbgstat' })];
}

function bootEntries({ oemboot }: Members): readonly VectorEntry[] {
  if (oemboot === true)
    return [derived({ name: 'executables', value: 3, reason: 'the OEM authorized all that was booted', from: 'oemboot' })];
  if (oemboot !== false) return [];
  return [derived({ name: 'executables', value: 33, reason: 'something was booted that the OEM did not authorize', from: 'oemboot' })];
}

/** @spec RFC 9711 section 4.2.17: success 1, fail 2, not run 3, absent 4 */
const MEASUREMENT_RESULTS: Readonly<Record<string, readonly [value: number, words: string]>> = {
  success: [2, 'measurements match what was expected'],
  fail: [96, 'a measurement does not match what was expected'],
  'not-run': [1, 'a measurement was not compared'],
  absent: [1, 'a measurement is absent'],
};
const RESULT_NUMBERS = ['', 'success', 'fail', 'not-run', 'absent'];

/** As the standard has them, lists of a system and its results; or one word, as NVIDIA writes it. */
function measurementEntries({ measres }: Members): readonly VectorEntry[] {
  const results =
    typeof measres === 'string' ? [measres] : listOf(measres).flatMap((system) => listOf(listOf(system)[1]).map((each) => listOf(each)[1]));
  return results.flatMap((result) => {
    const word = typeof result === 'number' ? RESULT_NUMBERS[result] : textOf(result);
    const known = lookUp(MEASUREMENT_RESULTS, word);
    return known === undefined ? [] : [derived({ name: 'executables', value: known[0], reason: known[1], from: 'measres' })];
  });
}
