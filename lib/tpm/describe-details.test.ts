import { expect, test } from 'vitest';
import { concatBytes, encodeUtf8, fromHex } from '#lib/encoding/bytes.ts';
import { sha256Hex } from '#lib/encoding/digest.ts';
import { GLOBAL_VARIABLE, le, makeVariable, SECURITY_DATABASE } from '#lib/testing/event-logs.ts';
import { makeSpdmEvent } from '#lib/testing/spdm-events.ts';
import { eventDetails } from './describe-details.ts';
import { describeEvent } from './describe-event.ts';
import { EVENT_TYPE, type EventTypeName } from './event-types.ts';

const told = (type: EventTypeName, data: Uint8Array) => {
  const event = { type: EVENT_TYPE[type], data };
  return { line: describeEvent(event), details: eventDetails(event) };
};

const MICROSOFT = fromHex('bd9afa775903324dbd6028f4e78f784b');
const OWNER = new Uint8Array(16).fill(1);
const list = (type: string, entry: Uint8Array, owner: Uint8Array): Uint8Array =>
  concatBytes([fromHex(type), le(4, 44 + entry.length), le(4, 0), le(4, 16 + entry.length), owner, entry]);

test('each key and digest of a list is told with its digest and with who put it there', () => {
  const unreadable = encodeUtf8('no certificate');
  const data = concatBytes([
    list('2616c4c14c509240aca941f936934328', new Uint8Array(32).fill(0xab), MICROSOFT),
    list('a159c0a5e494a74a87b5ab155c2bf072', unreadable, OWNER),
  ]);
  const { line, details } = told('EV_EFI_VARIABLE_DRIVER_CONFIG', makeVariable({ vendor: SECURITY_DATABASE, name: 'db', data }));
  const digest = sha256Hex(unreadable);
  expect(line).toBe(`db: 1 certificate (${digest}), 1 digest`);
  expect(details).toEqual([
    `sha256 ${'ab'.repeat(32)}, put there by Microsoft (77fa9abd-0359-4d32-bd60-28f4e78f784b)`,
    `certificate that cannot be read, SHA-256 ${digest}, put there by 01010101-0101-0101-0101-010101010101`,
  ]);
});

const partition = (type: string, name: string): Uint8Array => {
  const text = Buffer.alloc(72);
  text.write(name, 'utf16le');
  return concatBytes([fromHex(type), OWNER, le(8, 34), le(8, 99), le(8, 0), text]);
};

test('a partition is told by its name and by what it is for', () => {
  const rows = [partition('28732ac11ff8d211ba4b00a0c93ec93b', ''), partition('ff'.repeat(16), 'data')];
  const { line, details } = told('EV_EFI_GPT_EVENT', concatBytes([new Uint8Array(92), le(8, rows.length), ...rows]));
  expect(line).toBe('partition table of the disk 00000000-0000-0000-0000-000000000000: EFI system partition, data');
  expect(details).toEqual([
    'without a name: EFI system partition, 01010101-0101-0101-0101-010101010101, blocks 34 to 99',
    'data: type ffffffff-ffff-ffff-ffff-ffffffffffff, 01010101-0101-0101-0101-010101010101, blocks 34 to 99',
  ]);
});

test('tables that are handed over are told by name, with the description in front of them', () => {
  const tables = concatBytes([le(8, 1), fromHex('312d9deb882dd3119a160090273fc14d'), le(8, 0)]);
  const name = 'SMBIOS (eb9d2d31-2d88-11d3-9a16-0090273fc14d)';
  expect(told('EV_EFI_HANDOFF_TABLES', tables)).toEqual({ line: `tables handed to the operating system: ${name}`, details: [] });
  const described = concatBytes([le(1, 8), encodeUtf8('TdxTable'), tables]);
  expect(told('EV_EFI_HANDOFF_TABLES2', described).line).toBe(`tables handed to the operating system, TdxTable: ${name}`);
});

const fact = (id: number, data: Uint8Array): Uint8Array => concatBytes([le(4, id), le(4, data.length), data]);

test('a driver that Windows loaded is one line with its digest, and nothing of a long event is left out', () => {
  const driver = (path: string): Uint8Array =>
    fact(0x40010003, concatBytes([fact(458753, new Uint8Array(Buffer.from(`${path}\0`, 'utf16le'))), fact(458756, fromHex('abcd'))]));
  const paths = ['a.sys', 'b.sys', 'c.sys', 'd.sys'];
  const { line, details } = told('EV_EVENT_TAG', fact(0x40010001, concatBytes(paths.map(driver))));
  expect(line).toMatch(/ and 5 more$/);
  expect(details).toEqual(paths.map((path) => `loaded-module: file-path ${path}; image-digest abcd`));
});

test('each measurement of a part is told by its index', () => {
  const { data, type } = makeSpdmEvent({ answers: { 1: 'ab'.repeat(48), 3: 'cd'.repeat(48) } });
  expect(told(type, data).details).toEqual([`measurement 1: ${'ab'.repeat(48)}`, `measurement 3: ${'cd'.repeat(48)}`]);
});

test('where a manifest is, and whose platform it is for, is told and never fetched', () => {
  const text = (value: string): Uint8Array => concatBytes([le(1, value.length), encodeUtf8(value)]);
  const names = concatBytes([text('Pomelo'), text('P1'), text('A00'), text('Kiwi'), le(4, 9), text('2.0')]);
  const locator = concatBytes([le(4, 0), le(4, 18), encodeUtf8('https://pomelo/rim')]);
  const { line, details } = told('EV_NO_ACTION', concatBytes([encodeUtf8('SP800-155 Event3'), le(4, 343), OWNER, names, locator]));
  expect(line).toBe('reference manifest 01010101-0101-0101-0101-010101010101 for Pomelo P1 firmware 2.0');
  expect(details).toEqual([
    'vendor by its enterprise number: 343',
    'version of the platform: A00',
    'maker of the firmware: Kiwi',
    'where the manifest is, never fetched: https://pomelo/rim',
  ]);
});

test('what one line says has no details', () => {
  const data = makeVariable({ vendor: GLOBAL_VARIABLE, name: 'SecureBoot', data: Uint8Array.of(1) });
  expect(told('EV_EFI_VARIABLE_DRIVER_CONFIG', data)).toEqual({ line: 'SecureBoot is on', details: [] });
  expect(told('EV_SEPARATOR', new Uint8Array(4)).details).toEqual([]);
  expect(told('EV_EFI_GPT_EVENT', new Uint8Array(3)).details).toEqual([]);
});
