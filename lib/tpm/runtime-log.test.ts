import { describe, expect, test } from 'vitest';
import { concatBytes, encodeUtf8, fromHex } from '#lib/encoding/bytes.ts';
import { ParseError } from '#lib/encoding/parse-error.ts';
import { madeRecord, makeRuntimeLog, SMALL_RUN, sequenceOf } from '#lib/testing/runtime-logs.ts';
import { describeRuntimeLog, describeRuntimeRecord } from './describe-runtime.ts';
import { looksLikeRuntimeLog, MAX_RUNTIME_RECORDS, parseRuntimeLog } from './runtime-log.ts';
import { isSystemMeasurement } from './runtime-replay.ts';
import { verifyRuntimeLog } from './verify.ts';

const PHASE = { pcr: 11, eventType: 'phase', text: 'ready' };

/** The code and the octet of what is refused. */
function refusal(bytes: Uint8Array): readonly [string, number | undefined] {
  try {
    parseRuntimeLog(bytes);
  } catch (error) {
    if (error instanceof ParseError) return [error.code, error.offset];
    throw error;
  }
  throw new Error('nothing was refused');
}

/** A log of one good record, and this one behind it. */
const behindAnother = (record: unknown) => refusal(sequenceOf([madeRecord(PHASE), record]));
const GOOD = sequenceOf([madeRecord(PHASE)]).length;

describe('a log of systemd', () => {
  test('is known by its first octets, and told record by record', () => {
    const bytes = makeRuntimeLog();
    expect(looksLikeRuntimeLog(bytes)).toBe(true);
    const log = parseRuntimeLog(bytes);
    expect(log.records.map(describeRuntimeRecord)).toEqual([
      'the NvPCR hardware begins (0x1d10200)',
      'every NvPCR has begun: those of later are not of the start',
      'phase enter-initrd: the initial file system of the kernel begins',
      'key of the encrypted volume root (1e023a55-60f9-4b6b-9b80-67438dc5f065); the digest is keyed by a secret, so the words are told, not measured',
      'phase leave-initrd: the initial file system hands over to the system',
      'machine id 00112233445566778899aabbccddeeff',
      'file system / (ext4, 5e47a9db-0000-4000-8000-000000000001, labeled root)',
      'product id 4691595be6a345f1833cc75fab63e475',
      'phase sysinit: the system is initialized, its local file systems are there',
      'phase ready: the system is up, before users may log in',
    ]);
    expect(describeRuntimeLog(log)).toBe(
      'runtime log of systemd: 10 measurements into PCR 9, PCR 11, PCR 15, NV index 0x01d10200 in sha256',
    );
    expect(verifyRuntimeLog(log).map(({ id, status }) => `${id} ${status}`)).toEqual(['event-data pass', 'origin unknown']);
    expect(log.records[7]).toMatchObject({ pcr: null, nvIndex: 0x1d10200, timestamp: 4_068_113 });
  });

  test('of a real machine is measured as it says', () => {
    // The separator that systemd puts into the PCRs of the firmware: its digest as a machine showed it.
    const digest = 'ff5b9d73dad709633ae76adf444012b57e913a12ed7403c3931145862f35f841';
    const content = { string: 'os-separator', bootId: '189c18dd7ba245f38cf49d9ac154b525', timestamp: 1515761, eventType: 'os-separator' };
    const [record] = parseRuntimeLog(
      sequenceOf([{ pcr: 7, digests: [{ hashAlg: 'sha256', digest }], content_type: 'systemd', content }]),
    ).records;
    expect(record).toMatchObject({ textMeasured: true, digests: [{ hash: 0x000b, digest: fromHex(digest) }] });
  });

  test('several separators in a row are one, and a content of others is kept unread', () => {
    const foreign = { pcr: 16, digests: [{ hashAlg: 'md7', digest: '00' }], content_type: 'other', content: [1] };
    const log = parseRuntimeLog(concatBytes([Uint8Array.of(0x1e, 0x1e), sequenceOf([madeRecord(PHASE), foreign])]));
    expect(log.records).toHaveLength(2);
    expect(log.records[1]).toMatchObject({ digests: [], contentType: 'other', text: null, textMeasured: false });
    expect(log.warnings.map(({ code }) => code)).toEqual(['unknown-hash-function']);
  });

  test('records of two starts are told', () => {
    const other = madeRecord(PHASE);
    const log = parseRuntimeLog(sequenceOf([madeRecord(PHASE), { ...other, content: { ...PHASE, bootId: 'f'.repeat(32) } }]));
    expect(log.warnings).toEqual([{ code: 'several-starts', detail: 'the records are of 2 starts of the system', offset: GOOD }]);
  });
});

