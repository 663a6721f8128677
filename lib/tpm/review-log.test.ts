import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { concatBytes, encodeUtf8 } from '#lib/encoding/bytes.ts';
import {
  GLOBAL_VARIABLE,
  le,
  type MadeEvent,
  makeEventLog,
  makeSecureBootLists,
  makeVariable,
  SECURITY_DATABASE,
} from '#lib/testing/event-logs.ts';
import { bootFactsOf, repeatedCounter } from './boot-facts.ts';
import { parseEventLog } from './event-log.ts';
import { parseEventLogs } from './parse.ts';
import { describeLogProblem, registersOf, reviewLog } from './review-log.ts';
import type { EventLog } from './types.ts';

const separator = (pcr: number, data = new Uint8Array(4)): MadeEvent => ({ pcr, type: 'EV_SEPARATOR', data });
const setting = (name: string, data: Uint8Array, more: Partial<MadeEvent> = {}): MadeEvent => {
  const vendor = name.startsWith('db') ? SECURITY_DATABASE : GLOBAL_VARIABLE;
  return { pcr: 7, type: 'EV_EFI_VARIABLE_DRIVER_CONFIG', data: makeVariable({ vendor, name, data }), ...more };
};
const authority = (name: string, more: Partial<MadeEvent> = {}): MadeEvent =>
  setting(name, Uint8Array.of(1, 2, 3), { type: 'EV_EFI_VARIABLE_AUTHORITY', ...more });
const [ON, OFF] = [setting('SecureBoot', Uint8Array.of(1)), setting('SecureBoot', Uint8Array.of(0))];
const action = (text: string, pcr = 7): MadeEvent => ({ pcr, type: 'EV_EFI_ACTION', data: encodeUtf8(text) });

/** Keys and lists of Secure Boot, which every start measures. */
const LISTS = makeSecureBootLists();

const log = (...events: readonly MadeEvent[]): EventLog => parseEventLog(makeEventLog(events));
const codes = (...events: readonly MadeEvent[]) => reviewLog(log(...events)).map(({ code, index }) => `${code} ${index}`);
const bootOf = (...events: readonly MadeEvent[]) => bootFactsOf(log(...events));

test('a log as the standard asks for has no problem, and tells that Secure Boot is on', () => {
  const events = [ON, ...LISTS, separator(7), separator(4)];
  expect(codes(...events)).toEqual([]);
  expect(bootOf(...events)).toMatchObject({ secureBoot: 'on', secureBootIndex: 0 });
});

test.each<[string, readonly MadeEvent[], string]>([
  ['a record of another type', [ON, ...LISTS, { pcr: 7, type: 'EV_POST_CODE', data: encodeUtf8('x') }, separator(7)], 'type-not-allowed 5'],
  ['a loader in PCR 0', [ON, ...LISTS, separator(7), { pcr: 0, type: 'EV_IPL', data: encodeUtf8('x') }], 'type-not-allowed 6'],
  [
    'an action that was not measured',
    [ON, ...LISTS, separator(7), { ...action('UEFI Debug Mode'), measured: encodeUtf8('x') }],
    'data-not-measured 6',
  ],
  ['a separator that was not measured', [ON, ...LISTS, { ...separator(7), measured: encodeUtf8('x') }], 'data-not-measured 5'],
  [
    'a variable that is cut off',
    [ON, ...LISTS, setting('x', new Uint8Array(), { data: ON.data.subarray(0, 20) }), separator(7)],
    'variable-unreadable 5',
  ],
  ['a variable with another value than measured', [{ ...ON, measured: OFF.data }, ...LISTS, separator(7)], 'variable-not-measured 0'],
  ['a variable that stands twice', [OFF, ON, ...LISTS, separator(7)], 'variable-twice 1'],
  ['a variable behind the separator', [...LISTS, separator(7), ON], 'variable-after-separator 5'],
  ['no separator', [ON, ...LISTS], 'separator-missing null'],
  ['a second separator', [ON, ...LISTS, separator(7), separator(7)], 'separator-twice 6'],
  ['an error of the firmware', [ON, ...LISTS, separator(7, new Uint8Array(4).fill(0xff))], 'separator-error 5'],
  ['a separator of another value', [ON, ...LISTS, separator(7, Uint8Array.of(1, 2, 3, 4))], 'separator-strange 5'],
  ['no list of revoked images', [ON, ...LISTS.slice(0, 3), separator(7)], 'variable-missing null'],
  [
    'an authority that was not measured',
    [ON, ...LISTS, separator(7), authority('db', { measured: encodeUtf8('x') })],
    'authority-not-measured 6',
  ],
])('%s is told, with the record', (_, events, told) => {
  expect(codes(...events)).toEqual([told]);
});

