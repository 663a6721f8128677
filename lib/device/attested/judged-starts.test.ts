import { expect, test } from 'vitest';
import { makeBoot } from '#lib/testing/attestation-states.ts';
import type { Boot } from './boot-types.ts';
import { judgedStart, startsAgainstThemselves } from './judged-starts.ts';
import { secureBootOf } from './secure-boot.ts';

const boot = (sha256: string, over: Partial<Boot> = {}): Boot => makeBoot({ sha256, ...over });
const idOf = (start: Boot | undefined) => start?.sha256;
const judged = (boots: readonly Boot[]) => idOf(judgedStart(boots, (start) => start));

test('a log that nothing attests stands in for none that a quote attests, whenever it came', () => {
  expect(judged([boot('a', { attested: true }), boot('b', { attested: true }), boot('c')])).toBe('b');
  expect(judged([boot('a'), boot('b')])).toBe('b');
  expect(judged([])).toBeUndefined();
});

test('what the newest log tells against itself counts beside it', () => {
  const both = [boot('a', { attested: true }), boot('b'), boot('c')];
  expect(startsAgainstThemselves(both).map(idOf)).toEqual(['c', 'a']);
  expect(startsAgainstThemselves([boot('a'), boot('b', { attested: true })]).map(idOf)).toEqual(['b']);
  expect(startsAgainstThemselves([])).toEqual([]);
});

test('Secure Boot is off whoever says so, and on only where a quote shows it', () => {
  const [on, off] = [boot('on', { attested: true, secureBoot: 'on' }), boot('off', { attested: true, secureBoot: 'off' })];
  const told = (secureBoot: Boot['secureBoot']) => boot('told', { secureBoot });
  const states = [[off, told('on')], [on, told('off')], [on, told('unknown')], [on, told('on')], [off, on], [told('on')], []];
  expect(states.map((boots) => secureBootOf({ boots, untoldStart: null }))).toEqual(['off', 'off', 'on', 'on', 'on', 'unknown', 'unknown']);
  const untoldStart = { sha256: 'a', receivedAt: '2026-05-02T00:00:00Z', attestedBy: 'b' };
  expect([[on], [off]].map((boots) => secureBootOf({ boots, untoldStart }))).toEqual(['unknown', 'off']);
});
