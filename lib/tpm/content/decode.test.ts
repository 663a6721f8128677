import { expect, test } from 'vitest';
import { concatBytes, encodeUtf8, fromHex } from '#lib/encoding/bytes.ts';
import { sha256Hex } from '#lib/encoding/digest.ts';
import { GLOBAL_VARIABLE, le, makeEventLog, makeVariable, SECURITY_DATABASE, SMALL_BOOT } from '#lib/testing/event-logs.ts';
import { makeSampleAuthorities } from '#lib/testing/sample-authorities.ts';
import { parseEventLog } from '../event-log.ts';
import { EVENT_TYPE, type EventTypeName } from '../event-types.ts';
import { coverageOf } from './coverage.ts';
import { decodeEvent } from './decode.ts';
import { MAX_FACT_DEPTH } from './tagged-event.ts';

const decode = (type: EventTypeName, data: Uint8Array) => decodeEvent({ type: EVENT_TYPE[type], data });
const wide = (text: string): Uint8Array => new Uint8Array(Buffer.from(`${text}\0`, 'utf16le'));
const node = (type: number, subtype: number, own: Uint8Array): Uint8Array =>
  concatBytes([Uint8Array.of(type, subtype), le(2, own.length + 4), own]);
const END = node(0x7f, 0xff, new Uint8Array());
const PATH = concatBytes([
  node(2, 1, concatBytes([le(4, 0x0a0341d0), le(4, 0)])),
  node(1, 1, Uint8Array.of(2, 1)),
  node(4, 4, wide('\\EFI\\BOOT\\x.efi')),
  END,
]);
const DIGEST = new Uint8Array(32).fill(0xab);
const OWNER = new Uint8Array(16).fill(1);

const list = (type: string, entries: readonly Uint8Array[]): Uint8Array => {
  const size = 16 + (entries[0]?.length ?? 0);
  const body = concatBytes(entries.flatMap((entry) => [OWNER, entry]));
  return concatBytes([fromHex(type), le(4, 28 + body.length), le(4, 0), le(4, size), body]);
};
const SHA256_LIST = '2616c4c14c509240aca941f936934328';

test('Secure Boot is on, off, or not said', () => {
  const state = (data: Uint8Array) =>
    decode('EV_EFI_VARIABLE_DRIVER_CONFIG', makeVariable({ vendor: GLOBAL_VARIABLE, name: 'SecureBoot', data }));
  expect([Uint8Array.of(1), Uint8Array.of(0), new Uint8Array()].map((data) => state(data))).toMatchObject(
    [true, false, null].map((on) => ({ kind: 'variable', name: 'SecureBoot', value: { kind: 'switch', on } })),
  );
});

test('a list of what may not start is read entry by entry', () => {
  const data = list(SHA256_LIST, [DIGEST, new Uint8Array(32)]);
  const content = decode('EV_EFI_VARIABLE_DRIVER_CONFIG', makeVariable({ vendor: SECURITY_DATABASE, name: 'dbx', data }));
  const digests = ['ab'.repeat(32), '00'.repeat(32)].map((digest) => ({ kind: 'digest', algorithm: 'sha256', digest }));
  expect(content).toMatchObject({ value: { kind: 'signatures', entries: digests } });
});

test('a certificate that let an image start is known by its digest, readable or not', () => {
  const der = encodeUtf8('no certificate');
  const data = makeVariable({ vendor: SECURITY_DATABASE, name: 'db', data: concatBytes([OWNER, der]) });
  expect(decode('EV_EFI_VARIABLE_AUTHORITY', data)).toMatchObject({
    value: { kind: 'authority', authority: { kind: 'certificate', sha256: sha256Hex(der), subject: null } },
  });
});

test('a boot entry has its description and its path', () => {
  const option = concatBytes([le(4, 1), le(2, PATH.length), wide('Linux'), PATH, encodeUtf8('rest')]);
  const content = decode('EV_EFI_VARIABLE_BOOT', makeVariable({ vendor: GLOBAL_VARIABLE, name: 'Boot0001', data: option }));
  const path = 'PciRoot(0x0)/Pci(0x1,0x2)/\\EFI\\BOOT\\x.efi';
  expect(content).toMatchObject({ value: { kind: 'boot-entry', description: 'Linux', path, active: true } });
  const order = makeVariable({ vendor: GLOBAL_VARIABLE, name: 'BootOrder', data: concatBytes([le(2, 1), le(2, 0x1a)]) });
  expect(decode('EV_EFI_VARIABLE_BOOT', order)).toMatchObject({ value: { kind: 'boot-order', entries: ['0001', '001A'] } });
});

