import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Appraisal, AppraisalInput, EarlierQuote } from '#lib/attestation/appraisal-types.ts';
import { appraiseEvidence } from '#lib/attestation/appraise-evidence.ts';
import { parseEvidence } from '#lib/attestation/evidence.ts';
import type { AttestationEvidence } from '#lib/attestation/evidence-types.ts';
import { toHex } from '#lib/encoding/bytes.ts';
import { describeWithTpm } from '#lib/testing/describe-with-tpm.ts';
import { makeEventLog, SMALL_BOOT } from '#lib/testing/event-logs.ts';
import { type SoftwareTpm, startSoftwareTpm } from '#lib/testing/software-tpm.ts';
import { parseEventLog } from '#lib/tpm/event-log.ts';
import { nameOf } from '#lib/tpm/public-area.ts';
import { runAgent } from './run-agent.ts';

const SHA256 = 0x000b;
const LOG = makeEventLog(SMALL_BOOT, [SHA256]);
const ASKED = [0, 1, 2, 3, 4, 5, 6, 7];
const SELECTION = `sha256:${ASKED.join(',')}`;
const NONE = new Uint8Array();

/** One question to a device, and what it said. */
interface Answer {
  readonly nonce: Uint8Array;
  readonly evidence: AttestationEvidence;
}

