import { expect, test } from 'vitest';
import { concatBytes, encodeUtf8, toHex } from '#lib/encoding/bytes.ts';
import { ParseError } from '#lib/encoding/parse-error.ts';
import { le, makeEventLog, makeLogHead, makeSha1Event, SMALL_BOOT } from '#lib/testing/event-logs.ts';
import { tpmDigest } from './algorithms.ts';
import { MAX_EVENTS, MAX_LOG_BYTES, parseEventLog } from './event-log.ts';
import { MAX_LOGS, parseEventLogs } from './parse.ts';
import { replay } from './replay.ts';

const [SHA1, SHA256, UNKNOWN] = [0x0004, 0x000b, 0x7777];
const log = makeEventLog(SMALL_BOOT);
const NOTHING = new Uint8Array();

const refusal = (read: () => unknown): ParseError => {
  try {
    read();
  } catch (error) {
    if (error instanceof ParseError) return error;
    throw error;
  }
  throw new Error('was read');
};

const pcr = (bytes: Uint8Array, wanted: number, hash = SHA256): string =>
  toHex(
    replay(parseEventLog(bytes))
      .find((bank) => bank.hash === hash)
      ?.pcrs.get(wanted) ?? NOTHING,
  );

test('a crypto-agile log is read record by record, and extends each bank', () => {
  const parsed = parseEventLog(log);
  expect(parsed).toMatchObject({ format: 'crypto-agile', algorithms: [SHA1, SHA256], padding: null, startupLocality: 0 });
  expect(parsed.events).toHaveLength(SMALL_BOOT.length);
  const [version, separator] = [SMALL_BOOT[0]?.data ?? NOTHING, new Uint8Array(4)].map((data) => tpmDigest('sha256', data));
  const once = tpmDigest('sha256', concatBytes([new Uint8Array(32), version ?? NOTHING]));
  expect(pcr(log, 0)).toBe(toHex(tpmDigest('sha256', concatBytes([once, separator ?? NOTHING]))));
});

test('a log of SHA-1 alone has one bank', () => {
  const sha1 = concatBytes(SMALL_BOOT.map((event) => makeSha1Event(event)));
  expect(parseEventLog(sha1)).toMatchObject({ format: 'sha1', specId: null, algorithms: [SHA1] });
  expect(pcr(sha1, 4, SHA1)).toBe(pcr(log, 4, SHA1));
});

test('EV_NO_ACTION extends nothing, and the locality that it tells begins PCR 0', () => {
  const locality = { pcr: 0, type: 'EV_NO_ACTION', data: concatBytes([encodeUtf8('StartupLocality\0'), Uint8Array.of(3)]) } as const;
  const other = { pcr: 5, type: 'EV_NO_ACTION', data: encodeUtf8('anything') } as const;
  expect(parseEventLog(makeEventLog([locality, ...SMALL_BOOT])).startupLocality).toBe(3);
  expect(pcr(makeEventLog([locality, ...SMALL_BOOT]), 0)).not.toBe(pcr(log, 0));
  expect(pcr(makeEventLog([locality, ...SMALL_BOOT]), 7)).toBe(pcr(log, 7));
  expect(pcr(makeEventLog([...SMALL_BOOT, other]), 5)).toBe(pcr(log, 5));
});

test('a PCR of a dynamic launch begins with ones', () => {
  const event = { pcr: 17, type: 'EV_ACTION', data: encodeUtf8('x') } as const;
  const wanted = tpmDigest('sha256', concatBytes([new Uint8Array(32).fill(0xff), tpmDigest('sha256', event.data)]));
  expect(pcr(makeEventLog([event]), 17)).toBe(toHex(wanted));
});

test('a bank that a record leaves out, or whose hash function is unknown, is not replayed, and says why', () => {
  const head = makeLogHead([SHA1, SHA256]);
  const record = concatBytes([le(4, 1), le(4, 5), le(4, 1), le(2, SHA1), new Uint8Array(20), le(4, 0)]);
  const [sha1, sha256] = replay(parseEventLog(concatBytes([head, record])));
  expect([sha1?.obstacle, sha1?.pcrs.size]).toEqual([null, 1]);
  expect(sha256).toMatchObject({ obstacle: `the record at offset ${head.length} has no digest for it`, pcrs: new Map() });
  const unknown = concatBytes([makeLogHead([UNKNOWN]), le(4, 1), le(4, 5), le(4, 1), le(2, UNKNOWN), new Uint8Array(32), le(4, 0)]);
  expect(replay(parseEventLog(unknown))).toMatchObject([{ obstacle: 'its hash function is not supported' }]);
});