test('a list of revoked images that calls itself an authority is missing, and one of another maker is none', () => {
  const others = [ON, ...LISTS.slice(0, 3)];
  const hidden = setting('dbx', new Uint8Array(), { type: 'EV_EFI_VARIABLE_AUTHORITY' });
  expect(codes(...others, hidden, separator(7))).toEqual(['variable-missing null']);
  const foreign = setting('dbx', new Uint8Array(), {
    data: makeVariable({ vendor: GLOBAL_VARIABLE, name: 'dbx', data: new Uint8Array() }),
  });
  expect(codes(...others, foreign, separator(7))).toEqual(['variable-missing null']);
});

test('what vouched for an image is measured whole, without its last octet by an old shim, or by its value', () => {
  const own = authority('Shim');
  const value = { ...own, measured: Uint8Array.of(1, 2, 3) };
  const cut = { ...own, measured: own.data.subarray(0, -1) };
  expect(codes(ON, ...LISTS, separator(7), own, value, cut)).toEqual([]);
});

test('a BIOS without UEFI has no variables, and a log without PCR 7 tells of none', () => {
  expect(codes(separator(7), { pcr: 8, type: 'EV_IPL', data: encodeUtf8('x') })).toEqual([]);
  expect(codes(action('x', 4))).toEqual([]);
  expect(codes(action('x', 4), separator(7))).toEqual(['variable-missing null']);
});

test('what is wrong in the PCR of Secure Boot makes it unknown, never on', () => {
  expect(bootOf(ON, ...LISTS, separator(7)).secureBoot).toBe('on');
  for (const events of [
    [ON, ...LISTS, { pcr: 7, type: 'EV_POST_CODE', data: encodeUtf8('x') } as const, separator(7)],
    [{ ...ON, measured: OFF.data }, ...LISTS, separator(7)],
    [OFF, ON, ...LISTS, separator(7)],
    [...LISTS, separator(7), ON],
    [ON, ...LISTS],
    [ON, ...LISTS, separator(7), separator(7)],
    [setting('SecureBoot', new Uint8Array()), ...LISTS, separator(7)],
    [...LISTS, separator(7)],
    [ON, ...LISTS.slice(1), separator(7)],
    [ON, ...LISTS, separator(7), authority('db', { measured: encodeUtf8('x') })],
  ]) {
    expect(bootOf(...events).secureBoot).toBe('unknown');
  }
  expect(bootOf(OFF, separator(7), separator(7)).secureBoot).toBe('off');
});

test('a variable of the same name that is another maker’s says nothing of Secure Boot', () => {
  const foreign = { ...ON, data: makeVariable({ vendor: SECURITY_DATABASE, name: 'SecureBoot', data: Uint8Array.of(1) }) };
  expect(bootOf(foreign, separator(7)).secureBoot).toBe('unknown');
});

test('debug mode and open memory are told by their digests, whatever the type says', () => {
  const retyped: MadeEvent = { pcr: 7, type: 'EV_POST_CODE', data: encodeUtf8('UEFI Debug Mode') };
  expect(bootOf(ON, retyped, separator(7)).debugMode).toBe(1);
  expect(bootOf(ON, action('DMA Protection Disabled'), separator(7)).dmaProtectionDisabled).toBe(1);
  expect(bootOf(ON, { ...action('UEFI Debug Mode'), measured: encodeUtf8('x') }, separator(7)).debugMode).toBeNull();
  expect(bootOf(ON, separator(7))).toMatchObject({ debugMode: null, dmaProtectionDisabled: null, bootCounter: null });
});

