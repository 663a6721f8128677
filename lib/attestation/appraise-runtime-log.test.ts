import { describe, expect, test } from 'vitest';
import { concatBytes, encodeUtf8, toBase64 } from '#lib/encoding/bytes.ts';
import { type MadeAppraisal, makeAppraisal } from '#lib/testing/appraisals.ts';
import { makeEvidence, pcrsAfter } from '#lib/testing/attestation-evidence.ts';
import { SMALL_BOOT } from '#lib/testing/event-logs.ts';
import { type MadeMeasurement, makeRuntimeLog, SMALL_RUN } from '#lib/testing/runtime-logs.ts';
import type { PcrSelection } from '#lib/tpm/pcr-selection.ts';
import { appraiseEvidence } from './appraise-evidence.ts';

const SHA256 = 0x000b;
const ALL: readonly PcrSelection[] = [{ hash: SHA256, pcrs: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 12, 13, 14, 15] }];
const QUOTED = { challenge: { selection: ALL } };

/** A device that ran, told by this log of systemd. */
function ran(run: readonly MadeMeasurement[], told: readonly MadeMeasurement[] | null = run): MadeAppraisal {
  const members = told === null ? { runtimeLog: undefined } : { runtimeLog: toBase64(makeRuntimeLog(told)) };
  return { ...QUOTED, device: { run, selections: ALL, hashes: [SHA256] }, members };
}
/** The values come along, so that it can be said in which PCR something differs. */
function withValues(made: MadeAppraisal): MadeAppraisal {
  const { eventLog } = makeEvidence(made.device);
  const steps = (made.device?.run ?? []).flatMap(({ pcr, text, secret }) =>
    pcr === undefined ? [] : [{ pcr, data: encodeUtf8(text), secret }],
  );
  const valueIn = pcrsAfter(eventLog, steps);
  const values = ALL.flatMap(({ hash, pcrs }) => pcrs.map((pcr) => valueIn(hash, pcr) ?? new Uint8Array()));
  return { ...made, members: { ...made.members, pcrValues: toBase64(concatBytes(values)) } };
}

const appraise = (made: MadeAppraisal) => appraiseEvidence(makeAppraisal(made));
const pcrOf = (made: MadeAppraisal, pcr: number) => {
  const verdict = appraise(made).comparison.verdicts.find((one) => one.pcr === pcr && one.hash === SHA256);
  return `${verdict?.status} ${verdict?.reason}`;
};
const checkOf = (made: MadeAppraisal, id: string) => appraise(made).checks.find((check) => check.id === id)?.status;

describe('what systemd measured behind the firmware', () => {
  test('is what the PCRs hold, as its log says', () => {
    const made = ran(SMALL_RUN);
    expect(appraise(made).comparison.digest).toBe('reproduced');
    expect([9, 11, 15].map((pcr) => pcrOf(made, pcr))).toEqual(Array.from({ length: 3 }, () => 'match runtime-log'));
    expect([4, 12].map((pcr) => pcrOf(made, pcr))).toEqual(['match replayed', 'match never-extended']);
    expect(checkOf(made, 'pcrs')).toBe('pass');
  });

  test('may have grown since the quote', () => {
    const later = { pcr: 11, eventType: 'phase', text: 'shutdown' };
    expect(pcrOf(ran(SMALL_RUN, [...SMALL_RUN, later]), 11)).toBe('match runtime-log');
  });

  test('without its log is something that nothing explains', () => {
    const made = withValues(ran(SMALL_RUN, null));
    expect(pcrOf(made, 11)).toBe('quote-only no-record');
    expect(checkOf(made, 'pcrs')).toBe('fail');
  });

  test('is told otherwise by a log that leaves a measurement out', () => {
    const shorter = SMALL_RUN.filter(({ text }) => text !== 'leave-initrd');
    const made = withValues(ran(SMALL_RUN, shorter));
    expect(pcrOf(made, 11)).toBe('mismatch other-value');
    expect(pcrOf(made, 15)).toBe('match runtime-log');
  });

  test('and is nothing that systemd measures there stays unexplained', () => {
    const foreign = { pcr: 13, eventType: 'mine', text: 'x' };
    const made = withValues(ran([...SMALL_RUN, foreign]));
    expect([pcrOf(made, 13), checkOf(made, 'pcrs')]).toEqual(['unexplained extended-by-system', 'unknown']);
  });
});

test('a record of the firmware that is told as one of systemd counts for nothing', () => {
  // The image that was started last is taken out of the firmware's log, and its digest stands in that of systemd.
  const image = { pcr: 4, eventType: 'volume-key', text: 'cryptsetup:root:1', secret: new Uint8Array(32).fill(1) };
  const made = withValues(ran([image]));
  expect(pcrOf(made, 4)).toBe('mismatch other-value');
  const renamed = { pcr: 4, eventType: 'phase', text: 'enter-initrd' };
  expect(pcrOf(withValues(ran([renamed])), 4)).toBe('mismatch other-value');
});

test('a log that is damaged is left out, and the quote counts all the same', () => {
  const { eventLog } = makeEvidence({ events: SMALL_BOOT });
  const made = { members: { eventLog: toBase64(eventLog), runtimeLog: toBase64(makeRuntimeLog().subarray(0, 100)) } };
  expect(checkOf(made, 'signature')).toBe('pass');
  expect(makeAppraisal(made).evidence.runtimeLog).toMatchObject({ state: 'unreadable', failure: { code: 'truncated' } });
});
