import { expect, test } from 'vitest';
import { policyLine, say } from '#lib/testing/device-evidence.ts';
import { governedTable } from './governed-lines.ts';
import type { LineChange, Statement } from './statement-types.ts';
import { statementsInForce } from './statements.ts';

const day = (number: number): string => `2026-03-${String(number).padStart(2, '0')}T00:00:00Z`;
const line = policyLine();
const change = (at: string, said: LineChange<typeof line>) => say('ann', at, { kind: 'issuer-policy', change: said });
const approve = (at: string, statement: Statement) => say('bob', at, { kind: 'approval', statement: statement.id });
const linesOf = (...statements: readonly Statement[]) => governedTable('issuer-policy', statementsInForce(statements)).lines;
const adding = change(day(1), { action: 'add', line });
const added = [adding, approve(day(2), adding)];
const end = (at: string, until: string | null) => {
  const ending = change(at, { action: 'end', line: adding.id, until });
  return [ending, approve(at, ending)];
};

test('a line is in the table from its approval on, with both people', () => {
  expect(linesOf(adding)).toEqual([]);
  expect(linesOf(...added)).toMatchObject([{ id: adding.id, line, proposedBy: 'ann', approvedBy: 'bob', approvedAt: day(2), end: null }]);
});

test('a line that ended stays in the table with its end, which one person alone does not bring', () => {
  const [proposed] = end(day(3), day(3));
  expect(linesOf(...added, ...(proposed === undefined ? [] : [proposed]))).toMatchObject([{ end: null }]);
  expect(linesOf(...added, ...end(day(3), day(3)))).toMatchObject([{ end: { until: day(3), approvedBy: 'bob' } }]);
});

test('of several ends the earliest counts, in whatever order they were said', () => {
  const [early, late, never] = [day(3), day(5), null];
  expect(linesOf(...added, ...end(day(6), late), ...end(day(7), early))).toMatchObject([{ end: { until: early } }]);
  expect(linesOf(...added, ...end(day(6), early), ...end(day(7), late))).toMatchObject([{ end: { until: early } }]);
  expect(linesOf(...added, ...end(day(6), never), ...end(day(7), late))).toMatchObject([{ end: { until: null } }]);
});
