import { expect, test } from 'vitest';
import type { Statement } from '#lib/device/statement/statement-types.ts';
import type { ClosedGround } from './closed-ground.ts';
import { findingHistory } from './finding-history.ts';

const finding = { id: 'f', episode: 2, openedAt: '2026-04-01T00:00:00.000Z', closedAt: null, closedGround: 'nothing-left' as ClosedGround };
const now = '2026-05-01T00:00:00.000Z';

type Body = Statement extends infer Each ? (Each extends Statement ? Omit<Each, 'id' | 'author' | 'at' | 'reason'> : never) : never;
// Omit splits the union; with its head each is a statement again.
const say = (id: string, author: string, body: Body): Statement =>
  ({ id, author, at: `2026-04-0${id}T00:00:00.000Z`, reason: 'because', ...body }) as Statement;
const risk = (id: string, author: string, expiresAt = '2026-06-01T00:00:00.000Z'): Statement =>
  say(id, author, { kind: 'decision', device: 'd', finding: 'f', decision: 'accept-risk', expiresAt });
const history = (statements: readonly Statement[], more: Partial<Omit<typeof finding, 'closedAt'>> & { closedAt?: string | null } = {}) =>
  findingHistory({ locale: 'en', finding: { ...finding, ...more }, statements, now });

test('an accepted risk waits for a second person, and then is approved', () => {
  expect(history([risk('2', 'ann')])[0]).toMatchObject({
    text: 'ann: accept the risk until 2026-06-01',
    reason: 'because',
    states: ['waits for a second person'],
  });
  const approved = history([risk('2', 'ann'), say('3', 'bob', { kind: 'approval', statement: '2' })]);
  expect(approved[0]?.states).toEqual(['approved by bob']);
});

test('who proposed it cannot approve it, and that is told', () => {
  const [entry] = history([risk('2', 'ann'), say('3', 'ann', { kind: 'approval', statement: '2' })]);
  expect(entry?.states).toEqual(['waits for a second person', 'the approval by ann does not count: the same person proposed it']);
});

test('what was taken back and what ended is told, the newest first, with the episode', () => {
  const entries = history([
    risk('2', 'ann', '2026-04-20T00:00:00.000Z'),
    risk('3', 'ann'),
    say('4', 'ann', { kind: 'withdrawal', statement: '3' }),
    say('5', 'bob', { kind: 'decision', device: 'd', finding: 'other', decision: 'resolved', expiresAt: null }),
  ]);
  expect(entries.map(({ text, states }) => [text, states])).toEqual([
    ['ann: accept the risk until 2026-06-01', ['taken back by ann']],
    ['ann: accept the risk until 2026-04-20', ['ended']],
    ['Episode 2 opened', []],
  ]);
});

test('investigating needs nobody else', () => {
  const said = say('2', 'ann', { kind: 'decision', device: 'd', finding: 'f', decision: 'investigating', expiresAt: null });
  expect(history([said])[0]).toMatchObject({ text: 'ann: investigating', states: [] });
});

test('the end of an episode says why, and calls nothing resolved that nobody answered', () => {
  const closedAt = '2026-04-10T00:00:00.000Z';
  expect(history([], { closedAt })[0]?.text).toBe('Episode 2 closed: by the evidence at hand it is not so any more');
  expect(history([], { closedAt, closedGround: 'no-longer-counts' })[0]?.text).toBe(
    'Episode 2 closed: nothing that counts rests on its certificate any more; what was open about it is still open',
  );
});
