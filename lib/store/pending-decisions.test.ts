import { expect, test } from 'vitest';
import type { Finding } from '#lib/detect/rule.ts';
import type { Statement } from '#lib/device/statement/statement-types.ts';
import { identifyStatement, statementSchema } from '#lib/present/assay-file.ts';
import { listFindingGroups } from './finding-groups.ts';
import { saveFindings } from './findings.ts';
import type { Store } from './open-store.ts';
import { listPendingDecisions } from './pending-decisions.ts';
import { saveStatement } from './statements.ts';
import { openTestStore } from './testing/test-database.ts';

const NOW = new Date('2026-05-01T00:00:00.000Z');
const FINDING: Finding = {
  id: 'f',
  rule: 'component-added',
  severity: 'high',
  subject: 'DIMM',
  expected: null,
  observed: 'DIMM',
  because: ['ab'.repeat(32)],
  resolve: 'r',
  detail: 'd',
  weighs: 'changed',
};

async function say(store: Store, author: string, said: Record<string, unknown>): Promise<Statement> {
  const statement = identifyStatement(statementSchema.parse({ author, at: '2026-04-01T00:00:00Z', reason: 'because', ...said }));
  const target = 'statement' in statement ? statement.statement : null;
  await saveStatement(store.pool, statement, { device: 'a', submission: null, target });
  return statement;
}

const risk = { kind: 'decision', device: 'a', finding: 'f', decision: 'accept-risk', expiresAt: '2026-06-01T00:00:00Z' };
const waiting = async (store: Store) => (await listPendingDecisions(store, { now: NOW, visible: 'any' })).items.length;

test('an accepted risk waits until another person agrees; the same person counts for nothing', async () => {
  const store = await openTestStore();
  await saveFindings(store.pool, [{ deviceId: 'a', findings: [FINDING], at: '2026-04-01T00:00:00.000Z' }]);
  const { id } = await say(store, 'ann', risk);
  expect(await waiting(store)).toBe(1);
  await say(store, 'ann', { kind: 'approval', statement: id });
  expect(await waiting(store)).toBe(1);
  const approval = await say(store, 'bob', { kind: 'approval', statement: id });
  expect(await waiting(store)).toBe(0);
  await say(store, 'bob', { kind: 'withdrawal', statement: approval.id });
  expect(await waiting(store)).toBe(1);
  await say(store, 'ann', { kind: 'withdrawal', statement: id });
  expect(await waiting(store)).toBe(0);
});

test('what waits names the cause under which the inbox lists its finding', async () => {
  const store = await openTestStore();
  const finding = { ...FINDING, subject: 'DIMM 16 GB, serial SN-1' };
  await saveFindings(store.pool, [{ deviceId: 'a', findings: [finding], at: '2026-04-01T00:00:00.000Z' }]);
  await say(store, 'ann', risk);
  const [group] = (await listFindingGroups(store, { filter: { open: true }, visible: 'any' })).items;
  expect((await listPendingDecisions(store, { now: NOW, visible: 'any' })).items).toMatchObject([{ cause: group?.subject }]);
  expect(group?.subject).toBe('DIMM 16 GB');
});

test('nothing waits when it ended, needs nobody, is about a closed finding, or about another device', async () => {
  const store = await openTestStore();
  await say(store, 'ann', risk);
  expect(await waiting(store)).toBe(0);
  await saveFindings(store.pool, [{ deviceId: 'a', findings: [FINDING], at: '2026-04-01T00:00:00.000Z' }]);
  await say(store, 'ann', { ...risk, expiresAt: '2026-04-20T00:00:00Z' });
  await say(store, 'ann', { ...risk, decision: 'investigating', expiresAt: null });
  expect(await waiting(store)).toBe(1);
  expect((await listPendingDecisions(store, { now: NOW, visible: ['b'] })).items).toEqual([]);
});
