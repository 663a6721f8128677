import { expect, test } from 'vitest';
import type { Repeats, TimelineEvent } from '#lib/device/timeline/timeline-types.ts';
import { artifactId, makeDifference, makeEvent } from '#lib/testing/device-states.ts';
import { timelineView } from './timeline-view.ts';

const on = (day: string, over: Partial<TimelineEvent> = {}): TimelineEvent =>
  makeEvent({
    id: `event-${day}-${over.kind ?? 'inventory'}`,
    at: `2026-11-${day}T10:00:00Z`,
    receivedAt: `2026-11-${day}T10:00:00Z`,
    ...over,
  });
const rowsOf = (...events: readonly TimelineEvent[]) => timelineView({ locale: 'en', events }).phases.flatMap(({ rows }) => rows);

test('the same inventory handed in again is one row with its count and its days', () => {
  const rows = rowsOf(on('12'), on('15'), on('19'));
  expect(rows).toHaveLength(1);
  expect(rows[0]).toMatchObject({ kind: 'repeat', text: 'The same inventory handed in 3 times, 2026-11-12 to 2026-11-19' });
});

test('different inventories without a change are one row that does not call them the same', () => {
  const [row] = rowsOf(on('12'), on('15', { sha256: artifactId('another') }));
  expect(row?.text).toBe('2 observations without a change, 2026-11-12 to 2026-11-15');
});

test('an observation that shows a change stands alone', () => {
  const changed = on('15', { differences: [makeDifference()] });
  const rows = rowsOf(on('12'), changed, on('19'));
  expect(rows.map(({ kind }) => kind)).toEqual(['event', 'event', 'event']);
  expect(rows[1]).toMatchObject({ changes: '1 change' });
});

const repeats = (over: Partial<Repeats> = {}): Repeats => ({
  count: 168,
  lastAt: '2026-11-19T10:00:00Z',
  lastReceivedAt: '2026-11-19T10:00:00Z',
  lastId: 'event-19',
  documents: ['a'],
  ...over,
});

test('acts that the timeline tells as one are a row with their count and days, dated by the last; they are listed when asked for', () => {
  const event = on('12', { repeats: repeats() });
  const [row] = rowsOf(event);
  expect(row).toMatchObject({ kind: 'repeat', id: event.id, at: '2026-11-19T10:00:00Z', count: 168, event, rows: [] });
  expect(row?.text).toBe('The same inventory handed in 168 times, 2026-11-12 to 2026-11-19');
});

test('repeats of several files are not called the same, and what is no observation says itself what it is', () => {
  const [reports] = rowsOf(on('12', { repeats: repeats({ documents: ['a', 'b'] }) }));
  expect(reports?.text).toBe('168 observations without a change, 2026-11-12 to 2026-11-19');
  const [attested] = rowsOf(
    on('12', { lane: 'attestation', kind: 'attestation', title: 'Attestation passed 168 times', repeats: repeats() }),
  );
  expect(attested?.text).toBe('Attestation passed 168 times');
});

test('each act counts in its lane, and a run is not taken together with another event', () => {
  const events = [on('12', { repeats: repeats() }), on('20')];
  expect(rowsOf(...events).map(({ kind }) => kind)).toEqual(['event', 'repeat']);
  expect(timelineView({ locale: 'en', events }).lanes).toEqual([{ lane: 'observation', word: 'Observations', count: 169 }]);
});

test('failures never collapse', () => {
  expect(rowsOf(on('12', { trusted: false }), on('13', { trusted: false }))).toHaveLength(2);
});

test('certificates never collapse', () => {
  expect(rowsOf(on('12', { lane: 'certificate' }), on('13', { lane: 'certificate' }))).toHaveLength(2);
});

test('a gap is a row', () => {
  const rows = rowsOf(on('12'), on('13', { lane: 'gap', kind: 'gap', title: 'No custody record for 11 days' }), on('24'));
  expect(rows.map(({ text }) => text)).toContain('No custody record for 11 days');
  expect(rows).toHaveLength(3);
});

test('a decision is told in words', () => {
  const decided = on('12', { lane: 'decision', kind: 'decision', title: 'A finding decided: false-alarm, waiting for a second person' });
  expect(rowsOf(decided)[0]?.text).toBe('A finding decided: false alarm, waiting for a second person');
});

test('phases and rows come newest first', () => {
  const base = on('01', { lane: 'certificate', kind: 'base-certificate', trusted: true });
  const received = on('10', { lane: 'custody', kind: 'lifecycle', facts: { state: 'received' } });
  const view = timelineView({ locale: 'en', events: [received, on('12'), base, on('02')] });
  expect(view.phases.map(({ lifecycle }) => lifecycle)).toEqual(['received', 'manufactured']);
  expect(view.phases[0]?.rows.map(({ at }) => at.slice(8, 10))).toEqual(['12', '10']);
});

test('a base that does not convince opens no phase', () => {
  const base = on('01', { lane: 'certificate', kind: 'base-certificate', trusted: false });
  expect(timelineView({ locale: 'en', events: [base] }).phases.map(({ word }) => word)).toEqual(['before the first lifecycle record']);
});

test('a filter hides rows, keeps the counts of the lanes, and moves nothing into another phase', () => {
  const received = on('10', { lane: 'custody', kind: 'lifecycle', facts: { state: 'received' } });
  const view = timelineView({ locale: 'en', events: [received, on('12')], lanes: ['observation'] });
  expect(view.phases.map(({ word, rows }) => [word, rows.length])).toEqual([['received', 1]]);
  expect(view.lanes).toEqual([
    { lane: 'observation', word: 'Observations', count: 1 },
    { lane: 'custody', word: 'Custody', count: 1 },
  ]);
});

test('what was recorded later says so', () => {
  const [late] = rowsOf(on('12', { receivedAt: '2026-11-14T08:30:00Z' }));
  expect(late).toMatchObject({ atText: '2026-11-12 10:00 UTC', recorded: 'recorded 2026-11-14 08:30 UTC' });
  expect(rowsOf(on('12'))[0]).toMatchObject({ recorded: null });
});
