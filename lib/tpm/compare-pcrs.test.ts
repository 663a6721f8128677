import { describe, expect, test } from 'vitest';
import { concatBytes, encodeUtf8, toHex } from '#lib/encoding/bytes.ts';
import { pcrsAfter } from '#lib/testing/attestation-evidence.ts';
import { le, type MadeEvent, makeEventLog, SMALL_BOOT } from '#lib/testing/event-logs.ts';
import { tpmDigest } from './algorithms.ts';
import { describeDigest, describePcr } from './describe-pcr.ts';
import { parseImaLog } from './ima-log.ts';
import { listEnds, MAX_LIST_ENDS } from './ima-replay.ts';
import { capped, startOf } from './pcr-hypotheses.ts';
import type { PcrSelection } from './pcr-selection.ts';
import { compare, LOG, short, type ValueIn } from './testing/compared-pcrs.ts';

const [SHA1, SHA256, SHA384] = [0x0004, 0x000b, 0x000c];
const honest = pcrsAfter(LOG);
const other: ValueIn = (hash, pcr) => (pcr === 4 ? tpmDigest('sha256', encodeUtf8('other')) : honest(hash, pcr));

test('a quote that the log replays to matches, PCR by PCR, and attests what it covers alone', () => {
  const result = compare({ valueIn: honest });
  expect(result).toMatchObject({ digest: 'reproduced', log: 0, cappedBanks: [], imaEntries: null });
  expect(short(result)).toEqual([0, 1, 2, 3, 4, 5, 6, 7].map((pcr) => `${pcr} match replayed`));
  const rest = result.verdicts.filter(({ status }) => status === 'log-only');
  expect(rest.map(({ hash, pcr, attested }) => [hash, pcr, attested])).toEqual([
    ...[0, 1, 2, 3, 4, 5, 6, 7, 8].map((pcr) => [SHA1, pcr, false]),
    [SHA256, 8, false],
  ]);
});

test('a quote over several banks is compared in each of them, in the order of the quote', () => {
  const selections = [
    { hash: SHA256, pcrs: [7] },
    { hash: SHA1, pcrs: [0, 7] },
  ];
  const result = compare({ valueIn: honest, selections });
  expect(result.verdicts.slice(0, 3).map(({ hash, pcr, status }) => [hash, pcr, status])).toEqual([
    [SHA256, 7, 'match'],
    [SHA1, 0, 'match'],
    [SHA1, 7, 'match'],
  ]);
});

test('a quote that the log does not replay to mismatches as a whole, since nobody can say where', () => {
  const result = compare({ valueIn: other });
  expect(result.digest).toBe('differs');
  expect(new Set(short(result).map((text) => text.slice(2)))).toEqual(new Set(['mismatch digest-differs unattested']));
});

test('values that the quote confirms tell which PCR differs, and values that it does not confirm tell nothing', () => {
  const result = compare({ valueIn: other, told: true });
  expect(result.digest).toBe('confirms-values');
  expect(short(result, [4, 7])).toEqual(['4 mismatch other-value', '7 match replayed']);
  const lying = compare({ valueIn: other, more: { values: [{ hash: SHA256, pcr: 0, value: new Uint8Array(32) }] } });
  expect(short(lying, [0])).toEqual(['0 mismatch digest-differs unattested']);
});

test('values without a quote are compared, and attested by nothing', () => {
  const result = compare({ valueIn: other, told: true, more: { quoted: null } });
  expect(result.digest).toBe('no-quote');
  expect(short(result, [4, 7])).toEqual(['4 mismatch other-value unattested', '7 match replayed unattested']);
});

test('a PCR that nothing extended matches, and one that was extended without a record does not', () => {
  const selections = [{ hash: SHA256, pcrs: [7, 14, 17, 23] }];
  expect(short(compare({ valueIn: honest, selections }), [14, 17, 23])).toEqual([
    '14 match never-extended',
    '17 match never-extended',
    '23 match never-extended',
  ]);
  const valueIn = pcrsAfter(LOG, [{ pcr: 14, data: encodeUtf8('a key list') }]);
  expect(short(compare({ valueIn, selections, told: true }), [14, 23])).toEqual(['14 quote-only no-record', '23 match never-extended']);
});

test('what matched earlier in this boot and differs now was extended after it', () => {
  const valueIn = pcrsAfter(LOG, [{ pcr: 0, data: encodeUtf8('something') }]);
  const matchedEarlier = [{ hash: SHA256, pcr: 0 }];
  expect(short(compare({ valueIn, told: true, more: { matchedEarlier } }), [0, 1])).toEqual([
    '0 unexplained extended-after-boot',
    '1 match replayed',
  ]);
  expect(short(compare({ valueIn, more: { matchedEarlier } }), [0])).toEqual(['0 unexplained extended-after-boot unattested']);
  expect(short(compare({ valueIn, told: true }), [0])).toEqual(['0 mismatch other-value']);
});

