import { expect, test } from 'vitest';
import { readArtifact } from '#lib/artifact/read.ts';
import { bootsOf, logSightings } from '#lib/device/attested/boots.ts';
import type { DeviceState } from '#lib/device/device-state.ts';
import { concatBytes, encodeUtf8, fromHex } from '#lib/encoding/bytes.ts';
import { makeDevice, makeDocument, makeSubmission } from '#lib/testing/device-states.ts';
import { le, makeEventLog, makeVariable, SECURITY_DATABASE, SMALL_BOOT } from '#lib/testing/event-logs.ts';
import { firmwareView, MAX_DETAILS } from './firmware-view.ts';

const boot = (loader: string): Uint8Array =>
  makeEventLog(
    SMALL_BOOT.map((event) => (event.pcr === 4 && event.measured !== undefined ? { ...event, measured: encodeUtf8(loader) } : event)),
  );

function deviceOf(logs: readonly Uint8Array[]): DeviceState {
  const documents = logs.flatMap((bytes, index) => {
    const { sha256, documents: reads } = readArtifact(bytes);
    const submissions = [makeSubmission(`log ${index}`, { sha256, receivedAt: `2026-05-0${index + 1}T00:00:00Z` })];
    return reads.flatMap((read) =>
      read.document === undefined
        ? []
        : [makeDocument({ label: `log ${index}`, document: read.document, over: { sha256, submissions }, read: { id: read.id } })],
    );
  });
  return makeDevice({ documents, boots: bootsOf(logSightings(documents, () => false)).map((each) => each.boot) });
}

test('a device without a log has no view, so that the page can say how to get one', () => {
  expect(firmwareView('en', { device: makeDevice() })).toBeNull();
});

test('the newest start is shown, against the one before it, with its records and registers in words', () => {
  const view = firmwareView('en', { device: deviceOf([boot('a'), boot('b'), boot('c')]) });
  expect(view?.boots.map(({ changes, isChanged }) => [changes, isChanged])).toEqual([
    ['1 record differs from the start before', true],
    ['1 record differs from the start before', true],
    ['the first that is known', false],
  ]);
  expect(view?.chosen).toMatchObject({
    boot: { atText: '2026-05-03 00:00 UTC' },
    against: { atText: '2026-05-02 00:00 UTC' },
    steps: [{ register: 'PCR 4: boot loader and what it tried', what: 'changed' }],
    further: null,
    registers: [0, 1, 2, 3, 4, 5, 6, 7, 8],
  });
  expect(view?.chosen.events?.map(({ says }) => says)).toContain('SecureBoot is on');
  expect(view?.chosen.values).toHaveLength(18);
});

test('a list of Secure Boot is told entry by entry, up to a limit', () => {
  const entries = Array.from({ length: MAX_DETAILS + 2 }, (_, index) =>
    concatBytes([new Uint8Array(16), new Uint8Array(32).fill(index % 256)]),
  );
  const body = concatBytes(entries);
  const list = concatBytes([fromHex('2616c4c14c509240aca941f936934328'), le(4, 28 + body.length), le(4, 0), le(4, 48), body]);
  const dbx = makeVariable({ vendor: SECURITY_DATABASE, name: 'dbx', data: list });
  const device = deviceOf([makeEventLog([{ pcr: 7, type: 'EV_EFI_VARIABLE_DRIVER_CONFIG', data: dbx }])]);
  const [event] = firmwareView('en', { device })?.chosen.events ?? [];
  expect(event?.says).toBe('dbx: 302 digests');
  expect(event?.details).toHaveLength(MAX_DETAILS + 1);
  expect(event?.details[1]).toBe(`sha256 ${'01'.repeat(32)}, put there by 00000000-0000-0000-0000-000000000000`);
  expect(event?.details.at(-1)).toBe('and 2 more entries');
});

test('any earlier start can be chosen to compare with; an id of none means the usual one', () => {
  const device = deviceOf([boot('a'), boot('b'), boot('a')]);
  const [, , first] = firmwareView('en', { device })?.boots ?? [];
  expect(firmwareView('en', { device, against: first?.id })?.chosen).toMatchObject({ against: { id: first?.id }, steps: [] });
  expect(firmwareView('en', { device, boot: first?.id })?.chosen).toMatchObject({ boot: { id: first?.id }, against: null, steps: [] });
  expect(firmwareView('en', { device, boot: 'none', against: 'none' })?.chosen.steps).toHaveLength(1);
});

test('records that differ from the start that it is compared with are told apart, where somebody asks', () => {
  const device = deviceOf([boot('a'), boot('b'), boot('a')]);
  const [, , first] = firmwareView('en', { device })?.boots ?? [];
  const differing = (question: {
    readonly against?: string | undefined;
    readonly differing?: boolean;
    readonly boot?: string | undefined;
  }) => firmwareView('en', { device, ...question })?.chosen.events?.flatMap(({ differs, type }) => (differs ? [type] : []));
  expect(differing({ differing: true })).toEqual(['EV_EFI_BOOT_SERVICES_APPLICATION']);
  expect(differing({ differing: true, against: first?.id })).toEqual([]);
  expect(differing({ differing: true, boot: first?.id })).toEqual([]);
  expect(differing({})).toEqual([]);
});

test('a start that its quote contradicts is listed as such, is not shown unless asked for, and nothing is compared with it by itself', () => {
  const device = deviceOf([boot('a'), boot('forged'), boot('b')]);
  const [first, forged, last] = device.boots;
  if (first === undefined || forged === undefined || last === undefined) throw new Error('no starts');
  const believed = deviceOf([boot('a'), boot('b')]).boots[1];
  const boots = [first, { ...last, steps: believed?.steps ?? null }];
  const told = { ...device, boots, contradictedBoots: [{ ...forged, says: 'PCR 4 holds another value.' }] };
  const view = firmwareView('en', { device: told });
  expect(view?.boots.map(({ standing, contradiction }) => [standing, contradiction])).toEqual([
    ['self-asserted', null],
    ['contradicted', 'PCR 4 holds another value.'],
    ['self-asserted', null],
  ]);
  const [newest, contradicted, oldest] = view?.boots ?? [];
  expect(view?.chosen).toMatchObject({ boot: { id: newest?.id }, against: { id: oldest?.id }, steps: [{ what: 'changed' }] });
  expect(view?.chosen.earlier.map(({ id }) => id)).toEqual([contradicted?.id, oldest?.id]);
  // Asked for, its log is shown, and it is compared with what is believed.
  expect(firmwareView('en', { device: told, boot: contradicted?.id })?.chosen).toMatchObject({
    boot: { standing: 'contradicted', changes: 'not believed: no start is told by it' },
    against: { id: oldest?.id },
    steps: [{ what: 'changed' }],
  });
  expect(firmwareView('en', { device: told, against: contradicted?.id })?.chosen).toMatchObject({ against: { standing: 'contradicted' } });
  const alone = firmwareView('en', { device: { ...told, boots: [] } });
  expect(alone?.chosen).toMatchObject({ boot: { standing: 'contradicted' }, against: null });
});
