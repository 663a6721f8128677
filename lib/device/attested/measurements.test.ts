import { expect, test } from 'vitest';
import { readArtifact } from '#lib/artifact/read.ts';
import { encodeUtf8 } from '#lib/encoding/bytes.ts';
import { sha256Hex } from '#lib/encoding/digest.ts';
import { makeDevice, makeDocument, makeSubmission } from '#lib/testing/device-states.ts';
import { makeEventLog, SMALL_BOOT } from '#lib/testing/event-logs.ts';
import type { DeviceState } from '../device-state.ts';
import { bootsOf, logSightings } from './boots.ts';
import { MAX_STARTS, measurementsKey, measurementsOf } from './measurements.ts';

const loader = (text: string): Uint8Array =>
  makeEventLog(
    SMALL_BOOT.map((event) => (event.pcr === 4 && event.measured !== undefined ? { ...event, measured: encodeUtf8(text) } : event)),
  );
const day = (count: number): string => new Date(Date.UTC(2026, 0, count)).toISOString();

function deviceOf(logs: readonly Uint8Array[]): DeviceState {
  const documents = logs.flatMap((bytes, index) => {
    const { sha256, documents: reads } = readArtifact(bytes);
    const submissions = [makeSubmission(`log ${index}`, { sha256, receivedAt: day(index + 1) })];
    return reads.flatMap((read) =>
      read.document === undefined
        ? []
        : [makeDocument({ label: `log ${index}`, document: read.document, over: { sha256, submissions }, read: { id: read.id } })],
    );
  });
  return makeDevice({ documents, boots: bootsOf(logSightings(documents, () => false)).map((each) => each.boot) });
}

const digestOf = (text: string): string => sha256Hex(encodeUtf8(text));

test('each digest of each register stands once, with the first and the newest start that measured it; none of SHA-1 does', () => {
  const told = measurementsOf(deviceOf([loader('a'), loader('b'), loader('a'), loader('c')]));
  const of = (text: string) => told.filter(({ digest }) => digest === digestOf(text));
  expect(of('a')).toMatchObject([{ pcr: 4, firstAt: day(1), lastAt: day(3), current: false, learned: false }]);
  expect(of('c')).toMatchObject([{ pcr: 4, firstAt: day(4), lastAt: day(4), current: true }]);
  const [always] = told.filter(({ pcr }) => pcr === 0);
  expect(always).toMatchObject({ firstAt: day(1), lastAt: day(4), current: true });
  expect(told.every(({ digest }) => digest.length === 64)).toBe(true);
  expect(new Set(told.map(({ digest, pcr }) => `${pcr} ${digest}`)).size).toBe(told.length);
});

test('what an accepted start measured is learned, whatever other start measured it too', () => {
  const device = deviceOf([loader('a'), loader('b')]);
  const source = { by: 'learned', documentId: device.boots[0]?.documentId } as const;
  // Of a source only whose it is is asked.
  const firmware = { sources: [source] } as unknown as DeviceState['firmware'];
  const told = measurementsOf({ ...device, firmware });
  expect(told.find(({ digest }) => digest === digestOf('a'))).toMatchObject({ learned: true });
  expect(told.find(({ digest }) => digest === digestOf('b'))).toMatchObject({ learned: false });
  expect(told.find(({ pcr }) => pcr === 0)).toMatchObject({ learned: true, current: true });
  expect(measurementsKey({ ...device, firmware })).not.toBe(measurementsKey(device));
});

test('starts beyond the newest ones are left out, and the key changes with a start alone', () => {
  const logs = Array.from({ length: MAX_STARTS + 1 }, (_, index) => loader(`loader ${index}`));
  const device = deviceOf(logs);
  const digests = measurementsOf(device).map(({ digest }) => digest);
  expect(digests).not.toContain(digestOf('loader 0'));
  expect(digests).toContain(digestOf('loader 1'));
  const again = { ...device, boots: device.boots.map((boot) => ({ ...boot, seen: 2, lastSeenAt: day(200) })) };
  expect(measurementsKey(again)).toBe(measurementsKey(device));
  expect(measurementsKey(deviceOf(logs.slice(0, -1)))).not.toBe(measurementsKey(device));
});
