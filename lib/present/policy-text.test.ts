import { expect, test } from 'vitest';
import { openRights } from '#lib/device/statement/issuer-policy.ts';
import type { Statement } from '#lib/device/statement/statement-types.ts';
import { catalogueOf } from '#lib/i18n/catalogue.ts';
import { policyLine, say } from '#lib/testing/device-evidence.ts';
import { governedView } from './governed-view.ts';
import { policyNote } from './policy-note.ts';
import { lineText } from './policy-text.ts';

const day = (number: number): string => `2026-03-${String(number).padStart(2, '0')}T00:00:00.000Z`;
const NOW = day(20);
const adding = say('adam', day(1), { kind: 'issuer-policy', change: { action: 'add', line: policyLine() } });
const ending = (until: string | null): Statement =>
  say('adam', day(5), { kind: 'issuer-policy', change: { action: 'end', line: adding.id, until } });
const approve = ({ id }: Statement, at = day(6)) => say('olga', at, { kind: 'approval', statement: id });
const viewOf = (said: readonly Statement[]) => governedView('issuer-policy', { said, now: NOW });
const only = (...said: readonly Statement[]) => {
  const [row, more] = viewOf(said).rows;
  if (row === undefined || more !== undefined) throw new Error('not one line');
  return row;
};

test('a line waits, holds, ends, or was withdrawn, and says by whom', () => {
  expect(only(adding)).toMatchObject({ state: 'waiting', proposed: { by: 'adam' }, approved: null });
  expect(only(adding, approve(adding))).toMatchObject({ state: 'in-force', approved: { by: 'olga', at: day(6) } });
  const withdrawal = say('olga', day(2), { kind: 'withdrawal', statement: adding.id });
  expect(only(adding, withdrawal)).toMatchObject({ state: 'withdrawn', withdrawn: { by: 'olga' }, approved: null });
  for (const until of [day(10), null]) {
    const end = ending(until);
    expect(only(adding, end, approve(adding))).toMatchObject({ state: 'in-force', proposedEnds: [{ id: end.id, by: 'adam', until }] });
    expect(only(adding, end, approve(adding), approve(end))).toMatchObject({ state: 'ended', proposedEnds: [], end: { until } });
  }
  const later = ending(day(25));
  expect(only(adding, later, approve(adding), approve(later))).toMatchObject({ state: 'in-force', end: { until: day(25) } });
});

test('the rights that no line speaks of are told, on the page and by the command line', () => {
  const empty = viewOf([]);
  expect([empty.version, policyNote(empty.table)]).toEqual([null, expect.stringMatching(/^no issuer policy: /)]);
  const { table, version } = viewOf([adding, approve(adding)]);
  expect(openRights(table)).toEqual(['ek', 'ak', 'base', 'rebase', 'reference-value', 'bom', 'observation']);
  expect(policyNote(table)).toContain(
    `issuer policy ${version}, 1 line; no line about EK certificates, certificates of attestation keys, platform certificates`,
  );
});

test('a line is told in words, with what it does not limit left out', () => {
  const texts = catalogueOf('en');
  expect(lineText(texts, policyLine())).toEqual({
    who: 'issuer CN=Integrator CA',
    may: 'sign delta certificates',
    about: 'everything',
    when: 'at any time',
  });
  const limited = policyLine({
    who: { kind: 'submitter', account: 'bob\u202e' },
    rights: ['bom', 'observation'],
    manufacturers: ['Pomelo'],
    categories: ['memory'],
    actions: ['added'],
    from: day(1),
    until: day(3),
  });
  const { who, may, about, when } = lineText(texts, limited);
  expect([may, about, when]).toEqual([
    'report BOMs, observations',
    'made by Pomelo; in a delta only Memory, parts added',
    'from 2026-03-01 00:00 UTC, before 2026-03-03 00:00 UTC',
  ]);
  expect(who).not.toContain('\u202e');
});
