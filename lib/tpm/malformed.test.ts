import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ParseError } from '#lib/encoding/parse-error.ts';
import { makeEventLog, SMALL_BOOT } from '#lib/testing/event-logs.ts';
import { bootFactsOf } from './boot-facts.ts';
import { comparePcrs } from './compare-pcrs.ts';
import { deviationsOf } from './deviations.ts';
import { parseEventLogs } from './parse.ts';
import { reviewLog } from './review-log.ts';

const SHA256 = 0x000b;

/** Read and judged, or refused with an octet of the file. Anything else is a defect. */
function outcomeOf(bytes: Uint8Array): string {
  try {
    const { logs } = parseEventLogs(bytes);
    for (const log of logs) [reviewLog(log), bootFactsOf(log), deviationsOf(log)].map((found) => JSON.stringify(found, withBigInts));
    comparePcrs({
      quoted: { selections: [{ hash: SHA256, pcrs: [0, 5, 7, 10] }], pcrDigest: new Uint8Array(32), hash: 'sha256' },
      values: null,
      logs,
      noLog: 'log-absent',
      imaLog: null,
      runtimeLog: null,
      matchedEarlier: [],
    });
    return 'read';
  } catch (error) {
    if (!(error instanceof ParseError)) throw error;
    expect(error.offset ?? -1).toBeGreaterThanOrEqual(0);
    expect(error.offset).toBeLessThanOrEqual(bytes.length);
    return error.code;
  }
}

const withBigInts = (_: string, value: unknown): unknown => (typeof value === 'bigint' ? String(value) : value);

/** Numbers that look drawn and are the same each time. */
function* drawn(count: number, below: number): Generator<number> {
  let state = 0x2545f491;
  for (let index = 0; index < count; index += 1) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    yield state % below;
  }
}

const CODES = ['read', 'truncated', 'bad-value', 'too-many', 'too-large', 'unsupported-version', 'trailing-data'];

test('a made log with any bit flipped is read and judged, or refused with an octet', () => {
  const log = makeEventLog(SMALL_BOOT);
  const found = new Set<string>();
  for (let bit = 0; bit < log.length * 8; bit += 3) {
    const flipped = Uint8Array.from(log);
    flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
    found.add(outcomeOf(flipped));
  }
  expect([...found].filter((code) => !CODES.includes(code))).toEqual([]);
  expect(found.has('read') && found.has('truncated') && found.has('too-many')).toBe(true);
});

const CORPUS = join('..', 'shared', 'corpus', 'event-logs');
const isPresent = existsSync(CORPUS);
if (!isPresent) console.info(`NOTICE: ${CORPUS} is absent; real logs are not cut and changed`);

describe.runIf(isPresent)('real logs', () => {
  const files = (isPresent ? readdirSync(CORPUS) : []).map((name) => [name, new Uint8Array(readFileSync(join(CORPUS, name)))] as const);

  test.each(files)('%s, cut at each of its first 2,000 lengths and at 100 beyond, is read up to a record or refused', (_, bytes) => {
    const lengths = [...Array.from({ length: Math.min(bytes.length, 2000) }, (_each, index) => index), ...drawn(100, bytes.length)];
    const found = new Set(lengths.filter((length) => length > 0).map((length) => outcomeOf(bytes.subarray(0, length))));
    expect([...found].filter((code) => !CODES.includes(code))).toEqual([]);
  });

  test.each(files)('%s with octets changed is read and judged, or refused with an octet', (_, bytes) => {
    for (const at of drawn(40, bytes.length)) {
      const changed = Uint8Array.from(bytes);
      for (const by of [0xff, 0, 0x80]) {
        changed[at] = by;
        expect(CODES).toContain(outcomeOf(changed));
      }
    }
  });
});
