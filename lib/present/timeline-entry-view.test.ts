import { expect, test } from 'vitest';
import { makeDifference, makeEvent } from '#lib/testing/device-states.ts';
import { timelinePage } from './timeline-entry-view.ts';
import { timelineView } from './timeline-view.ts';

const hrefOf = (event: string): string => `/repeats/${event}`;
const day = (index: number): string => new Date(Date.UTC(2026, 0, 1 + index)).toISOString();
const changing = (index: number, over = {}) =>
  makeEvent({ id: `event-${index}`, at: day(index), receivedAt: day(index), differences: [makeDifference()], ...over });

test.each([
  [3, 3, false],
  [2, 2, true],
])('with a limit of %i the newest %i of three rows are shown', (limit, shown, isCut) => {
  const page = timelinePage(timelineView({ locale: 'en', events: [0, 1, 2].map((index) => changing(index)) }), { limit, hrefOf });
  const ids = page.phases.flatMap(({ items }) => items.map(({ row }) => row.id));
  expect(ids).toEqual(['event-2', 'event-1', 'event-0'].slice(0, shown));
  expect(page).toMatchObject({ rowCount: 3, isCut });
});

test.each([
  ['unauthorized', true],
  ['authorized-by-delta', false],
  ['retrospective', false],
] as const)('a change that is %s stands out: %s', (authorization, isUnsigned) => {
  const event = changing(0, { differences: [makeDifference({ authorization })] });
  const [phase] = timelinePage(timelineView({ locale: 'en', events: [event] }), { limit: 10, hrefOf }).phases;
  expect(phase?.items[0]).toMatchObject({ kind: 'event', row: { isUnsigned } });
});

test('the reason and the name of who said it are made visible, and nothing of the states is handed on', () => {
  const event = makeEvent({ by: 'a\u202eb', facts: { reason: 'in\u200b repair' }, differences: [] });
  const [phase] = timelinePage(timelineView({ locale: 'en', events: [event] }), { limit: 10, hrefOf }).phases;
  expect(phase?.items[0]?.row).toMatchObject({ by: 'a\\u{202E}b', reason: 'in\\u{200B} repair' });
  expect(phase?.items[0]?.row).not.toHaveProperty('event');
});

test('repeats open to their events', () => {
  const events = [0, 1, 2].map((index) => makeEvent({ id: `event-${index}`, at: day(index), receivedAt: day(index) }));
  const [phase] = timelinePage(timelineView({ locale: 'en', events }), { limit: 10, hrefOf }).phases;
  expect(phase?.items).toMatchObject([
    { kind: 'repeat', row: { count: 3, rows: [{ id: 'event-2' }, { id: 'event-1' }, { id: 'event-0' }] } },
  ]);
});