describeWithTpm('what a device with a TPM answers, and what is concluded from it', () => {
  let tpm: SoftwareTpm;
  let other: SoftwareTpm;
  /** Of the key that was enrolled: the first that answers. */
  let enrolled: AttestationEvidence;

  /** Lets the agent answer a question. */
  const ask = async (
    device: SoftwareTpm,
    { selection = SELECTION, log = LOG }: { selection?: string; log?: Uint8Array } = {},
  ): Promise<Answer> => {
    const nonce = new Uint8Array(randomBytes(32));
    const [out, logFile] = [join(device.folder, 'evidence.json'), join(device.folder, 'log')];
    device.write('log', log);
    const words = [
      '--out',
      out,
      '--nonce',
      toHex(nonce),
      '--selection',
      selection,
      '--log',
      logFile,
      '--no-inventory',
      '--tcti',
      device.tcti,
    ];
    const warned: string[] = [];
    const world = { environment: { PATH: process.env.PATH }, print: () => undefined, warn: (line: string) => warned.push(line) };
    expect(await runAgent(words, { ...world, signal: new AbortController().signal }), warned.join('\n')).toBe(0);
    return { nonce, evidence: parseEvidence(new Uint8Array(readFileSync(out))) };
  };
  /** Starts as the log says. */
  const boot = async (device: SoftwareTpm): Promise<void> => {
    await device.reboot();
    await device.extend(
      parseEventLog(LOG).events.flatMap(({ pcr, digests }) => digests.map(({ digest }) => ({ pcr, bank: 'sha256', digest }))),
    );
  };
  const appraise = ({ nonce, evidence }: Answer, more: Partial<AppraisalInput> = {}): Appraisal =>
    appraiseEvidence({
      evidence,
      enrolment: {
        proof: 'activation',
        keyName: nameOf(enrolled.attestationKey),
        revoked: false,
        endorsementKey: enrolled.endorsementKey,
        chain: 'pass',
        components: 'unknown',
      },
      challenge: {
        nonce,
        selection: [{ hash: SHA256, pcrs: ASKED }],
        issuedAt: '2026-06-01T00:00:00Z',
        expiresAt: '2026-06-01T00:05:00Z',
        answeredAt: null,
        keyName: nameOf(enrolled.attestationKey) ?? NONE,
      },
      receivedAt: '2026-06-01T00:00:10Z',
      earlier: null,
      otherKey: null,
      compareReferences: null,
      knownFiles: null,
      policy: {
        requiredPcrs: [{ hash: SHA256, pcrs: ASKED }],
        requireSecureBoot: true,
        requireReferences: false,
        requireKnownFiles: false,
      },
      ...more,
    });
  /** What stays of an answer for the next one to be compared with. */
  const earlierOf = ({ quote }: AttestationEvidence): EarlierQuote => ({
    ...quote.clockInfo,
    firmwareVersion: quote.firmwareVersion,
    matched: ASKED.map((pcr) => ({ hash: SHA256, pcr })),
  });
  const failed = ({ checks }: Appraisal): Readonly<Record<string, string>> =>
    Object.fromEntries(checks.filter(({ status, id }) => status === 'fail' && id !== 'policy').map(({ id, detail }) => [id, detail]));

  beforeAll(async () => {
    tpm = await startSoftwareTpm({ serial: 'SN-1' });
    other = await startSoftwareTpm({ vendor: tpm.vendor, serial: 'SN-2' });
    enrolled = (await ask(tpm)).evidence;
  });
  afterAll(async () => {
    await other?.stop();
    await tpm?.stop();
  });
  beforeEach(() => boot(tpm));

  test('a device that started as its log says convinces in every check', async () => {
    const appraisal = appraise(await ask(tpm));
    expect(failed(appraisal)).toEqual({});
    const passed = appraisal.checks.filter(({ status }) => status === 'pass').map(({ id }) => id);
    expect(passed).toEqual(
      expect.arrayContaining(['signature', 'enrolment', 'qualified-name', 'nonce', 'challenge', 'pcr-digest', 'pcrs', 'secure-boot']),
    );
  });

  test('a reboot is an event, and no failure', async () => {
    const { evidence } = await ask(tpm);
    await boot(tpm);
    const appraisal = appraise(await ask(tpm), { earlier: earlierOf(evidence) });
    expect({ failed: failed(appraisal), events: appraisal.events }).toEqual({ failed: {}, events: [{ kind: 'reboot', times: 1 }] });
  });

  test('a PCR that was extended outside the log is named', async () => {
    await tpm.extend([{ pcr: 5, bank: 'sha256', digest: new Uint8Array(32).fill(1) }]);
    expect(failed(appraise(await ask(tpm)))).toEqual({
      pcrs: 'PCR 5 (sha256) holds another value than the log says: the log does not tell how this device started.',
    });
  });

  test('a PCR that matched before and was extended since, without a reboot, is an event of its own', async () => {
    const { evidence } = await ask(tpm);
    await tpm.extend([{ pcr: 5, bank: 'sha256', digest: new Uint8Array(32).fill(1) }]);
    const { checks, events } = appraise(await ask(tpm), { earlier: earlierOf(evidence) });
    expect(events).toEqual([{ kind: 'extended-after-boot', pcrs: [{ hash: SHA256, pcr: 5 }] }]);
    expect(checks.find(({ id }) => id === 'pcrs')?.detail).toBe(
      'PCR 5 (sha256) matched the log earlier in this boot, and was extended since by something that is not in the log.',
    );
  });

  test('an old answer to a new question is over another nonce, and of an earlier time', async () => {
    const { evidence } = await ask(tpm);
    const { nonce } = await ask(tpm);
    expect(failed(appraise({ evidence, nonce }, { earlier: earlierOf(evidence) }))).toEqual({
      nonce: 'the quote is not over the nonce: it answers another question, or the inventory was changed',
      clock: 'the clock of the TPM is not later than in the last quote: this quote is the same, or older',
    });
  });

  test('another TPM in the place of the one that was enrolled signs with another key', async () => {
    await boot(other);
    const answer = failed(appraise(await ask(other)));
    expect(answer.enrolment).toBe('another key signed than the one that is enrolled for this device');
    expect(answer['qualified-name']).toBe('the key that signed stands below another key than the endorsement key');
  });

  test('a quote of a bank that the TPM does not have covers nothing that was asked for', async () => {
    const { 'requested-pcrs': requested, 'pcr-digest': digest } = failed(appraise(await ask(tpm, { selection: 'sha1:0,1,2,3,4,5,6,7' })));
    expect(requested).toBe('the quote covers no PCR of sha256: the TPM has no such bank, or it was left out');
    expect(digest).toBe('The quote covers no PCR, so it says nothing of what was started.');
  });

  test('a quote of fewer PCRs than were asked for names the missing ones', async () => {
    const { 'requested-pcrs': requested } = failed(appraise(await ask(tpm, { selection: 'sha256:0,1,2,3' })));
    expect(requested).toBe('the quote does not cover PCR 4 to 7 of sha256');
  });

  test('a log with one record changed tells another start, and the PCR is named', async () => {
    const digest = parseEventLog(LOG).events[0]?.digests[0]?.digest ?? NONE;
    const log = new Uint8Array(Buffer.from(toHex(LOG).replace(toHex(digest), 'ab'.repeat(32)), 'hex'));
    const { pcrs } = failed(appraise(await ask(tpm, { log })));
    expect(pcrs).toBe('PCR 0 (sha256) holds another value than the log says: the log does not tell how this device started.');
  });

  test('a log that breaks off is damaged', async () => {
    const { 'event-log': log } = failed(appraise(await ask(tpm, { log: LOG.subarray(0, -3) })));
    expect(log).toMatch(/^the event log is damaged: /);
  });
});
