import { expect, test } from 'vitest';
import { encodeUtf8 } from '#lib/encoding/bytes.ts';
import { type MadeEvent, makeEventLog, makeSha1Event, SMALL_BOOT } from '#lib/testing/event-logs.ts';
import { readEvidence } from '#lib/testing/read-evidence.ts';
import { makeSampleAuthorities } from '#lib/testing/sample-authorities.ts';
import { baseOf, endorsementKeyOf, makeSampleDevice } from '#lib/testing/sample-device.ts';
import { parseCertificate } from '#lib/x509/certificate.ts';
import { assembleDevices } from '../assemble.ts';
import type { DeviceState } from '../device-state.ts';
import { MAX_BOOT_STEPS } from './boots.ts';

const authorities = makeSampleAuthorities();
const device = makeSampleDevice(3);
const anchors = [authorities.vendor, authorities.tpmVendor].map((authority) => ({ certificate: parseCertificate(authority.certificate) }));

const OTHER_LOADER = SMALL_BOOT.map((event) =>
  event.pcr === 4 && event.measured !== undefined ? { ...event, measured: encodeUtf8('another image') } : event,
);
const [FIRST, SECOND] = [makeEventLog(SMALL_BOOT), makeEventLog(OTHER_LOADER)];

/** The device of a base, an EK certificate and logs that were handed in for it, an hour apart. */
function deviceWith(logs: readonly Uint8Array[]): DeviceState {
  const certificates = [
    { label: 'ek', bytes: endorsementKeyOf(device, authorities) },
    { label: 'base', bytes: baseOf(device, authorities) },
  ];
  const [id] = assembleDevices(readEvidence(certificates, anchors)).devices.map((each) => each.id);
  const handedIn = logs.map((bytes, index) => ({
    label: `log ${index}`,
    bytes,
    device: id ?? null,
    receivedAt: `2026-05-01T${String(index).padStart(2, '0')}:00:00Z`,
  }));
  const [state] = assembleDevices(readEvidence([...certificates, ...handedIn], anchors)).devices;
  if (state === undefined) throw new Error('no device');
  return state;
}

test('the first boot has nothing to be compared with, and the next tells what it measured otherwise', () => {
  const { boots, timeline } = deviceWith([FIRST, SECOND]);
  expect(boots).toMatchObject([
    { seen: 1, records: 16, steps: null },
    { seen: 1, records: 16, steps: [{ kind: 'changed', pcr: 4, type: 'EV_EFI_BOOT_SERVICES_APPLICATION' }], furtherSteps: 0 },
  ]);
  const told = timeline.filter(({ lane }) => lane === 'attestation').map(({ kind, title }) => [kind, title]);
  expect(told).toEqual([
    ['boot', 'Event log of a boot with 16 records, the first of this device'],
    [
      'boot',
      'Event log of a boot with 16 records; 1 differs from the boot before: PCR 4 boot loader or application: another file digest at a place that is not told',
    ],
  ]);
});

test('what a start left open is told by the digest of its record, whatever its type says', () => {
  const action = (text: string, type: MadeEvent['type']): MadeEvent => ({ pcr: 7, type, data: encodeUtf8(text) });
  const open = [action('UEFI Debug Mode', 'EV_EFI_ACTION'), action('DMA Protection Disabled', 'EV_POST_CODE')];
  const { boots } = deviceWith([FIRST, makeEventLog([...open, ...SMALL_BOOT])]);
  expect(boots.map(({ exposures }) => exposures)).toEqual([[], ['firmware-debugger', 'open-memory']]);
});

test('the same log again is the same boot, until another one came in between', () => {
  const { boots, timeline } = deviceWith([FIRST, FIRST, SECOND, FIRST]);
  expect(boots.map(({ seen, firstSeenAt, lastSeenAt, steps }) => [seen, firstSeenAt, lastSeenAt, steps?.length ?? null])).toEqual([
    [2, '2026-05-01T00:00:00Z', '2026-05-01T01:00:00Z', null],
    [1, '2026-05-01T02:00:00Z', '2026-05-01T02:00:00Z', 1],
    [1, '2026-05-01T03:00:00Z', '2026-05-01T03:00:00Z', 1],
  ]);
  expect(timeline.filter(({ lane }) => lane === 'attestation').map(({ kind }) => kind)).toEqual(['boot', 'boot-again', 'boot', 'boot']);
});

test('logs without a bank in common are told as what can not be compared', () => {
  const old = makeSha1Event({ pcr: 0, type: 'EV_SEPARATOR', data: new Uint8Array(4) });
  const { boots } = deviceWith([makeEventLog(SMALL_BOOT, [0x000c]), old]);
  expect(boots[1]?.steps).toMatchObject([{ kind: 'incomparable', pcr: null }]);
});

test('of a boot that differs in everything so many steps are kept, and the others counted', () => {
  const records = Array.from(
    { length: MAX_BOOT_STEPS + 3 },
    (_, index): MadeEvent => ({ pcr: 9, type: 'EV_IPL', data: encodeUtf8(`${index}`) }),
  );
  const [, second] = deviceWith([FIRST, makeEventLog([...SMALL_BOOT, ...records])]).boots;
  expect([second?.steps?.length, second?.furtherSteps]).toEqual([MAX_BOOT_STEPS, 3]);
});
