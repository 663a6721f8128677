import { expect, test } from 'vitest';
import { policyLine, say } from '#lib/testing/device-evidence.ts';
import type { Statement } from './statement-types.ts';
import { statementsInForce } from './statements.ts';

const day = (number: number): string => `2026-03-${String(number).padStart(2, '0')}T00:00:00Z`;
const received = say('ann', day(1), { kind: 'lifecycle', device: 'd', state: 'received' });
const baseline = say('ann', day(1), { kind: 'baseline', device: 'd', submission: 's' });
const approve = (author: string, at: string, statement: Statement) => say(author, at, { kind: 'approval', statement: statement.id });
const withdraw = (at: string, statement: Statement) => say('ann', at, { kind: 'withdrawal', statement: statement.id });
const inForce = (...statements: readonly Statement[]) => statementsInForce(statements).inForce.map(({ kind }) => kind);

test('a lifecycle statement holds at once', () => {
  expect(inForce(received)).toEqual(['lifecycle']);
});

test('a baseline waits for another person', () => {
  expect(inForce(baseline)).toEqual([]);
  expect(statementsInForce([baseline]).pending).toEqual([baseline]);
  expect(inForce(baseline, approve('bob', day(2), baseline))).toContain('baseline');
});

test('nobody approves what they said themselves', () => {
  const own = approve('ann', day(2), baseline);
  expect(statementsInForce([baseline, own])).toMatchObject({ pending: [baseline], selfApprovals: [own] });
});

test('an approval from before the statement counts for nothing', () => {
  expect(inForce(approve('bob', '2026-02-01T00:00:00Z', baseline), baseline)).not.toContain('baseline');
});

test('what is withdrawn no longer holds, and a withdrawn withdrawal takes nothing back', () => {
  const first = withdraw(day(2), received);
  expect(inForce(received, first)).toEqual(['withdrawal']);
  expect(inForce(received, first, withdraw(day(3), first))).toEqual(['lifecycle', 'withdrawal']);
});

test('a withdrawn approval approves nothing', () => {
  const approval = approve('bob', day(2), baseline);
  expect(inForce(baseline, approval, withdraw(day(3), approval))).not.toContain('baseline');
});

test('taking weight from a finding waits for another person, and looking into it does not', () => {
  const decision = { kind: 'decision', device: 'd', finding: 'f', expiresAt: null } as const;
  for (const taking of ['accept-risk', 'false-alarm'] as const)
    expect(inForce(say('ann', day(1), { ...decision, decision: taking }))).toEqual([]);
  expect(inForce(say('ann', day(1), { ...decision, decision: 'investigating' }))).toEqual(['decision']);
});

const line = policyLine();
const adding = say('ann', day(1), { kind: 'issuer-policy', change: { action: 'add', line } });
const ending = say('ann', day(3), { kind: 'issuer-policy', change: { action: 'end', line: adding.id, until: day(3) } });

test('a governing table changes when a second person approves, and its lines end in the same way', () => {
  for (const change of [adding, ending]) {
    expect(inForce(change)).toEqual([]);
    expect(inForce(change, approve('ann', day(4), change))).not.toContain('issuer-policy');
    expect(inForce(change, approve('bob', day(4), change))).toContain('issuer-policy');
  }
});

test('one person takes back what waits, and nobody alone takes back what two people put into a governing table', () => {
  expect(inForce(adding, withdraw(day(2), adding), approve('bob', day(3), adding))).not.toContain('issuer-policy');
  const approval = approve('bob', day(2), adding);
  expect(inForce(adding, approval, withdraw(day(3), adding))).toContain('issuer-policy');
  expect(inForce(adding, approval, withdraw(day(3), approval))).toContain('issuer-policy');
});

test('an approval of whom it lets speak counts for nothing', () => {
  const speaker = policyLine({ who: { kind: 'submitter', account: 'bob' }, rights: ['observation'] });
  const own = say('ann', day(1), { kind: 'issuer-policy', change: { action: 'add', line: speaker } });
  expect(statementsInForce([own, approve('bob', day(2), own)])).toMatchObject({ pending: [own], selfApprovals: [{ author: 'bob' }] });
  expect(inForce(own, approve('carol', day(2), own))).toContain('issuer-policy');
});