describe('what is refused, with the octet', () => {
  const digests = madeRecord(PHASE).digests;
  test.each([
    ['a record that is no object', [1], 'bad-value'],
    ['neither PCR nor NV index', { digests }, 'bad-value'],
    ['both', { pcr: 1, nv_index: 1, digests }, 'bad-value'],
    ['a PCR that no TPM has', { pcr: 24, digests }, 'bad-value'],
    ['a PCR that is no number', { pcr: '11', digests }, 'bad-value'],
    ['an NV index beyond 32 bits', { nv_index: 2 ** 32, digests }, 'bad-value'],
    ['no digests', { pcr: 11 }, 'missing-field'],
    ['an empty list of digests', { pcr: 11, digests: [] }, 'missing-field'],
    ['a digest of another length', { pcr: 11, digests: [{ hashAlg: 'sha256', digest: 'ff' }] }, 'bad-value'],
    ['a digest that is no hexadecimal', { pcr: 11, digests: [{ hashAlg: 'sha256', digest: 'zz' }] }, 'bad-value'],
    ['two digests of one bank', { pcr: 11, digests: [digests, digests].flat() }, 'duplicate-key'],
    ['systemd without content', { pcr: 11, digests, content_type: 'systemd' }, 'missing-field'],
    ['a text that is none', { pcr: 11, digests, content_type: 'systemd', content: { string: 1 } }, 'bad-value'],
    ['a boot id that is none', { pcr: 11, digests, content_type: 'systemd', content: { bootId: 'x' } }, 'bad-value'],
    ['a time before the start', { pcr: 11, digests, content_type: 'systemd', content: { timestamp: -1 } }, 'bad-value'],
  ])('%s', (_, record, code) => {
    expect(behindAnother(record)).toEqual([code, GOOD]);
  });

  test('JSON that is none, deep or twice named, at its own octet', () => {
    const behind = (text: string) => refusal(concatBytes([sequenceOf([madeRecord(PHASE)]), encodeUtf8(`\u001e${text}\n`)]));
    expect(behind('{"pcr":11,')).toEqual(['truncated', GOOD + 12]);
    expect(behind('{"pcr":11,"pcr":12}')).toEqual(['duplicate-key', GOOD + 11]);
    expect(behind(`{"pcr":11,"digests":${'['.repeat(100_000)}`)[0]).toBe('too-large');
    expect(behind(`{"pcr":11,"digests":${'['.repeat(100)}`)[0]).toBe('too-deep');
  });

  test('a log that was cut off, at any octet, says so or reads what is whole', () => {
    const bytes = makeRuntimeLog(SMALL_RUN.slice(0, 3));
    const ends = [...bytes].flatMap((octet, at) => (octet === 0x0a ? [at + 1] : []));
    for (let length = 2; length < bytes.length; length += 1) {
      if (ends.includes(length) || ends.includes(length - 1)) continue;
      expect(refusal(bytes.subarray(0, length))[0]).toBe('truncated');
    }
  });

  test('too many records, a record that is too large, and a log without one', () => {
    const many = Buffer.concat(
      Array.from({ length: MAX_RUNTIME_RECORDS + 1 }, () => sequenceOf([{ pcr: 1, digests: [{ hashAlg: 'x', digest: '' }] }])),
    );
    expect(refusal(new Uint8Array(many))[0]).toBe('too-many');
    expect(behindAnother({ text: 'x'.repeat(64 * 1024) })).toEqual(['too-large', GOOD]);
    expect(refusal(Uint8Array.of(0x1e))).toEqual(['empty-file', 0]);
    expect(refusal(encodeUtf8('{"pcr":11}\n'))).toEqual(['bad-value', 0]);
    expect(refusal(new Uint8Array(8 * 1024 * 1024 + 1))[0]).toBe('too-large');
  });
});

test('only what systemd measures there may stand for what extended a PCR', () => {
  const counts = (made: Parameters<typeof madeRecord>[0], digest?: string) => {
    const record = madeRecord(made);
    const written = digest === undefined ? record : { ...record, digests: [{ hashAlg: 'sha256', digest }] };
    return parseRuntimeLog(sequenceOf([written])).records.map(isSystemMeasurement);
  };
  expect(counts(PHASE)).toEqual([true]);
  expect(counts({ pcr: 7, eventType: 'os-separator', text: 'os-separator' })).toEqual([true]);
  // The last record of the firmware's log, told here in other words: its digest is that of an image.
  expect(counts(PHASE, 'ab'.repeat(32))).toEqual([false]);
  expect(counts({ pcr: 15, eventType: 'volume-key', text: 'cryptsetup:root:1' }, 'ab'.repeat(32))).toEqual([true]);
  expect(counts({ pcr: 4, eventType: 'volume-key', text: 'cryptsetup:root:1' }, 'ab'.repeat(32))).toEqual([false]);
  expect(counts({ pcr: 4, eventType: 'phase', text: 'ready' })).toEqual([false]);
  expect(counts({ pcr: 11, eventType: 'phase', text: 'init=/bin/sh ro' })).toEqual([false]);
  expect(counts({ pcr: 11, eventType: 'toString', text: 'ready' })).toEqual([false]);
});
