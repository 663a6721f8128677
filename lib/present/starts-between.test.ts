import { expect, test } from 'vitest';
import { stateAfter } from '#lib/device/testing/answering-device.ts';
import { encodeUtf8 } from '#lib/encoding/bytes.ts';
import { type MadeEvent, SMALL_BOOT } from '#lib/testing/event-logs.ts';
import { firmwareView } from './firmware-view.ts';
import { startsBetween } from './starts-between.ts';

const loads = (loader: string): readonly MadeEvent[] =>
  SMALL_BOOT.map((event) => (event.pcr === 4 && event.measured !== undefined ? { ...event, measured: encodeUtf8(loader) } : event));
const old = { events: loads('a') };
const updated = { events: loads('b'), quote: { resetCount: 2 } };
const state = stateAfter([old, updated]);
const [earlier] = state.boots;
const onFirstDay = { boots: earlier === undefined ? [] : [earlier], untoldStart: null };

test('another start than on the day before is told with what it measured otherwise, and leads to where both are compared', () => {
  const view = startsBetween('en', { from: onFirstDay, to: state });
  expect(view?.sentence).toBe(
    'What the start of 2026-05-01 02:00 UTC (attested by the TPM) measured otherwise than that of 2026-05-01 01:00 UTC (attested by the TPM):',
  );
  expect(view).toMatchObject({
    steps: [{ register: 'PCR 4: boot loader and what it tried', what: 'changed' }],
    further: null,
    untold: null,
  });
  expect(firmwareView('en', { device: state, ...view?.pair })?.chosen.steps).toEqual(view?.steps);
});

test('the same start on both days, none on the first, and none at all are told as such', () => {
  const none = stateAfter([]);
  expect(startsBetween('en', { from: state, to: state })).toMatchObject({
    sentence: 'The start that counts on both days is that of 2026-05-01 02:00 UTC (attested by the TPM).',
    ...{ steps: [], pair: null },
  });
  expect(startsBetween('en', { from: none, to: state })?.sentence).toContain('On the first of the two days no start was known');
  expect(startsBetween('en', { from: none, to: none })).toBeNull();
});

test('a start that is not among those of the later day is compared with nothing in its place', () => {
  const { boots } = stateAfter([old]);
  expect(startsBetween('en', { from: { boots, untoldStart: null }, to: state })).toMatchObject({
    sentence: expect.stringContaining('can not be compared here'),
    ...{ steps: [], pair: null },
  });
});

test('a start since then of which no log tells is not passed over', () => {
  const untold = { ...updated, members: { eventLog: undefined } };
  expect(startsBetween('en', { from: onFirstDay, to: stateAfter([old, untold]) })?.untold).toContain('no log tells what');
});
