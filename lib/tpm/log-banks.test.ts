import { expect, test } from 'vitest';
import { makeEventLog, SMALL_BOOT } from '#lib/testing/event-logs.ts';
import { attestedBanks, inBanks } from './log-banks.ts';
import { parseEventLogs } from './parse.ts';
import type { PcrVerdict } from './pcr-verdict-types.ts';

const [SHA1, SHA256, SHA384] = [0x0004, 0x000b, 0x000c];
const [log] = parseEventLogs(makeEventLog(SMALL_BOOT, [SHA1, SHA256, SHA384])).logs;
if (log === undefined) throw new Error('no log');

const verdict = (hash: number, pcr: number, over: Partial<PcrVerdict> = {}): PcrVerdict => ({
  hash,
  pcr,
  status: 'match',
  reason: 'replayed',
  attested: true,
  value: null,
  replayed: null,
  repaired: [],
  ...over,
});

test('a bank counts that the quote covers, however strong another is', () => {
  expect(attestedBanks(log, [verdict(SHA256, 0), verdict(SHA256, 7), verdict(SHA384, 4, { attested: false })])).toEqual([SHA256]);
});

test('one PCR of another bank makes it not one that counts, and a closed bank is none beside an open one', () => {
  expect(attestedBanks(log, [verdict(SHA1, 0), verdict(SHA1, 7), verdict(SHA384, 16)])).toEqual([SHA1]);
  const closed = { status: 'unexplained', reason: 'capped-bank' } as const;
  expect(attestedBanks(log, [verdict(SHA1, 0, closed), verdict(SHA1, 7, closed), verdict(SHA256, 0)])).toEqual([SHA256]);
});

test('where nothing vouches for a bank the log is as it is', () => {
  expect(attestedBanks(log, [])).toEqual([SHA1, SHA256, SHA384]);
  expect(attestedBanks(log, [verdict(0x0012, 0)])).toEqual([SHA1, SHA256, SHA384]);
  expect(inBanks(log, [SHA1, SHA256, SHA384])).toBe(log);
});

test('the digests of other banks are left out, and every record stays', () => {
  const kept = inBanks(log, [SHA256]);
  expect(kept.algorithms).toEqual([SHA256]);
  expect(kept.events.map(({ digests }) => digests.map(({ hash }) => hash))).toEqual(SMALL_BOOT.map(() => [SHA256]));
});
