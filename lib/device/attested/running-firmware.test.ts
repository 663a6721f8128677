import { describe, expect, test } from 'vitest';
import type { ComparedEvent } from '#lib/attestation/reference/compare.ts';
import type { ReferenceSource } from '#lib/attestation/reference/reference-value.ts';
import { artifactId } from '#lib/testing/device-states.ts';
import { makeFirmwareSource } from '#lib/testing/measured-firmware.ts';
import type { FirmwareSource } from './firmware-types.ts';
import { runningFirmware } from './running-firmware.ts';

const older = makeFirmwareSource('older', { firmwareVersion: '2.3.0' });
const newer = makeFirmwareSource('newer');
const bom = makeFirmwareSource('bom', { by: 'bom', firmwareVersion: null });
const learned = makeFirmwareSource('learned', { by: 'learned', firmwareVersion: null });

const sourceOf = ({ by, documentId, because, firmwareVersion }: FirmwareSource): ReferenceSource => ({
  by,
  documentId,
  because,
  platform: null,
  signer: null,
  firmwareVersion,
  reason: null,
});

/** A record that these sources know. */
const record = (pcr: number, ...by: readonly FirmwareSource[]): ComparedEvent => ({
  outcome: 'referenced',
  event: { offset: 0, pcr, type: 8, digests: [], data: new Uint8Array() },
  by: by.map((source) => ({ pcr, bank: 11, digest: 'ab', eventType: 8, describes: 'a version', source: sourceOf(source) })),
  outdated: false,
});

const running = (events: readonly ComparedEvent[], additions: readonly FirmwareSource[] = []): readonly string[] =>
  runningFirmware({ sources: [older, newer, bom, learned], events, additions: new Set(additions.map(({ documentId }) => documentId)) });

test('the firmware of a manifest runs where its records were measured', () => {
  expect(running([record(0, newer), record(7, older, newer)])).toEqual([artifactId('newer')]);
  expect(running([record(0, newer), record(0, bom)])).toEqual([artifactId('newer')]);
  expect(running([record(0, newer), record(1, learned)])).toEqual([artifactId('newer')]);
});

test('it does not run where what was measured is that of another version, though all of it is known', () => {
  expect(running([record(0, older), record(7, older, newer)])).toEqual([artifactId('older')]);
  expect(running([record(0, older, newer), record(1, older)])).toEqual([artifactId('older')]);
});

test('it does not run where its code is known by an earlier start alone, which somebody accepted', () => {
  expect(running([record(0, learned), record(7, learned, newer)])).toEqual([]);
});

test('neither does firmware of which nothing was measured', () => {
  expect(running([record(0, bom)])).toEqual([]);
  expect(running([])).toEqual([]);
});

describe('a manifest that patches another one', () => {
  test('runs where one of the records is known to it and to no other version', () => {
    expect(running([record(0, older), record(0, newer)], [newer])).toEqual([artifactId('newer')]);
  });

  test('does not run where all that it knows was there before', () => {
    expect(running([record(0, older), record(0, older, newer)], [newer])).toEqual([artifactId('older')]);
    expect(running([record(0, older), record(0, learned, newer)], [newer])).toEqual([]);
  });
});
