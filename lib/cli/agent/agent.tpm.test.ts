import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { parseEvidence } from '#lib/attestation/evidence.ts';
import { concatBytes, encodeUtf8, fromHex, toBase64, toHex } from '#lib/encoding/bytes.ts';
import { digestOf, sha256Hex } from '#lib/encoding/digest.ts';
import { describeWithTpm } from '#lib/testing/describe-with-tpm.ts';
import { makeEventLog, SMALL_BOOT } from '#lib/testing/event-logs.ts';
import { type SoftwareTpm, startSoftwareTpm } from '#lib/testing/software-tpm.ts';
import { comparePcrs } from '#lib/tpm/compare-pcrs.ts';
import { parseEventLog } from '#lib/tpm/event-log.ts';
import { nameOf, subjectPublicKeyInfoOf } from '#lib/tpm/public-area.ts';
import { verifyTpmSignature } from '#lib/tpm/verify-signature.ts';
import { type AttestationServer, startAttestationServer } from '../testing/attestation-server.ts';
import { runAgent } from './run-agent.ts';

const TOKEN = 'a-token-that-nobody-guesses';
const LOG = makeEventLog(SMALL_BOOT, [0x000b]);

interface Ran {
  readonly exitCode: number;
  readonly printed: readonly string[];
  readonly warned: readonly string[];
}

