import { describe, expect, test } from 'vitest';
import { concatBytes, encodeUtf8, toBase64 } from '#lib/encoding/bytes.ts';
import { le, type MadeEvent, makeEventLog, SMALL_BOOT, SMALL_BOOT_UNSECURED } from '#lib/testing/event-logs.ts';
import { readEvidence } from '#lib/testing/read-evidence.ts';
import { baseOf, endorsementKeyOf } from '#lib/testing/sample-device.ts';
import { tpmDigest } from '#lib/tpm/algorithms.ts';
import { assembleDevices } from '../assemble.ts';
import { answerOf, authorities, device, enrolled, hour, outcomes, stateAfter, trusted } from '../testing/answering-device.ts';
import { secureBootOf } from './secure-boot.ts';

/** The small boot with another loader. */
const withLoader = (image: string): readonly MadeEvent[] =>
  SMALL_BOOT.map((event) => (event.type === 'EV_EFI_BOOT_SERVICES_APPLICATION' ? { ...event, measured: encodeUtf8(image) } : event));

describe('logs that whoever runs the system may write', () => {
  const container = (...logs: readonly Uint8Array[]) => toBase64(concatBytes(logs.flatMap((log) => [le(4, log.length), log])));

  test('another log behind the one that the quote tells of is no start', () => {
    const [real, madeUp] = [makeEventLog(SMALL_BOOT_UNSECURED), makeEventLog(SMALL_BOOT)];
    const state = stateAfter([{ events: SMALL_BOOT_UNSECURED, members: { eventLog: container(real, madeUp) } }]);
    expect(outcomes(state)).toEqual(['passed 1']);
    expect(state.boots).toMatchObject([{ attested: true, secureBoot: 'off', log: 0 }]);
    const honest = stateAfter([{ members: { eventLog: container(real, madeUp) } }]);
    expect(honest.boots).toMatchObject([{ attested: true, secureBoot: 'on', log: 1 }]);
  });

  test('digests in a bank that the quote does not cover hide no other loader', () => {
    const hashes = [0x000b, 0x000c];
    const [good, evil] = ['the loader', 'another one'].map((image) => tpmDigest('sha384', encodeUtf8(image)));
    const written = Buffer.from(makeEventLog(withLoader('another one'), hashes));
    written.set(good ?? [], written.indexOf(evil ?? ''));
    const state = stateAfter([
      { events: withLoader('the loader'), hashes },
      { events: withLoader('another one'), hashes, members: { eventLog: toBase64(written) }, quote: { resetCount: 2 } },
    ]);
    expect(outcomes(state)).toEqual(['passed 1', 'passed 1']);
    expect(state.boots.map(({ banks, steps }) => [banks, steps?.map(({ kind, pcr }) => `${kind} ${pcr}`)])).toEqual([
      [[0x000b], undefined],
      [[0x000b], ['changed 4']],
    ]);
  });

  test('a clean log that is handed in afterwards stands in for none that the TPM attested', () => {
    const { id } = stateAfter([{ events: SMALL_BOOT_UNSECURED }]);
    const files = [
      { label: 'ek', bytes: endorsementKeyOf(device, authorities) },
      { label: 'base', bytes: baseOf(device, authorities) },
      answerOf({ events: SMALL_BOOT_UNSECURED }, 1),
      { label: 'clean log', bytes: makeEventLog(SMALL_BOOT), receivedAt: hour(2), device: id },
    ];
    const [state] = assembleDevices({ ...readEvidence(files, trusted), statements: [enrolled], at: hour(20) }).devices;
    expect(state?.boots.map(({ attested, secureBoot }) => [attested, secureBoot])).toEqual([
      [true, 'off'],
      [false, 'on'],
    ]);
    expect(state === undefined ? null : [state.firmware?.attested, secureBootOf(state)]).toEqual([true, 'off']);
  });
});
