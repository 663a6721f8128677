import { expect, test } from 'vitest';
import { concatBytes, encodeUtf8, fromHex } from '#lib/encoding/bytes.ts';
import {
  GLOBAL_VARIABLE,
  le,
  type MadeEvent,
  makeEventLog,
  makeSha1Event,
  makeVariable,
  SECURITY_DATABASE,
  SMALL_BOOT,
} from '#lib/testing/event-logs.ts';
import { describeEventLogs } from './describe.ts';
import { differencePlace, differenceTexts } from './describe-difference.ts';
import { describeEvent } from './describe-event.ts';
import { looksLikeEventLog, looksLikeQuote } from './identify.ts';
import { compareLogs } from './log-difference.ts';
import { parseEventLogs } from './parse.ts';
import { pcrRangeText } from './pcr-selection.ts';
import type { EventLog } from './types.ts';
import { verifyEventLogs } from './verify.ts';

const SHA256 = 0x000b;
const OWNER = new Uint8Array(16).fill(1);

const listOf = (digests: readonly number[], owner = OWNER): Uint8Array => {
  const body = concatBytes(digests.flatMap((fill) => [owner, new Uint8Array(32).fill(fill)]));
  return concatBytes([fromHex('2616c4c14c509240aca941f936934328'), le(4, 28 + body.length), le(4, 0), le(4, 48), body]);
};

const dbx = (digests: readonly number[]): MadeEvent => ({
  pcr: 7,
  type: 'EV_EFI_VARIABLE_DRIVER_CONFIG',
  data: makeVariable({ vendor: SECURITY_DATABASE, name: 'dbx', data: listOf(digests) }),
});

const secureBoot = (on: number): MadeEvent => ({
  pcr: 7,
  type: 'EV_EFI_VARIABLE_DRIVER_CONFIG',
  data: makeVariable({ vendor: GLOBAL_VARIABLE, name: 'SecureBoot', data: Uint8Array.of(on) }),
});

const loader = (image: string): MadeEvent => ({
  pcr: 4,
  type: 'EV_EFI_BOOT_SERVICES_APPLICATION',
  data: new Uint8Array(32),
  measured: encodeUtf8(image),
});

function bootOf(events: readonly MadeEvent[]): EventLog {
  const [log] = parseEventLogs(makeEventLog(events)).logs;
  if (log === undefined) throw new Error('no log');
  return log;
}

function difference(before: readonly MadeEvent[], after: readonly MadeEvent[]): readonly string[] {
  const steps = compareLogs({ before: bootOf(before), after: bootOf(after), hash: SHA256 });
  return steps.flatMap((step) => differenceTexts(step).map((text) => `${differencePlace(step)}: ${text}`));
}

test('a boot is told in one line', () => {
  expect(describeEventLogs(parseEventLogs(makeEventLog(SMALL_BOOT)))).toBe('event log of one boot: 16 records in sha1, sha256');
});

test('what a list of forbidden images gained and lost is told entry by entry', () => {
  expect(difference([dbx([1, 2])], [dbx([2, 3])])).toEqual([
    `PCR 7 EV_EFI_VARIABLE_DRIVER_CONFIG: dbx: one digest added: ${'03'.repeat(32)}`,
    `PCR 7 EV_EFI_VARIABLE_DRIVER_CONFIG: dbx: one digest removed: ${'01'.repeat(32)}`,
  ]);
});

test('a list that differs in no entry says in what it does', () => {
  const [place, data] = ['PCR 7 EV_EFI_VARIABLE_DRIVER_CONFIG: ', dbx([1, 2])];
  expect(difference([dbx([1, 2])], [dbx([2, 1])])).toEqual([`${place}dbx: the same entries in another order`]);
  expect(difference([dbx([1, 2, 2])], [dbx([1, 2])])).toEqual([`${place}dbx: one digest removed: ${'02'.repeat(32)}`]);
  const other = { ...data, data: makeVariable({ vendor: SECURITY_DATABASE, name: 'dbx', data: listOf([1, 2], new Uint8Array(16)) }) };
  expect(difference([data], [other])).toEqual([`${place}dbx: 2 entries are of another owner`]);
  // The log tells the same, and something else was measured.
  expect(difference([data], [{ ...data, measured: encodeUtf8('another list') }])).toEqual([`${place}another digest of dbx: 2 digests`]);
});

