import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { toHex } from '#lib/encoding/bytes.ts';
import { describeWithTpm } from '#lib/testing/describe-with-tpm.ts';
import { type SoftwareTpm, startSoftwareTpm } from '#lib/testing/software-tpm.ts';
import { findTpmHash, hashNameOf } from './algorithms.ts';
import { EVENT_TYPE } from './event-types.ts';
import { parseEventLogs } from './parse.ts';
import { replay } from './replay.ts';
import type { EventLog } from './types.ts';

const CORPUS = join('..', 'shared', 'corpus');
const isPresent = existsSync(CORPUS);
if (!isPresent) console.info(`NOTICE: ${CORPUS} is absent; real event logs are not extended into a TPM`);
const expected: Readonly<Record<string, { kind?: string; error?: boolean }>> = isPresent
  ? JSON.parse(readFileSync(join(CORPUS, 'expected.json'), 'utf8'))
  : {};
const paths = Object.entries(expected).flatMap(([path, { kind, error }]) => (kind === 'tpm-event-log' && error !== true ? [path] : []));

const BANKS = ['sha1', 'sha256', 'sha384'];
/**
 * PCRs that take extends from where our commands come from; those of a dynamic launch do not. A log that tells of another locality
 * than 0 was begun by another command than ours: its PCR 0 can't be had here.
 */
const PCRS = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 23];

function extendsOf({ events }: EventLog) {
  const measured = events.filter(({ type, pcr }) => type !== EVENT_TYPE.EV_NO_ACTION && PCRS.includes(pcr));
  const all = measured.flatMap(({ pcr, digests }) => digests.map(({ hash, digest }) => ({ pcr, bank: hashNameOf(hash), digest })));
  return all.filter(({ bank }) => BANKS.includes(bank));
}

describeWithTpm('real event logs, extended into a running TPM', () => {
  let tpm: SoftwareTpm;

  beforeAll(async () => {
    tpm = await startSoftwareTpm({ banks: BANKS });
  });
  afterAll(() => tpm?.stop());

  describe.runIf(isPresent)('of the corpus', () => {
    test.each(paths)('%s gives the PCRs that we replay', async (path) => {
      const [log] = parseEventLogs(new Uint8Array(readFileSync(join(CORPUS, path)))).logs;
      if (log === undefined) throw new Error('no log');
      await tpm.reboot();
      await tpm.extend(extendsOf(log));
      const asked = PCRS.filter((pcr) => pcr !== 0 || log.startupLocality === 0);
      for (const { hash, pcrs } of replay(log).filter((bank) => BANKS.includes(hashNameOf(bank.hash)))) {
        const unused = new Uint8Array(findTpmHash(hash)?.size ?? 0);
        await tpm.tool('tpm2_pcrread', `${hashNameOf(hash)}:${asked.join(',')}`, '-o', 'pcrs', '-F', 'values');
        expect(toHex(tpm.read('pcrs'))).toBe(asked.map((pcr) => toHex(pcrs.get(pcr) ?? unused)).join(''));
      }
    });
  });
});