test('a PCR that the system extends and tells of elsewhere is unexplained, not wrong', () => {
  const events: readonly MadeEvent[] = [...SMALL_BOOT, { pcr: 11, type: 'EV_IPL', data: encodeUtf8('.linux\0') }];
  const log = makeEventLog(events);
  const valueIn = pcrsAfter(log, [{ pcr: 11, data: encodeUtf8('enter-initrd') }]);
  expect(short(compare({ valueIn, log, told: true, selections: [{ hash: SHA256, pcrs: [7, 11] }] }))).toEqual([
    '7 match replayed',
    '11 unexplained extended-by-system',
  ]);
});

test('a bank that was closed by zeros is told as closed, and the other one counts', () => {
  const selections = [
    { hash: SHA1, pcrs: [0, 7, 14] },
    { hash: SHA256, pcrs: [0, 7, 14] },
  ];
  const valueIn: ValueIn = (hash, pcr) => {
    const open = honest(hash, pcr);
    return hash === SHA1 && open !== undefined ? capped(SHA1, open) : open;
  };
  expect(toHex(valueIn(SHA1, 14) ?? new Uint8Array())).toBe('b80de5d138758541c5f05265ad144ab9fa86d1db');
  for (const told of [true, false]) {
    const result = compare({ valueIn, selections, told });
    expect(result).toMatchObject({ digest: 'reproduced', cappedBanks: [SHA1] });
    expect(short(result)).toEqual([
      ...[0, 7, 14].map((pcr) => `${pcr} unexplained capped-bank`),
      '0 match replayed',
      '7 match replayed',
      '14 match never-extended',
    ]);
  }
});

test('of several logs the one that the PCRs tell of is picked', () => {
  const later = makeEventLog([...SMALL_BOOT, { pcr: 7, type: 'EV_EFI_ACTION', data: encodeUtf8('UEFI Debug Mode') }]);
  const log = concatBytes([LOG, later, LOG].flatMap((one) => [le(4, one.length), one]));
  for (const told of [true, false]) {
    expect(compare({ valueIn: pcrsAfter(later), log, told })).toMatchObject({ digest: 'reproduced', log: 1 });
    expect(compare({ valueIn: honest, log, told }).log).toBe(2);
  }
  const nearly: ValueIn = (hash, pcr) => (pcr === 4 ? other(hash, pcr) : pcrsAfter(later)(hash, pcr));
  expect(compare({ valueIn: nearly, log, told: true })).toMatchObject({ digest: 'confirms-values', log: 1 });
  expect(describeDigest(compare({ valueIn: pcrsAfter(later), log }), 3)).toBe(
    'The logs replay to the PCRs that were quoted. It is log 2 of 3 that they tell of; the others are history.',
  );
});

test('padding behind the log changes nothing', () => {
  expect(compare({ valueIn: honest, log: concatBytes([LOG, new Uint8Array(500).fill(0xff)]) }).digest).toBe('reproduced');
});

test.each(['log-absent', 'log-empty', 'log-unreadable'] as const)('without a log (%s) nothing can be compared', (noLog) => {
  const result = compare({ valueIn: honest, log: null, more: { noLog } });
  expect(result).toMatchObject({ digest: 'differs', log: null });
  expect(short(result, [0])).toEqual([`0 no-log ${noLog} unattested`]);
});

test('a bank that the log does not have, or that nothing was extended in, is compared with nothing', () => {
  const selections = [{ hash: SHA384, pcrs: [0] }];
  const untouched: ValueIn = (hash, pcr) => startOf({ startupLocality: 0 }, { hash, pcr });
  expect(short(compare({ valueIn: untouched, selections }))).toEqual(['0 no-log bank-not-in-log']);
  expect(short(compare({ valueIn: () => new Uint8Array(48).fill(1), selections, told: true }))).toEqual(['0 no-log bank-not-in-log']);
});

test('an empty selection, and a bank of another hash function, end as what they are', () => {
  const digestOf = (selections: readonly PcrSelection[]) => compare({ valueIn: honest, selections }).digest;
  expect([[], [{ hash: SHA1, pcrs: [] }]].map(digestOf)).toEqual(['empty-selection', 'empty-selection']);
  expect(digestOf([{ hash: 0x7777, pcrs: [0] }])).toBe('not-computed');
});