test('another version of the firmware, another command line, and another file under the same path are changes', () => {
  const version = (text: string): MadeEvent => ({
    pcr: 0,
    type: 'EV_S_CRTM_VERSION',
    data: new Uint8Array(Buffer.from(`${text}\0`, 'utf16le')),
  });
  const line = (text: string): MadeEvent => ({
    pcr: 8,
    type: 'EV_IPL',
    data: encodeUtf8(`kernel_cmdline: ${text}\0`),
    measured: encodeUtf8(text),
  });
  const file = (content: string): MadeEvent => ({
    pcr: 9,
    type: 'EV_IPL',
    data: encodeUtf8('(hd0,gpt1)/initrd\0'),
    measured: encodeUtf8(content),
  });
  expect(difference([version('1.2.3'), line('/a ro'), file('one')], [version('1.3.0'), line('/a ro debug'), file('two')])).toEqual([
    'PCR 0 EV_S_CRTM_VERSION: version of the firmware: 1.2.3 became 1.3.0',
    'PCR 8 EV_IPL: kernel_cmdline: /a ro became kernel_cmdline: /a ro debug',
    'PCR 9 EV_IPL: another digest of (hd0,gpt1)/initrd',
  ]);
});

test('Secure Boot that went off, and a loader with another digest, are told in words', () => {
  expect(difference([secureBoot(1), loader('old')], [secureBoot(0), loader('new')])).toEqual([
    'PCR 4 EV_EFI_BOOT_SERVICES_APPLICATION: boot loader or application: another file digest at a place that is not told',
    'PCR 7 EV_EFI_VARIABLE_DRIVER_CONFIG: SecureBoot is on became SecureBoot is off',
  ]);
});

test('equal boots differ in nothing, and a separator says what it bounds', () => {
  expect(difference(SMALL_BOOT, SMALL_BOOT)).toEqual([]);
  expect(bootOf(SMALL_BOOT).events.slice(6, 7).map(describeEvent)).toEqual([
    'end of what the firmware measured before it started something else',
  ]);
});

test('no log is trusted by itself, and a separator whose digest is of something else fails', () => {
  const lying: MadeEvent = { pcr: 0, type: 'EV_SEPARATOR', data: new Uint8Array(4), measured: encodeUtf8('something else') };
  const statusOf = (events: readonly MadeEvent[], id: string) =>
    verifyEventLogs(parseEventLogs(makeEventLog(events))).find((check) => check.id === id)?.status;
  expect([statusOf(SMALL_BOOT, 'replay'), statusOf(SMALL_BOOT, 'event-data'), statusOf(SMALL_BOOT, 'origin')]).toEqual([
    'pass',
    'pass',
    'unknown',
  ]);
  expect(statusOf([lying], 'event-data')).toBe('fail');
});

test('a log that replays and has a second boundary fails by itself', () => {
  const separator: MadeEvent = { pcr: 0, type: 'EV_SEPARATOR', data: new Uint8Array(4) };
  const checkOf = (events: readonly MadeEvent[]) =>
    verifyEventLogs(parseEventLogs(makeEventLog(events))).find(({ id }) => id === 'event-log');
  expect(checkOf([separator])).toMatchObject({ status: 'pass', detail: 'its 1 records are as the standard asks for' });
  expect(checkOf([separator, separator])).toMatchObject({
    status: 'fail',
    detail: 'record 2, in PCR 0, is a second boundary between the firmware and what it starts',
  });
});

test('a log is known by its first record, alone or in a container, and a text is none', () => {
  const log = makeEventLog(SMALL_BOOT);
  const bare = makeSha1Event({ pcr: 0, type: 'EV_SEPARATOR', data: new Uint8Array(4) });
  const container = concatBytes([le(4, log.length), log, le(4, bare.length), bare]);
  expect([log, bare, container].map(looksLikeEventLog)).toEqual([true, true, true]);
  expect([encodeUtf8('x'.repeat(100)), container.subarray(0, -1), new Uint8Array(31)].map(looksLikeEventLog)).toEqual([
    false,
    false,
    false,
  ]);
  expect([looksLikeQuote(fromHex('ff5443478018')), looksLikeQuote(fromHex('ff5443478017'))]).toEqual([true, false]);
});

test('PCRs are told in runs', () => {
  expect([[0, 1, 2, 3], [0, 2, 3, 7], []].map(pcrRangeText)).toEqual(['PCR 0 to 3', 'PCR 0, 2 to 3, 7', 'PCR ']);
});