describeWithTpm('the agent beside a running TPM', () => {
  let tpm: SoftwareTpm;
  let server: AttestationServer;
  /** A folder of programs, first on the PATH: none of this machine's own tells of its parts. */
  let programs: string;

  const run = async (...words: readonly string[]): Promise<Ran> => {
    const [printed, warned]: [string[], string[]] = [[], []];
    const exitCode = await runAgent(['--tcti', tpm.tcti, '--ima-log', join(tpm.folder, 'no-ima'), ...words], {
      environment: { PATH: `${programs}:${process.env.PATH}`, ASSAY_TOKEN: TOKEN, RUNTIME_DIRECTORY: join(tpm.folder, 'run') },
      print: (line) => printed.push(line),
      warn: (line) => warned.push(line),
      signal: new AbortController().signal,
    });
    return { exitCode, printed, warned };
  };
  const once = (...words: readonly string[]): Promise<Ran> =>
    run('--server', server.url, '--once', '--log', join(tpm.folder, 'log'), ...words);
  const program = (name: string, script: string): void => {
    writeFileSync(join(programs, name), `#!/bin/sh\n${script}\n`);
    chmodSync(join(programs, name), 0o755);
  };
  const lastEvidence = () => {
    const last = server.evidence.at(-1);
    if (last === undefined) throw new Error('nothing was handed in');
    return { nonce: fromHex(last.nonce), text: last.text, evidence: parseEvidence(encodeUtf8(last.text)) };
  };

  beforeAll(async () => {
    tpm = await startSoftwareTpm();
    programs = join(tpm.folder, 'programs');
    for (const folder of ['programs', 'run']) mkdirSync(join(tpm.folder, folder));
    tpm.write('log', LOG);
    program('dmidecode', "echo 'a table'");
    program('lshw', 'echo "{\\"arguments\\": \\"$*\\"}"');
    program('fwupdmgr', 'echo no daemon >&2; exit 1');
    server = await startAttestationServer();
  });
  afterAll(async () => {
    await server?.close();
    await tpm?.stop();
  });
  beforeEach(() => {
    server.instead.length = 0;
  });

  test('it enrols its key once, and answers each challenge with a quote that verifies', async () => {
    const first = await once();
    expect(first).toMatchObject({ exitCode: 0, printed: [expect.stringContaining('handed in: ')] });
    const second = await once();
    expect(second.warned.filter((line) => line.startsWith('enrolled'))).toEqual([]);
    const { quote, signature, attestationKey: key } = lastEvidence().evidence;
    const subjectPublicKeyInfo = subjectPublicKeyInfoOf(key) ?? new Uint8Array();
    expect(verifyTpmSignature({ octets: quote.octets, signature, subjectPublicKeyInfo }).status).toBe('valid');
    expect(server.seen.every(({ authorization }) => authorization === `Bearer ${TOKEN}`)).toBe(true);
    expect(first.warned).toContain(`enrolled the attestation key ${toHex(nameOf(key) ?? new Uint8Array())}`);
  });

  test('the quote is over the nonce and the inventory, whose parts stand in the bundle as the programs printed them', async () => {
    const { warned } = await once();
    const { nonce, evidence } = lastEvidence();
    const [table, list] = [encodeUtf8('a table\n'), encodeUtf8('{"arguments": "-json"}\n')];
    expect(evidence.inventory).toEqual([
      { name: 'dmidecode', octets: table },
      { name: 'lshw', octets: list },
    ]);
    const manifest = `${sha256Hex(table)}  dmidecode\n${sha256Hex(list)}  lshw\n`;
    const wanted = digestOf('sha256', concatBytes([nonce, digestOf('sha256', encodeUtf8(manifest))]));
    expect(toHex(evidence.quote.extraData)).toBe(toHex(wanted));
    expect(warned).toContain('fwupdmgr ended with exit code 1: no daemon: its part is absent');
  });

  test('without an inventory the quote is over the nonce itself, and the log and the certificate are those of the machine', async () => {
    const { exitCode, warned } = await once('--no-inventory');
    expect(exitCode).toBe(0);
    const { nonce, evidence, text } = lastEvidence();
    expect({ inventory: evidence.inventory, imaLog: evidence.imaLog }).toEqual({ inventory: [], imaLog: { state: 'absent' } });
    expect(warned).toContain(`there is no ${join(tpm.folder, 'no-ima')}: that log is absent`);
    expect({ extraData: toHex(evidence.quote.extraData), pcrSelect: evidence.quote.pcrSelect }).toEqual({
      extraData: toHex(nonce),
      pcrSelect: [{ hash: 0x000b, pcrs: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9] }],
    });
    expect(JSON.parse(text).eventLog).toBe(toBase64(LOG));
    await tpm.tool('tpm2_nvread', '0x01C00002', '-o', 'ek.crt');
    expect(toHex(evidence.endorsementCertificate ?? new Uint8Array())).toBe(toHex(tpm.read('ek.crt')));
  });

  test('the values of the PCRs come along, so that the one is named which something outside the log extended', async () => {
    await tpm.reboot();
    const log = parseEventLog(LOG);
    await tpm.extend(log.events.flatMap(({ pcr, digests }) => digests.map(({ digest }) => ({ pcr, bank: 'sha256', digest }))));
    await tpm.extend([{ pcr: 5, bank: 'sha256', digest: new Uint8Array(32).fill(1) }]);
    await once('--no-inventory');
    const { quote, pcrValues: values } = lastEvidence().evidence;
    const quoted = { selections: quote.pcrSelect, pcrDigest: quote.pcrDigest, hash: 'sha256' } as const;
    const { digest, verdicts } = comparePcrs({
      quoted,
      values,
      logs: [log],
      noLog: 'log-absent',
      imaLog: null,
      runtimeLog: null,
      matchedEarlier: [],
    });
    expect(digest).toBe('confirms-values');
    expect(verdicts.filter(({ status }) => status !== 'match').map(({ pcr, reason }) => [pcr, reason])).toEqual([[5, 'other-value']]);
  });

  test('values that tpm2_quote can not confirm are left out, and the quote comes without them', async () => {
    program('tpm2_quote', 'case " $* " in *" -o "*) exit 1;; esac; PATH=/usr/local/bin:/usr/bin exec tpm2_quote "$@"');
    const { exitCode } = await once('--no-inventory');
    rmSync(join(programs, 'tpm2_quote'));
    expect({ exitCode, pcrValues: lastEvidence().evidence.pcrValues }).toEqual({ exitCode: 0, pcrValues: null });
  });

  test('the key outlives a reboot, and no file outlives a round', async () => {
    await once('--no-inventory');
    const before = toHex(lastEvidence().evidence.attestationKey.octets);
    await tpm.reboot();
    const { warned } = await once('--no-inventory');
    expect(toHex(lastEvidence().evidence.attestationKey.octets)).toBe(before);
    expect(warned.filter((line) => line.startsWith('enrolled'))).toEqual([]);
    expect(readdirSync(join(tpm.folder, 'run'))).toEqual([]);
  });

  test.each([
    ['p-384', '0x81000005'],
    ['p-256', '0x81000006'],
  ])('a key below the %s endorsement key enrols as well', async (name, handle) => {
    const { exitCode, warned } = await once('--no-inventory', '--endorsement-key', name, '--key-handle', handle);
    expect({ exitCode, enrolled: warned.some((line) => line.startsWith('enrolled')) }).toEqual({ exitCode: 0, enrolled: true });
  });

  test('a key that is no attestation key, or lies below another endorsement key, is left alone', async () => {
    await once('--no-inventory');
    expect(await once('--no-inventory', '--key-handle', '0x81010016')).toMatchObject({
      exitCode: 2,
      warned: [expect.stringContaining('0x81010016 is no attestation key')],
    });
    const other = await once('--endorsement-key', 'p-384', '--no-inventory');
    expect(other).toMatchObject({ exitCode: 2, warned: [expect.stringContaining('does not lie below the endorsement key at 0x81010016')] });
  });

  test('a secret that the server does not take, and a server that forgets the key at once, are told', async () => {
    const words = ['--no-inventory', '--key-handle', '0x81000007'];
    server.instead.push(null, null, { status: 400, body: { detail: 'Too late.', fix: 'Begin again.' } });
    expect(await once(...words)).toMatchObject({ exitCode: 77, warned: [expect.stringContaining('answers 400: Too late. Begin again.')] });
    server.instead.push(null, null, null, { status: 404, body: {} });
    expect((await once(...words)).warned.at(-1)).toBe('the server enrolled the attestation key, and still does not know it');
  });

  test('it writes the evidence for a nonce that came by another way, and sends nothing', async () => {
    const [out, sent] = [join(tpm.folder, 'evidence.json'), server.seen.length];
    const nonce = 'c0'.repeat(32);
    const { exitCode, printed } = await run(
      '--out',
      out,
      '--nonce',
      nonce,
      '--selection',
      'sha256:0,7',
      '--no-inventory',
      '--log',
      join(tpm.folder, 'log'),
    );
    expect({ exitCode, printed, sent: server.seen.length }).toEqual({ exitCode: 0, printed: [`written: ${out}`], sent });
    expect(parseEvidence(new Uint8Array(readFileSync(out))).quote).toMatchObject({
      extraData: fromHex(nonce),
      pcrSelect: [{ hash: 0x000b, pcrs: [0, 7] }],
    });
  });

  test('a TPM that does not answer is told with the program that did not reach it', async () => {
    const ran = await once('--no-inventory', '--tcti', 'swtpm:host=127.0.0.1,port=1');
    expect(ran).toMatchObject({ exitCode: 2, warned: [expect.stringContaining('tpm2_getcap ended with exit code 1')] });
  });

  test('the token reaches no program that the agent runs', async () => {
    program('lshw', `env > '${join(tpm.folder, 'environment')}'; echo '{}'`);
    await once();
    expect(existsSync(join(tpm.folder, 'environment'))).toBe(true);
    expect(readFileSync(join(tpm.folder, 'environment'), 'utf8')).not.toContain(TOKEN);
  });
});