describe('a record that the firmware left out', () => {
  const exit = (texts: readonly string[]) => texts.map((text) => ({ pcr: 5, data: encodeUtf8(text) }));
  const [invocation, success, failure] = [
    'Exit Boot Services Invocation',
    'Exit Boot Services Returned with Success',
    'Exit Boot Services Returned with Failure',
  ] as const;

  test.each([
    [[invocation, success], 'exit-boot-services-missing'],
    [[invocation, failure], 'exit-boot-services-failed-missing'],
    [[invocation, failure, success], 'exit-boot-services-retried-missing'],
  ])('%j is found, and told as repaired', (texts, id) => {
    for (const told of [true, false]) {
      const result = compare({ valueIn: pcrsAfter(LOG, exit(texts)), told });
      expect(result.digest).toBe('reproduced');
      expect(short(result, [5, 7])).toEqual(['5 match repaired', '7 match replayed']);
      expect(result.verdicts.find(({ pcr }) => pcr === 5)?.repaired).toEqual([id]);
    }
  });

  test('a log that tells of it itself is not repaired', () => {
    const log = makeEventLog([...SMALL_BOOT, { pcr: 5, type: 'EV_EFI_ACTION', data: encodeUtf8(invocation) }]);
    expect(short(compare({ valueIn: pcrsAfter(log, exit([invocation, success])), log, told: true }), [5])).toEqual([
      '5 mismatch other-value',
    ]);
  });

  test('another record is no deviation', () => {
    expect(short(compare({ valueIn: pcrsAfter(LOG, exit(['Something else'])), told: true }), [5])).toEqual(['5 mismatch other-value']);
  });
});

describe('the measurement list of the kernel', () => {
  const entry = (path: string): Uint8Array => {
    const digest = tpmDigest('sha256', encodeUtf8(path));
    const fields = [concatBytes([encodeUtf8('sha256:\0'), digest]), encodeUtf8(`${path}\0`)];
    const data = concatBytes(fields.flatMap((field) => [le(4, field.length), field]));
    return encodeUtf8(`10 ${toHex(tpmDigest('sha1', data))} ima-ng sha256:${toHex(digest)} ${path}\n`);
  };
  const list = (count: number) => parseImaLog(concatBytes(Array.from({ length: count }, (_, index) => entry(`/usr/bin/${index}`))));
  const selections = [{ hash: SHA256, pcrs: [7, 10] }];
  const holding = (count: number): ValueIn => {
    const value = [...listEnds(list(count), [SHA256])][0]?.values.get(SHA256);
    return (hash, pcr) => (pcr === 10 ? value : honest(hash, pcr));
  };

  test.each([true, false])('the quote tells how much of it counts (values told: %s)', (told) => {
    const result = compare({ valueIn: holding(3), selections, told, more: { imaLog: list(5) } });
    expect(result).toMatchObject({ digest: 'reproduced', imaEntries: 3 });
    expect(short(result)).toEqual(['7 match replayed', '10 match measurement-list']);
  });

  test('a list that does not replay is another value, and none at all is a PCR without a record', () => {
    expect(short(compare({ valueIn: holding(6), selections, told: true, more: { imaLog: list(5) } }), [10])).toEqual([
      '10 mismatch other-value',
    ]);
    expect(short(compare({ valueIn: holding(6), selections, told: true }), [10])).toEqual(['10 quote-only no-record']);
  });

  test('only the last ends are tried', () => {
    const long = list(MAX_LIST_ENDS + 3);
    expect([...listEnds(long, [SHA256])]).toHaveLength(MAX_LIST_ENDS);
    expect([...listEnds(long, [SHA256])][0]?.entries).toBe(MAX_LIST_ENDS + 3);
  });
});

test('each case has a sentence of its own', () => {
  const sentences = [
    compare({ valueIn: honest }),
    compare({ valueIn: other }),
    compare({ valueIn: other, told: true }),
    compare({ valueIn: honest, log: null }),
    compare({ valueIn: honest, log: null, more: { noLog: 'log-empty' } }),
    compare({ valueIn: honest, log: null, more: { noLog: 'log-unreadable' } }),
  ].flatMap(({ verdicts }) => verdicts.filter(({ pcr }) => pcr === 4).map(describePcr));
  expect(sentences.filter((sentence) => sentence.includes('(sha256)'))).toEqual([
    'PCR 4 (sha256) holds what the log says.',
    'PCR 4 (sha256) may hold another value than the log says: the digest of the quote is over all its PCRs, and at least one differs.',
    'PCR 4 (sha256) holds another value than the log says: the log does not tell how this device started.',
    'PCR 4 (sha256) can be compared with nothing: no event log came with the quote.',
    'PCR 4 (sha256) can be compared with nothing: the event log of this device is empty, as some virtual machines have it.',
    'PCR 4 (sha256) can be compared with nothing: the event log is damaged.',
  ]);
});
