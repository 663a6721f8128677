import { expect, test } from 'vitest';
import { AT } from '#lib/testing/device-states.ts';
import { makeForeignResult } from '#lib/testing/foreign-results.ts';
import { foreignResultView } from './foreign-result-view.ts';

const rowsOf = (...over: readonly Parameters<typeof makeForeignResult>[0][]) =>
  foreignResultView('en', { results: over.map(makeForeignResult), at: AT, olderLists: false }).rows;

test('a row says who, when, what, who signed it, until when it counts, and where the file is', () => {
  expect(rowsOf({})).toMatchObject([
    {
      verifier: 'https://verifier.example',
      form: 'EAT attestation result',
      when: '2026-05-01 00:00 UTC',
      tier: { word: 'affirming', tone: 'good' },
      signature: { word: 'signed by a trusted verifier', tone: 'good' },
      why: null,
      holds: 'until 2026-07-30 00:00 UTC',
      isStale: false,
      sha256: makeForeignResult().sha256,
    },
  ]);
});

test('what nobody relies upon is never green, and says why', () => {
  const [declared, stranger] = rowsOf(
    { standing: 'declared', why: 'nobody signed it' },
    { standing: 'untrusted', why: 'its key is missing', staleAt: null },
  );
  expect(declared).toMatchObject({ tier: { word: 'affirming', tone: 'plain' }, signature: { tone: 'caution' }, why: 'nobody signed it' });
  expect(stranger).toMatchObject({ tier: { tone: 'plain' }, signature: { word: 'not trusted' }, holds: 'does not count' });
});

test('one that expired or that a newer one replaces says so; texts of files are made visible', () => {
  const [stale, replaced, hidden] = rowsOf({ staleAt: AT }, { isCurrent: false }, { issuer: 'a\u202eb', status: 'contraindicated' });
  expect(stale).toMatchObject({ isStale: true, holds: expect.stringContaining('no longer') });
  expect(replaced).toMatchObject({ holds: 'a newer one replaces it' });
  expect(hidden).toMatchObject({ tier: { tone: 'bad' }, verifier: expect.not.stringContaining('\u202e') });
});

test('of many results the newest fifty are rows, and the others are counted', () => {
  const view = foreignResultView('en', { results: Array.from({ length: 53 }, () => makeForeignResult()), at: AT, olderLists: false });
  expect([view.rows.length, view.more]).toEqual([50, '3 earlier results stand on the timeline']);
});

test('that older lists were not read is said, and nothing where all were', () => {
  const olderOf = (olderLists: boolean) => foreignResultView('en', { results: [makeForeignResult()], at: AT, olderLists }).older;
  expect([olderOf(true), olderOf(false)]).toEqual([expect.stringContaining('older lists of many devices'), null]);
});
