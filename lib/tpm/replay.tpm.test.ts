import { afterAll, beforeAll, expect, test } from 'vitest';
import { fromHex, toHex } from '#lib/encoding/bytes.ts';
import { describeWithTpm } from '#lib/testing/describe-with-tpm.ts';
import { makeEventLog, SMALL_BOOT } from '#lib/testing/event-logs.ts';
import { type PcrExtension, type SoftwareTpm, startSoftwareTpm } from '#lib/testing/software-tpm.ts';
import { createAttestationKey, type LivingKey, quote } from '#lib/testing/tpm-tools.ts';
import { findTpmHash, hashNameOf } from './algorithms.ts';
import { parseEventLog } from './event-log.ts';
import { parseTpmQuote } from './parse.ts';
import { pcrDigestOf } from './pcr-values.ts';
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

/** Whether the quote is over what the log replays to, in the order of its own selection. */
function covers(message: Uint8Array, log: EventLog): boolean {
  const { pcrSelect, pcrDigest } = parseTpmQuote(message);
  const banks = new Map(replay(log).map(({ hash, pcrs }) => [hash, pcrs]));
  const valueIn = (hash: number, pcr: number): Uint8Array => banks.get(hash)?.get(pcr) ?? new Uint8Array(findTpmHash(hash)?.size ?? 0);
  return toHex(pcrDigestOf({ hash: 'sha256', selections: pcrSelect, valueIn }) ?? new Uint8Array()) === toHex(pcrDigest);
}

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
    expect(covers(await quoted(), log)).toBe(true);
    await restart();
    expect(covers(await quoted(), log)).toBe(true);
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

  test('a PCR that something outside the log extends is quoted with another value, and is as before after a reboot', async () => {
    await restart();
    await tpm.extend([OUTSIDE]);
    expect(covers(await quoted(), log)).toBe(false);
    expect(covers(await quoted('sha256:1,2,3,4,5,6,7,8,9'), log)).toBe(true);
    await restart();
    expect(covers(await quoted(), log)).toBe(true);
  });

  test('a log with one digest changed is not what the TPM quotes', async () => {
    await restart();
    const digest = toHex(log.events[0]?.digests[0]?.digest ?? new Uint8Array());
    const forged = parseEventLog(fromHex(toHex(BOOT).replace(digest, 'ab'.repeat(32))));
    expect(covers(await quoted(), forged)).toBe(false);
  });

  test('a quote of fewer PCRs tells which they are', async () => {
    await restart();
    const message = await quoted('sha256:0,1,2');
    expect(parseTpmQuote(message).pcrSelect).toEqual([{ hash: 0x000b, pcrs: [0, 1, 2] }]);
    expect(covers(message, log)).toBe(true);
  });
});