test('padding behind the last record is told, and what hides in it is a warning', () => {
  const ones = concatBytes([log, new Uint8Array(40).fill(0xff)]);
  expect(parseEventLog(ones).padding).toEqual({ offset: log.length, octets: 40, uniform: true });
  expect(parseEventLog(concatBytes([log, new Uint8Array(9)])).padding).toEqual({ offset: log.length, octets: 9, uniform: true });
  const hiding = concatBytes([log, new Uint8Array(8).fill(0xff), encodeUtf8('hidden')]);
  expect(parseEventLogs(hiding).warnings).toMatchObject([{ code: 'data-in-padding', offset: log.length }]);
  expect(parseEventLogs(ones).warnings).toEqual([]);
});

test('several logs in one container are each read, with their places in the file', () => {
  const container = concatBytes([le(4, log.length), log, le(4, log.length), log]);
  expect(parseEventLogs(container).logs).toHaveLength(2);
  const cut = concatBytes([le(4, log.length), log, le(4, log.length - 3), log.subarray(0, -3)]);
  expect(refusal(() => parseEventLogs(cut))).toMatchObject({ code: 'truncated' });
  expect(refusal(() => parseEventLogs(cut)).offset).toBeGreaterThan(log.length);
  const many = concatBytes(Array.from({ length: MAX_LOGS + 1 }, () => concatBytes([le(4, log.length), log])));
  expect(refusal(() => parseEventLogs(many)).code).toBe('too-many');
});

test('a log that ends anywhere but behind a record is refused, with an octet in the file', () => {
  const ends = new Set(SMALL_BOOT.map((_, index) => makeEventLog(SMALL_BOOT.slice(0, index)).length));
  for (let length = 1; length < log.length; length += 1) {
    const cut = log.subarray(0, length);
    if (ends.has(length)) expect(parseEventLog(cut).events.length).toBeLessThan(SMALL_BOOT.length);
    else {
      const { code, offset = -1 } = refusal(() => parseEventLog(cut));
      expect(code, `${length}`).toBe('truncated');
      expect(offset).toBeLessThanOrEqual(length);
    }
  }
});

test.each([
  [
    'an event of 3 GB',
    concatBytes([makeLogHead([SHA1]), le(4, 1), le(4, 5), le(4, 1), le(2, SHA1), new Uint8Array(20), le(4, 3_000_000_000)]),
    'truncated',
  ],
  ['2^32-1 digests', concatBytes([makeLogHead([SHA1]), le(4, 1), le(4, 5), le(4, 0xffffffff)]), 'too-many'],
  ['a digest of no bank', concatBytes([makeLogHead([SHA1]), le(4, 1), le(4, 5), le(4, 1), le(2, SHA256), new Uint8Array(40)]), 'bad-value'],
  ['PCR 32', concatBytes([makeLogHead([SHA1]), le(4, 32), le(4, 5), le(4, 1)]), 'bad-value'],
  ['2^32-1 banks', withBanks(0xffffffff), 'too-many'],
  ['no bank', withBanks(0), 'too-many'],
  ['version 3', withVersion(3), 'unsupported-version'],
])('%s is refused before anything is allocated', (_, bytes, code) => {
  expect(refusal(() => parseEventLog(bytes))).toMatchObject({ code, offset: expect.any(Number) });
});

/** The head with another count of banks: 32 octets of record, 16 of signature, 8 of versions. */
function withBanks(count: number): Uint8Array {
  const head = Uint8Array.from(makeLogHead([SHA1]));
  head.set(le(4, count), 32 + 24);
  return head;
}

function withVersion(major: number): Uint8Array {
  const head = Uint8Array.from(makeLogHead([SHA1]));
  head[32 + 16 + 5] = major;
  return head;
}

test('the limits hold just below and just above', () => {
  const record = makeSha1Event({ pcr: 1, type: 'EV_ACTION', data: NOTHING });
  const records = (count: number): Uint8Array => concatBytes(Array.from({ length: count }, () => record));
  expect(parseEventLog(records(MAX_EVENTS)).events).toHaveLength(MAX_EVENTS);
  expect(refusal(() => parseEventLog(records(MAX_EVENTS + 1))).code).toBe('too-many');
  expect(refusal(() => parseEventLog(new Uint8Array(MAX_LOG_BYTES + 1))).code).toBe('too-large');
});