test('an image has where it was loaded from', () => {
  const data = concatBytes([le(8, 4096), le(8, 100), le(8, 0), le(8, PATH.length), PATH]);
  expect(decode('EV_EFI_BOOT_SERVICES_APPLICATION', data)).toMatchObject({ kind: 'image', address: 4096n, length: 100n });
});

test('tables, firmware, partitions and a manifest are named', () => {
  const blob = concatBytes([le(8, 0xff000000n), le(8, 65536)]);
  expect(decode('EV_EFI_PLATFORM_FIRMWARE_BLOB', blob)).toEqual({
    kind: 'firmware-blob',
    description: null,
    base: 0xff000000n,
    length: 65536n,
  });
  const named = concatBytes([le(1, 4), encodeUtf8('boot'), blob]);
  expect(decode('EV_EFI_PLATFORM_FIRMWARE_BLOB2', named)).toMatchObject({ description: 'boot' });
  expect(decode('EV_EFI_HANDOFF_TABLES', concatBytes([le(8, 1), OWNER, le(8, 0)]))).toMatchObject({
    tables: ['01010101-0101-0101-0101-010101010101'],
  });
  const partition = concatBytes([OWNER, OWNER, le(8, 34), le(8, 99), le(8, 0), concatBytes([wide('system'), new Uint8Array(58)])]);
  const table = concatBytes([new Uint8Array(92), le(8, 1), partition]);
  expect(decode('EV_EFI_GPT_EVENT', table)).toMatchObject({ partitions: [{ name: 'system', from: 34n, to: 99n }] });
  const texts = ['Maker', 'Model', 'V1', 'Firm'].map((text) => concatBytes([le(1, text.length + 1), encodeUtf8(`${text}\0`)]));
  const locator = concatBytes([encodeUtf8('SP800-155 Event2'), le(4, 7), OWNER, ...texts, le(4, 7), le(1, 3), encodeUtf8('2.0')]);
  expect(decode('EV_NO_ACTION', locator)).toMatchObject({
    kind: 'reference-locator',
    platform: { model: 'Model', firmwareVersion: '2.0' },
  });
});

test('what a part says of itself over SPDM has its PCI numbers', () => {
  const block = concatBytes([Uint8Array.of(3, 1), le(2, 5), Uint8Array.of(1), le(2, 2), Uint8Array.of(0xca, 0xfe)]);
  const subHeader = concatBytes([le(2, 0x12), Uint8Array.of(1, 0), le(4, 2), block]);
  const pci = concatBytes([le(2, 0), le(2, 16), le(2, 0x8086), le(2, 0x1521), Uint8Array.of(1, 0, 0, 2), le(2, 0x8086), le(2, 1)]);
  const head = concatBytes([
    encodeUtf8('SPDM Device Sec2'),
    le(2, 2),
    Uint8Array.of(0, 0),
    le(4, 0),
    le(4, 1),
    le(4, 0),
    le(4, subHeader.length),
    le(8, 9),
  ]);
  const content = decode('EV_EFI_SPDM_FIRMWARE_BLOB', concatBytes([head, le(8, END.length), END, subHeader, pci]));
  expect(content).toMatchObject({
    kind: 'device-security',
    authenticated: 'success',
    measurements: [{ index: 3, value: 'cafe' }],
    pci: { vendorId: 0x8086, deviceId: 0x1521, revision: 1 },
  });
});

