import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { toBase64 } from '#lib/encoding/bytes.ts';
import { makeAppraisal } from '#lib/testing/appraisals.ts';
import { comparePcrs } from '#lib/tpm/compare-pcrs.ts';
import { parseTpmQuote } from '#lib/tpm/parse.ts';
import { parsePcrValues } from '#lib/tpm/pcr-values.ts';
import type { AppraisalInput } from './appraisal-types.ts';
import { appraiseEvidence } from './appraise-evidence.ts';

const FOLDER = join('..', 'shared', 'corpus', 'attestation');
const isPresent = existsSync(FOLDER);
if (!isPresent) console.info(`NOTICE: ${FOLDER} is absent; evidence of real machines is not appraised`);
const read = (name: string): Uint8Array => new Uint8Array(readFileSync(join(FOLDER, name)));

describe.runIf(isPresent)('a shielded machine with Windows', () => {
  const report = isPresent ? JSON.parse(readFileSync(join(FOLDER, 'windows-gcp-shielded-vm.json'), 'utf8')) : undefined;

  /** Its parts in the form of evidence; nobody of us asked it. */
  const inputOf = (over: Readonly<Record<string, unknown>> = {}): AppraisalInput => {
    const { AK, Quote, Log } = report;
    const members = { attestationKey: AK.Public, quote: Quote.Quote, signature: Quote.Signature, eventLog: Log.Raw, ...over };
    return makeAppraisal({ members, challenge: null, enrolment: { keyName: null }, policy: { requiredPcrs: [] } });
  };
  const stepsOf = (input: AppraisalInput, ...ids: readonly string[]) =>
    appraiseEvidence(input)
      .checks.filter(({ id }) => ids.includes(id))
      .map(({ id, status }) => `${id} ${status}`);

  test('its log replays to all that it quoted, and Secure Boot is on without a debugger', () => {
    const { comparison, facts, problems } = appraiseEvidence(inputOf());
    expect(comparison).toMatchObject({ digest: 'reproduced', log: 0, cappedBanks: [] });
    expect([...new Set(comparison.verdicts.map(({ status }) => status))]).toEqual(['match']);
    expect(comparison.verdicts).toHaveLength(24);
    expect(facts).toMatchObject({ secureBoot: 'on', debugMode: null, testSigning: 'off', kernelDebugging: 'off', bootCounter: 4n });
    expect(problems).toEqual([]);
    expect(stepsOf(inputOf(), 'signature', 'key-attributes', 'pcr-digest', 'event-log', 'secure-boot', 'policy')).toEqual([
      'signature pass',
      'key-attributes pass',
      'pcr-digest pass',
      'event-log pass',
      'secure-boot pass',
      'policy unknown',
    ]);
  });

  test('a record that is changed in its log is told, and nothing of the log counts', () => {
    const log = new Uint8Array(Buffer.from(report.Log.Raw, 'base64'));
    const changed = Uint8Array.from(log);
    // An octet of the digest of the first record.
    changed[8] = (changed[8] ?? 0) ^ 1;
    const input = inputOf({ eventLog: toBase64(changed) });
    expect(stepsOf(input, 'pcr-digest', 'secure-boot')).toEqual(['pcr-digest fail', 'secure-boot unknown']);
    expect(appraiseEvidence(input).facts).toBeNull();
  });
});

describe.runIf(isPresent)('a quote with the values of its PCRs beside it', () => {
  test('confirms them, and without a log there is nothing to compare them with', () => {
    const { pcrSelect, pcrDigest } = parseTpmQuote(read('keylime-quote/quote.out'));
    const compared = comparePcrs({
      quoted: { selections: pcrSelect, pcrDigest, hash: 'sha256' },
      values: parsePcrValues(read('keylime-quote/quotepcr.out')),
      logs: [],
      noLog: 'log-absent',
      imaLog: null,
      runtimeLog: null,
      matchedEarlier: [],
    });
    expect(compared.digest).toBe('confirms-values');
    expect(compared.verdicts.map(({ pcr, reason, attested }) => [pcr, reason, attested])).toEqual([
      [15, 'log-absent', true],
      [16, 'log-absent', true],
      [22, 'log-absent', true],
    ]);
  });
});
