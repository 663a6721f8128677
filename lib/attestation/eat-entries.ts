import { listOf, type Members } from '#lib/encoding/members.ts';
import { lookUp, textOf } from './claim-values.ts';
import { derived, worstByName } from './read-contents.ts';
import type { VectorEntry } from './types.ts';

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