test('what Windows measures is read inside its containers, and no deeper than a limit', () => {
  const fact = (id: number, data: Uint8Array): Uint8Array => concatBytes([le(4, id), le(4, data.length), data]);
  const inner = concatBytes([fact(0x00050003, Uint8Array.of(1)), fact(0x00020002, le(8, 77)), fact(0x00070001, wide('\\Windows\\x.sys'))]);
  expect(decode('EV_EVENT_TAG', fact(0x40010001, inner))).toMatchObject({
    facts: [
      {
        name: 'trust-boundary',
        children: [{ name: 'test-signing', value: 'on' }, { name: 'boot-counter', value: '77' }, { value: '\\Windows\\x.sys' }],
      },
    ],
  });
  const deep = Array.from({ length: MAX_FACT_DEPTH + 1 }).reduce<Uint8Array>((within) => fact(0x40010001, within), inner);
  expect(decode('EV_EVENT_TAG', deep)).toMatchObject({ kind: 'unreadable' });
});

test('data of another form are unreadable and stop nothing', () => {
  const short = Uint8Array.of(1, 2, 3);
  const types = (Object.keys(EVENT_TYPE) as EventTypeName[]).filter(
    (type) => type.startsWith('EV_EFI') && type !== 'EV_EFI_ACTION' && type !== 'EV_EFI_HCRTM_EVENT',
  );
  expect(types.map((type) => decode(type, short).kind)).toEqual(types.map(() => 'unreadable'));
  expect(decode('EV_SEPARATOR', Uint8Array.of(255, 255, 255, 255))).toEqual({ kind: 'separator', state: 'error' });
});

test('only what a digest is over is measured', () => {
  const coverage = parseEventLog(makeEventLog(SMALL_BOOT)).events.map(coverageOf);
  expect(coverage).toEqual([...Array.from({ length: 14 }, () => 'all'), 'none', 'text']);
  const variable = makeVariable({ vendor: GLOBAL_VARIABLE, name: 'BootOrder', data: le(2, 1) });
  const cases = [
    { pcr: 1, type: 'EV_EFI_VARIABLE_BOOT', data: variable, measured: le(2, 1) },
    { pcr: 7, type: 'EV_EFI_VARIABLE_AUTHORITY', data: variable, measured: variable.subarray(0, -1) },
    { pcr: 0, type: 'EV_NO_ACTION', data: variable },
    { pcr: 1, type: 'EV_EFI_VARIABLE_DRIVER_CONFIG', data: variable, measured: le(2, 1) },
  ] as const;
  expect(parseEventLog(makeEventLog(cases)).events.map(coverageOf)).toEqual(['variable-value', 'all-but-last-octet', 'none', 'none']);
});

test('a boot stub logs half of the NUL behind the kernel command line, and measures all of it', () => {
  const whole = wide('root=/dev/sda1 quiet');
  const event = { pcr: 8, type: 'EV_IPL' as const, data: whole.subarray(0, -1), measured: whole };
  const [read] = parseEventLog(makeEventLog([event])).events;
  expect(decode('EV_IPL', event.data)).toEqual({ kind: 'text', text: 'root=/dev/sda1 quiet' });
  expect(read === undefined ? null : coverageOf(read)).toBe('all');
  const [other] = parseEventLog(makeEventLog([{ ...event, measured: encodeUtf8('else') }])).events;
  expect(other === undefined ? null : coverageOf(other)).toBe('none');
});

test('a version that the firmware was built without is an empty text, and a setting of the shim is on', () => {
  expect(decode('EV_S_CRTM_VERSION', new Uint8Array(2))).toEqual({ kind: 'text', text: '' });
  const vendor = fromHex('50ab5d6046e00043abb63dd810dd8b23');
  const trusted = makeVariable({ vendor, name: 'MokListTrusted', data: Uint8Array.of(1) });
  expect(decode('EV_EFI_VARIABLE_AUTHORITY', trusted)).toMatchObject({ value: { kind: 'switch', on: true } });
});

test('a shim names the certificate that it brings along without an owner in front of it', () => {
  const { certificate } = makeSampleAuthorities().vendor;
  const authorityOf = (data: Uint8Array) =>
    decode('EV_EFI_VARIABLE_AUTHORITY', makeVariable({ vendor: SECURITY_DATABASE, name: 'Shim', data }));
  const named = { sha256: sha256Hex(certificate), subject: expect.stringContaining('CN=') };
  expect(authorityOf(certificate)).toMatchObject({ value: { authority: { owner: null, ...named } } });
  expect(authorityOf(concatBytes([OWNER, certificate]))).toMatchObject({
    value: { authority: { owner: '01010101-0101-0101-0101-010101010101', ...named } },
  });
});
