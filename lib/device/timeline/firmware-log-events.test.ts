import { expect, test } from 'vitest';
import type { ReportedEvent } from '#lib/inventory/types.ts';
import { makeDocument, makeInventory, makeSubmission } from '#lib/testing/device-states.ts';
import type { DeviceDocument } from '../types.ts';
import { firmwareLogEvents, MAX_LOG_EVENTS } from './firmware-log-events.ts';

const event = (over: Partial<ReportedEvent> = {}): ReportedEvent => ({
  source: 'HP_Sure_Start',
  what: 'Recovery',
  message: null,
  time: { written: '2/1/2021 6:10:13 PM', iso: '2021-02-01T18:10:13.000Z', implausible: null },
  path: 'data',
  ...over,
});
const unset = { written: '1/1/2000 12:00:00 AM', iso: '2000-01-01T00:00:00.000Z', implausible: 'never-set' } as const;
const future = { written: '2099-01-01', iso: '2099-01-01T00:00:00.000Z', implausible: null } as const;

function logOf(label: string, events: readonly ReportedEvent[], receivedAt = '2026-05-01T00:00:00Z'): DeviceDocument {
  const submissions = [{ ...makeSubmission(label), receivedAt }];
  return makeDocument({ label, document: makeInventory({ format: 'hp', events }), over: { submissions } });
}

test('an entry stands at its own time, and is told as reported', () => {
  expect(firmwareLogEvents([logOf('log', [event({ message: '0' })])])).toMatchObject([
    {
      lane: 'observation',
      at: '2021-02-01T18:10:13.000Z',
      receivedAt: '2026-05-01T00:00:00Z',
      trusted: null,
      title: "The firmware's log says HP_Sure_Start, Recovery: 0 (reported, not attested)",
    },
  ]);
});

test.each([
  ['of a clock that was never set', unset],
  ['after its own receipt', future],
  ['that is no time', { written: 'soon', iso: null, implausible: 'not-a-date' } as const],
])('an entry with a time %s stands at the receipt, and its time is quoted', (_, time) => {
  const [told] = firmwareLogEvents([logOf('log', [event({ time })])]);
  expect(told?.at).toBe('2026-05-01T00:00:00Z');
  expect(told?.title).toContain(`, at ${time.written} by its own clock`);
});

test('what several files repeat is one event of the file that came first, whatever their order', () => {
  const logs = [logOf('second', [event(), event({ what: 'New' })], '2026-05-02T00:00:00Z'), logOf('first', [event()])];
  const told = firmwareLogEvents(logs);
  expect(told.map(({ receivedAt }) => receivedAt)).toEqual(['2026-05-01T00:00:00Z', '2026-05-02T00:00:00Z']);
  expect(firmwareLogEvents(logs.toReversed())).toEqual(told);
});

test('a long log keeps its newest entries', () => {
  const days = Array.from({ length: MAX_LOG_EVENTS + 1 }, (_, day) => new Date(Date.UTC(2021, 0, 2 + day)).toISOString());
  const events = days.map((iso) => event({ time: { written: iso, iso, implausible: null } }));
  const told = firmwareLogEvents([logOf('log', events)]);
  expect(told).toHaveLength(MAX_LOG_EVENTS);
  expect(told.map(({ at }) => at)).not.toContain(days[0]);
});