describe('facts of Windows', () => {
  const fact = (id: number, data: Uint8Array): Uint8Array => concatBytes([le(4, id), le(4, data.length), data]);
  const tagged = (...facts: readonly Uint8Array[]): MadeEvent => ({ pcr: 12, type: 'EV_EVENT_TAG', data: concatBytes(facts) });
  const counter = (value: number): MadeEvent => tagged(fact(0x00020002, le(8, value)));

  test('test signing and debugging are read within their containers, and one record that says on counts', () => {
    const [off, on] = [0, 1].map((value) => tagged(fact(0x40010001, fact(0x00050003, Uint8Array.of(value)))));
    if (off === undefined || on === undefined) throw new Error('no events');
    expect(bootOf(off)).toMatchObject({ testSigning: 'off', kernelDebugging: 'unknown' });
    expect(bootOf(off, on, off).testSigning).toBe('on');
    expect(bootOf({ ...on, measured: encodeUtf8('x') }).testSigning).toBe('unknown');
  });

  test('the counter of starts grows from log to log, else an old log was put behind a newer one', () => {
    const logs = (...values: readonly number[]) => values.map((value) => log(counter(value)));
    expect(bootOf(counter(7)).bootCounter).toBe(7n);
    expect([logs(1, 2, 5), logs(1, 3, 3), logs(4, 2), [log(ON), log(ON)]].map(repeatedCounter)).toEqual([null, 2, 1, null]);
  });
});

test('each problem has a sentence, with the record or the names', () => {
  const said = (...events: readonly MadeEvent[]) => reviewLog(log(...events)).map(describeLogProblem);
  expect(said(ON, ...LISTS, { pcr: 7, type: 'EV_POST_CODE', data: encodeUtf8('x') }, separator(7))).toEqual([
    'record 6, in PCR 7, has a type that may not stand there: no digest covers a type, so somebody may have changed it',
  ]);
  expect(said(ON, ...LISTS.slice(2), separator(7))).toEqual([
    'PCR 7 has no record of PK and KEK, which the firmware measures at every start',
  ]);
  expect(said(ON, ...LISTS.slice(0, 2), separator(7))).toEqual([
    'PCR 7 has no record of db and dbx, which the firmware measures at every start: which images are revoked is unknown',
  ]);
});

const CORPUS = join('..', 'shared', 'corpus', 'event-logs');
const isPresent = existsSync(CORPUS);
if (!isPresent) console.info(`NOTICE: ${CORPUS} is absent; real logs are not reviewed`);

describe.runIf(isPresent)('real logs', () => {
  const logs = (isPresent ? readdirSync(CORPUS) : [])
    .filter((name) => !['bogus.bin', 'truncated-at-73.bin'].includes(name))
    .flatMap((name) => parseEventLogs(new Uint8Array(readFileSync(join(CORPUS, name)))).logs.map((one) => [name, one] as const));

  test('none has a problem but the one whose separator stands twice', () => {
    const told = logs.flatMap(([name, one]) => reviewLog(one).map(({ code, index }) => `${name} ${code} ${index}`));
    expect(told).toEqual(['ccel-duplicate-separator.bin separator-twice 15']);
  });

  test('Secure Boot is told for those that measured it', () => {
    expect(Object.fromEntries(logs.map(([name, one]) => [name.replace('.bin', ''), bootFactsOf(one).secureBoot]))).toEqual({
      'arch-linux': 'unknown',
      'boot-order': 'off',
      'ccel-duplicate-separator': 'off',
      'debian-10': 'on',
      'exit-boot-services-missing': 'off',
      'hirs-tpm-log': 'off',
      'mok-list-trusted': 'on',
      rhel8: 'on',
      'sha1-only': 'on',
      'short-no-action': 'unknown',
      'startup-locality': 'off',
      'ubuntu-2104-no-dbx': 'off',
    });
  });

  test('a trust domain is told from a TPM by its registers', () => {
    const domains = logs.filter(([, one]) => registersOf(one) === 'td').map(([name]) => name);
    expect(domains).toEqual(['ccel-duplicate-separator.bin']);
  });
});
