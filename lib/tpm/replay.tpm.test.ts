import { afterAll, beforeAll, expect, test } from 'vitest';
import { fromHex, toHex } from '#lib/encoding/bytes.ts';
import { describeWithTpm } from '#lib/testing/describe-with-tpm.ts';
import { makeEventLog, SMALL_BOOT } from '#lib/testing/event-logs.ts';
import { type PcrExtension, type SoftwareTpm, startSoftwareTpm } from '#lib/testing/software-tpm.ts';
import { createAttestationKey, type LivingKey, quote } from '#lib/testing/tpm-tools.ts';
import { hashNameOf } from './algorithms.ts';
import { comparePcrs } from './compare-pcrs.ts';
import { describeDigest, describePcr } from './describe-pcr.ts';
import { parseEventLog } from './event-log.ts';
import { parseTpmQuote } from './parse.ts';
import type { PcrComparisonInput } from './pcr-verdict-types.ts';
import { replay } from './replay.ts';
import type { EventLog } from './types.ts';

const BANKS = [0x000b, 0x000c];
const NONCE = new Uint8Array(32).fill(0x77);
const BOOT = makeEventLog(SMALL_BOOT, BANKS);
const OUTSIDE: PcrExtension = { pcr: 0, bank: 'sha256', digest: new Uint8Array(32).fill(0xee) };

/** What firmware does: everything that the log tells goes into the PCRs. */
async function boot(tpm: SoftwareTpm, log: EventLog): Promise<void> {
  const all = log.events.flatMap(({ pcr, digests }) => digests.map(({ hash, digest }) => ({ pcr, bank: hashNameOf(hash), digest })));
  await tpm.extend(all);
}

/** The quote beside the log, in sentences: of the digest, and of each PCR that isn't as the log says. */
function told(message: Uint8Array, log: EventLog | null, matchedEarlier: PcrComparisonInput['matchedEarlier'] = []): readonly string[] {
  const { pcrSelect: selections, pcrDigest } = parseTpmQuote(message);
  const logs = log === null ? [] : [log];
  const quoted = { selections, pcrDigest, hash: 'sha256' } as const;
  const comparison = comparePcrs({ quoted, values: null, logs, noLog: 'log-absent', imaLog: null, runtimeLog: null, matchedEarlier });
  const others = comparison.verdicts.filter(({ status }) => status !== 'match');
  return [describeDigest(comparison, logs.length), ...others.map(describePcr)];
}

const REPLAYS = 'The logs replay to the PCRs that were quoted.';
const DIFFERS = 'The logs do not replay to the PCRs that were quoted.';

describeWithTpm('the event log of a machine and the PCRs of its TPM', () => {
  const log = parseEventLog(BOOT);
  let tpm: SoftwareTpm;
  let key: LivingKey;
  const quoted = async (selection = 'sha256:0,1,2,3,4,5,6,7,8,9+sha384:0,4,7'): Promise<Uint8Array> =>
    (await quote(tpm, { key, selection, nonce: NONCE })).message;
  const restart = async (): Promise<void> => {
    await tpm.reboot();
    await boot(tpm, log);
  };

  beforeAll(async () => {
    tpm = await startSoftwareTpm({ banks: ['sha256', 'sha384'] });
    key = await createAttestationKey(tpm);
    await boot(tpm, log);
  });
  afterAll(async () => {
    await tpm?.stop();
  });

  test('what the log replays to is what the TPM quotes, in both banks at once, before and after a reboot', async () => {
    for (let start = 0; start < 2; start += 1) {
      await restart();
      const [digest, ...others] = told(await quoted(), log);
      expect(digest).toBe(REPLAYS);
      expect(
        others.every(
          (sentence) => sentence.startsWith('PCR ') && sentence.includes('(sha384) is in the log, and the quote does not cover it'),
        ),
      ).toBe(true);
    }
  });

  test('each PCR that the log tells of has the value that the TPM reads out', async () => {
    await restart();
    for (const { hash, pcrs } of replay(log)) {
      const wanted = [...pcrs.keys()].sort((a, b) => a - b);
      await tpm.tool('tpm2_pcrread', `${hashNameOf(hash)}:${wanted.join(',')}`, '-o', 'pcrs', '-F', 'values');
      const values = wanted.map((pcr) => toHex(pcrs.get(pcr) ?? new Uint8Array())).join('');
      expect(toHex(tpm.read('pcrs'))).toBe(values);
    }
  });

  test('a PCR that something outside the log extends is seen in the quotes that cover it, until the next start', async () => {
    await restart();
    await tpm.extend([OUTSIDE]);
    const all = 'sha256:0,1,2,3,4,5,6,7,8';
    const differs = 'may hold another value than the log says: the digest of the quote is over all its PCRs, and at least one differs.';
    expect(told(await quoted(all), log).slice(0, 2)).toEqual([DIFFERS, `PCR 0 (sha256) ${differs}`]);
    const earlier = [{ hash: 0x000b, pcr: 0 }];
    const since = 'matched the log earlier in this boot, and was extended since by something that is not in the log.';
    expect(told(await quoted(all), log, earlier)).toContain(`PCR 0 (sha256) ${since}`);
    expect(told(await quoted('sha256:1,2,3,4,5,6,7,8'), log)[0]).toBe(REPLAYS);
    await restart();
    expect(told(await quoted(all), log)[0]).toBe(REPLAYS);
  });

  test('a log with one digest changed is not what the TPM quotes', async () => {
    await restart();
    const digest = toHex(log.events[0]?.digests[0]?.digest ?? new Uint8Array());
    const forged = parseEventLog(fromHex(toHex(BOOT).replace(digest, 'ab'.repeat(32))));
    expect(told(await quoted(), forged)[0]).toBe(DIFFERS);
  });

  test('a quote of fewer PCRs leaves the others to be told by the log alone', async () => {
    await restart();
    const sentences = told(await quoted('sha256:0,1,2'), log);
    expect(sentences[0]).toBe(REPLAYS);
    expect(sentences).toContain('PCR 7 (sha256) is in the log, and the quote does not cover it: nothing attests it.');
  });

  test('a quote of a bank that the TPM does not have says nothing', async () => {
    await restart();
    expect(told(await quoted('sha1:0,1,2,3,4,5,6,7'), log)[0]).toBe('The quote covers no PCR, so it says nothing of what was started.');
  });

  test('without a log nothing can be compared', async () => {
    await restart();
    expect(told(await quoted('sha256:7'), null)).toEqual([
      'There is no log to compare the PCRs with that were quoted.',
      'PCR 7 (sha256) can be compared with nothing: no event log came with the quote.',
    ]);
  });
});
