import { describe, expect, test } from 'vitest';
import { concatBytes, toBase64, toHex } from '#lib/encoding/bytes.ts';
import { appraise, detailOf, type MadeAppraisal, stepsOf, vectorOf } from '#lib/testing/appraisals.ts';
import { makeEventLog, SMALL_BOOT } from '#lib/testing/event-logs.ts';
import { makeImaLog, measuredFile } from '#lib/testing/ima-logs.ts';
import { tpmDigest } from '#lib/tpm/algorithms.ts';
import { parseEventLog } from '#lib/tpm/event-log.ts';
import { bootAggregate, parseImaLog } from '#lib/tpm/ima-log.ts';
import { listEnds } from '#lib/tpm/ima-replay.ts';
import { replay } from '#lib/tpm/replay.ts';

const SHA256 = 0x000b;

describe('files that the kernel measured', () => {
  const boot = replay(parseEventLog(makeEventLog(SMALL_BOOT))).find(({ hash }) => hash === SHA256);
  const sum = bootAggregate('sha256', (pcr) => boot?.pcrs.get(pcr) ?? new Uint8Array(32)) ?? new Uint8Array(32);
  const line = (path: string, digest: Uint8Array, isViolation = false) => makeImaLog([{ path, digest, isViolation }]);
  const fileDigest = (path: string) => measuredFile(path).digest;
  const list = (...paths: readonly string[]) =>
    concatBytes([line('boot_aggregate', sum), ...paths.map((path) => line(path, fileDigest(path)))]);
  const known = (...paths: readonly string[]) => new Set(paths.map((path) => `sha256:${toHex(fileDigest(path))}`));
  /** The quote is made once the entries stand, and PCR 9 is quoted as well, since the sum is over it. */
  const measuring = (octets: Uint8Array, quoted = octets): MadeAppraisal => {
    const data = [...listEnds(parseImaLog(quoted), [SHA256])][0]?.values.get(SHA256) ?? new Uint8Array(32);
    const asked = [{ hash: SHA256, pcrs: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10] }];
    const digest = concatBytes([...[0, 1, 2, 3, 4, 5, 6, 7, 8, 9].map((pcr) => boot?.pcrs.get(pcr) ?? new Uint8Array(32)), data]);
    return {
      device: { selections: asked, quote: { pcrDigest: tpmDigest('sha256', digest) } },
      members: { imaLog: toBase64(octets) },
      challenge: { selection: asked },
      policy: { requireKnownFiles: true },
    };
  };

  test('a device whose files are all listed passes, and its file system is affirmed', () => {
    const made = { ...measuring(list('/bin/a', '/bin/b')), more: { knownFiles: known('/bin/a', '/bin/b') } };
    expect(stepsOf(made, 'pcr-digest', 'pcrs', 'measurement-list', 'policy')).toEqual([
      'pcr-digest pass',
      'pcrs pass',
      'measurement-list pass',
      'policy pass',
    ]);
    expect(vectorOf(made)).toMatchObject({ 'file-system': 2 });
    expect(appraise(made).files).toMatchObject({ entries: 3, listed: 2, unlisted: [], bootAggregate: 'match' });
  });

  test('a file that nothing lists is told with path and digest, once', () => {
    const made = { ...measuring(list('/bin/a', '/bin/odd', '/bin/odd')), more: { knownFiles: known('/bin/a') } };
    expect(appraise(made).files?.unlisted).toEqual([
      { path: '/bin/odd', algorithm: 'sha256', digest: toHex(fileDigest('/bin/odd')), index: 2 },
    ]);
    expect(detailOf(made, 'measurement-list')).toBe(
      `1 files that were used are listed nowhere, the first /bin/odd (sha256 ${toHex(fileDigest('/bin/odd'))})`,
    );
    expect(vectorOf(made)).toMatchObject({ 'file-system': 32 });
  });

  test('entries behind the quote are not attested, and do not count', () => {
    const made = { ...measuring(list('/bin/a', '/bin/later'), list('/bin/a')), more: { knownFiles: known('/bin/a') } };
    expect(stepsOf(made, 'measurement-list')).toEqual(['measurement-list pass']);
    expect(appraise(made).files?.entries).toBe(2);
  });

  test('a list of another boot, a file that changed while it was read, and a list that nothing attests', () => {
    const foreign = concatBytes([line('boot_aggregate', fileDigest('x')), line('/bin/a', fileDigest('/bin/a'))]);
    const more = { knownFiles: known('/bin/a') };
    expect(detailOf({ ...measuring(foreign), more }, 'measurement-list')).toBe('the measurement list begins with the sum of another boot');
    const changing = concatBytes([list('/bin/a'), line('/var/log/x', new Uint8Array(32), true)]);
    expect(detailOf({ ...measuring(changing), more }, 'measurement-list')).toBe(
      '1 files changed while they were read, so that nobody knows what was used, the first /var/log/x',
    );
    expect([measuring(changing), { ...measuring(changing), more }].map((made) => stepsOf(made, 'measurement-list'))).toEqual([
      ['measurement-list unknown'],
      ['measurement-list fail'],
    ]);
    const told = { members: { imaLog: toBase64(list('/bin/a')) }, policy: { requireKnownFiles: true }, more };
    expect(stepsOf(told, 'measurement-list', 'policy')).toEqual(['measurement-list unknown', 'policy unknown']);
    expect(stepsOf({ policy: { requireKnownFiles: true }, more }, 'measurement-list', 'policy')).toEqual([
      'measurement-list not-applicable',
      'policy unknown',
    ]);
  });
});
