import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { encodeUtf8, toHex } from '#lib/encoding/bytes.ts';
import { pcrsAfter } from '#lib/testing/attestation-evidence.ts';
import { deviationsOf } from './deviations.ts';
import { parseEventLogs } from './parse.ts';
import { compare, short } from './testing/compared-pcrs.ts';

const SHA1 = 0x0004;
const CORPUS = join('..', 'shared', 'corpus', 'event-logs');
const isPresent = existsSync(CORPUS);
if (!isPresent) console.info(`NOTICE: ${CORPUS} is absent; deviations of real logs are not tested`);
const read = (name: string): Uint8Array => new Uint8Array(readFileSync(join(CORPUS, name)));

describe.runIf(isPresent)('real logs that deviate', () => {
  test('the log without Exit Boot Services matches what its machine quoted, as repaired', () => {
    const log = read('exit-boot-services-missing.bin');
    const quoted = Buffer.from('31245808b5e12d4d3c6cc3ae3f2a2f4ed1dc0d7e', 'hex');
    const exit = ['Exit Boot Services Invocation', 'Exit Boot Services Returned with Success'];
    const valueIn = pcrsAfter(
      log,
      exit.map((text) => ({ pcr: 5, data: encodeUtf8(text) })),
    );
    expect(toHex(valueIn(SHA1, 5) ?? quoted).slice(0, 8)).toBe('31245808');
    expect(toHex(pcrsAfter(log)(SHA1, 5) ?? quoted).slice(0, 8)).toBe('e5781a2f');
    const result = compare({ valueIn, log, selections: [{ hash: SHA1, pcrs: [0, 5, 7] }] });
    expect(short(result)).toEqual(['0 match replayed', '5 match repaired', '7 match replayed']);
  });

  test.each([
    ['arch-linux.bin', ['boot-stub-octet', 'secure-boot-without-value', 'application-without-call']],
    ['ccel-duplicate-separator.bin', ['shim-setting-as-authority', 'separator-twice']],
    ['debian-10.bin', ['shim-authority-octet', 'shim-authority-without-owner']],
    ['mok-list-trusted.bin', ['shim-authority-without-owner', 'shim-setting-as-authority']],
    ['sha1-only.bin', ['shim-authority-octet', 'shim-authority-without-owner', 'application-without-call']],
    ['rhel8.bin', ['shim-authority-without-owner']],
  ])('%s deviates by %j', (name, ids) => {
    const [log] = parseEventLogs(read(name)).logs;
    expect([...new Set(log === undefined ? [] : deviationsOf(log).map(({ id }) => id))]).toEqual(ids);
  });
});
