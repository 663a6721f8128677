import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { parseEvidence } from '#lib/attestation/evidence.ts';
import { runAgent } from '#lib/cli/agent/run-agent.ts';
import { fromHex, toHex } from '#lib/encoding/bytes.ts';
import { findPemBlocks } from '#lib/encoding/pem.ts';
import { recordAnchor } from '#lib/ingest/testing/record-anchor.ts';
import { handIn, settle } from '#lib/ingest/testing/settle.ts';
import { listFleet } from '#lib/store/fleet.ts';
import type { Store } from '#lib/store/open-store.ts';
import { findSubmission } from '#lib/store/submissions.ts';
import { openTestStore } from '#lib/store/testing/test-database.ts';
import { makeAttestationKeyCertificate, namesOfTpm } from '#lib/testing/attestation-key-certificates.ts';
import { describeWithTpm } from '#lib/testing/describe-with-tpm.ts';
import { makeEventLog, SMALL_BOOT } from '#lib/testing/event-logs.ts';
import { makePlatformCertificate } from '#lib/testing/platform-certificates.ts';
import { makeSampleAuthorities } from '#lib/testing/sample-authorities.ts';
import { makeSampleDevice } from '#lib/testing/sample-device.ts';
import { type SoftwareTpm, startSoftwareTpm } from '#lib/testing/software-tpm.ts';
import {
  activateCredential,
  createAttestationKey,
  createInitialAttestationKey,
  ENDORSEMENT_KEYS,
  readEndorsementCertificate,
  readPublic,
} from '#lib/testing/tpm-tools.ts';
import { parseEventLog } from '#lib/tpm/event-log.ts';
import { nameOf, parsePublicArea, subjectPublicKeyInfoOf } from '#lib/tpm/public-area.ts';
import { parseCertificate } from '#lib/x509/certificate.ts';
import { callApi, userWithToken } from '../../server/testing/api-client.ts';
import { serveApi } from '../../server/testing/api-server.ts';

const LOG = makeEventLog(SMALL_BOOT, [0x000b]);
const authorities = makeSampleAuthorities();
const device = makeSampleDevice(7);
const base64 = (octets: Uint8Array): string => Buffer.from(octets).toString('base64');

/** The first certificate of a text. */
const derOf = (pem: Uint8Array): Uint8Array => findPemBlocks(pem)[0]?.der ?? pem;

/** With another digest in its first record. */
function forgedLog(): Uint8Array {
  const digest = toHex(parseEventLog(LOG).events[0]?.digests[0]?.digest ?? LOG);
  return fromHex(toHex(LOG).replace(digest, 'ab'.repeat(32)));
}

interface Ran {
  readonly exitCode: number;
  /** Id of the submission. */
  readonly submission: string;
  readonly warned: readonly string[];
}

/** A server with nothing in it, and an operator's token. */
interface Serving {
  readonly store: Store;
  readonly url: string;
  readonly token: string;
}

describeWithTpm('the agent of a device, and the server', () => {
  let tpm: SoftwareTpm;
  let other: SoftwareTpm;

  const serve = async (): Promise<Serving> => {
    const store = await openTestStore();
    const server = await serveApi(store);
    onTestFinished(() => server.close());
    return { store, url: server.url, token: await userWithToken(store, { name: 'olga', role: 'operator' }) };
  };
  const run = async ({ token }: Pick<Serving, 'token'>, { tcti }: SoftwareTpm, ...words: readonly string[]): Promise<Ran> => {
    const [printed, warned]: [string[], string[]] = [[], []];
    const exitCode = await runAgent(['--no-inventory', '--tcti', tcti, '--log', join(tpm.folder, 'log'), ...words], {
      environment: { PATH: process.env.PATH, ASSAY_TOKEN: token },
      print: (line) => printed.push(line),
      warn: (line) => warned.push(line),
      signal: new AbortController().signal,
    });
    return { exitCode, warned, submission: printed[0]?.split('/').at(-1) ?? '' };
  };
  const attest = (serving: Serving, of: SoftwareTpm, ...words: readonly string[]): Promise<Ran> =>
    run(serving, of, '--server', serving.url, '--once', ...words);
  /** Evidence in a file, for a nonce of whoever asks. */
  const write = async (serving: Serving, nonce: string, ...words: readonly string[]): Promise<Uint8Array> => {
    const out = join(tpm.folder, 'evidence.json');
    expect(await run(serving, tpm, '--out', out, '--nonce', nonce, ...words)).toMatchObject({ exitCode: 0 });
    return new Uint8Array(readFileSync(out));
  };
  /** Starts as the log says. */
  const boot = async (): Promise<void> => {
    await tpm.reboot();
    await tpm.extend(
      parseEventLog(LOG).events.flatMap(({ pcr, digests }) => digests.map(({ digest }) => ({ pcr, bank: 'sha256', digest }))),
    );
  };
  const isEnrolled = ({ warned }: Ran): boolean => warned.some((line) => line.startsWith('enrolled the attestation key'));

  /** The certificate of its maker says that this TPM is in the device. */
  const vouchForDevice = async (store: Store): Promise<void> => {
    const { issuer, serialNumber } = parseCertificate(await readEndorsementCertificate(tpm, 'rsa-2048'));
    const holder = { issuer: issuer.rdns.flat(), serialNumber };
    const { platform, components } = device;
    await handIn(store, makePlatformCertificate({ authority: authorities.vendor, holder, serialNumber: 7n, platform, components }));
  };

  beforeAll(async () => {
    tpm = await startSoftwareTpm({ serial: 'SN-1' });
    other = await startSoftwareTpm({ vendor: tpm.vendor, serial: 'SN-2' });
    tpm.write('log', LOG);
  });
  afterAll(async () => {
    await other?.stop();
    await tpm?.stop();
  });

  test('a device enrols and attests, and its evidence belongs to the device whose certificate names its TPM', async () => {
    const serving = await serve();
    await vouchForDevice(serving.store);
    const first = await attest(serving, tpm);
    expect({ exitCode: first.exitCode, enrolled: isEnrolled(first) }, first.warned.join('\n')).toEqual({ exitCode: 0, enrolled: true });
    await settle(serving.store, new Date());
    expect((await listFleet(serving.store)).items).toHaveLength(1);
    const told = await callApi(serving.store, `GET /api/v1/submissions/${first.submission}`, { token: serving.token });
    expect(told.body).toMatchObject({ status: 'settled', kind: 'attestation-evidence', devices: [expect.anything()] });
  });

  test('what was asked stands with the answer, and after a reboot nothing is enrolled again', async () => {
    const serving = await serve();
    await attest(serving, tpm);
    await tpm.reboot();
    const second = await attest(serving, tpm);
    expect({ exitCode: second.exitCode, enrolled: isEnrolled(second) }).toEqual({ exitCode: 0, enrolled: false });
    const kept = await findSubmission(serving.store, second.submission);
    const { body } = await callApi(serving.store, `GET /api/v1/artifacts/${kept?.sha256}/content`, { token: serving.token });
    const { quote, attestationKey } = parseEvidence(new Uint8Array(body));
    expect(kept?.challenge).toMatchObject({ nonce: toHex(quote.extraData), attestationKey: toHex(nameOf(attestationKey) ?? LOG) });
  });

  test('an answer that was given before is refused, whoever gives it again', async () => {
    const serving = await serve();
    await attest(serving, tpm);
    const attestationKey = toHex((await keyOf(tpm)) ?? LOG);
    const { store, token } = serving;
    const { body: challenge } = await callApi(store, 'POST /api/v1/attestation/challenges', { token, json: { attestationKey } });
    const bytes = await write(serving, challenge.nonce);
    const answer = () => callApi(store, `POST /api/v1/artifacts?challenge=${challenge.id}`, { token, bytes });
    expect((await answer()).status).toBe(201);
    const again = await answer();
    expect([again.status, again.body.detail]).toEqual([409, expect.stringContaining('This challenge was answered before.')]);
  });

  test('another TPM that shows the copy of a certificate is refused before it is asked anything', async () => {
    const serving = await serve();
    tpm.write('copied.crt', await readEndorsementCertificate(tpm, 'rsa-2048'));
    const ran = await attest(serving, other, '--endorsement-certificate', join(tpm.folder, 'copied.crt'));
    expect(ran).toMatchObject({ exitCode: 77, warned: [expect.stringContaining('it is for another key than endorsementKey')] });
  });

  test('another TPM that shows copies of the certificate and of its key can not read the credential', async () => {
    const { store, token } = await serve();
    const { handle: parent, usedBy } = ENDORSEMENT_KEYS['rsa-2048'];
    const key = await createAttestationKey(other, { parent, handle: '0x81000009' });
    const json = {
      endorsementKey: base64(await readPublic(tpm, parent)),
      endorsementCertificate: base64(await readEndorsementCertificate(tpm, 'rsa-2048')),
      attestationKey: base64(key.publicArea),
    };
    const begun = await callApi(store, 'POST /api/v1/attestation/enrolments', { token, json });
    expect(begun.status).toBe(201);
    const credential = new Uint8Array(Buffer.from(begun.body.credential, 'base64'));
    await expect(activateCredential(other, { key, parent, usedBy, credential })).rejects.toThrow(/tpm2_activatecredential/);
    const guessed = { secret: '00'.repeat(32) };
    const ended = await callApi(store, `POST /api/v1/attestation/enrolments/${begun.body.id}/activation`, { token, json: guessed });
    expect(ended.status).toBe(403);
  });

  test('where its maker certified a key of it, that key vouches for the one that answers, and no credential is opened', async () => {
    const serving = await serve();
    const { store } = serving;
    for (const anchor of [derOf(tpm.vendor.root()), authorities.vendor.certificate]) await recordAnchor(store, anchor);
    await handIn(store, derOf(tpm.vendor.issuer()));
    await settle(store, new Date());
    const iak = await createInitialAttestationKey(tpm);
    const publicKeyInfo = subjectPublicKeyInfoOf(parsePublicArea(iak.publicArea)) ?? LOG;
    const names = namesOfTpm(await readEndorsementCertificate(tpm, 'rsa-2048'));
    tpm.write('iak.crt', makeAttestationKeyCertificate({ authority: authorities.vendor, publicKeyInfo, names }));
    const words = ['--certifying-key', iak.handle, '--certifying-certificate', join(tpm.folder, 'iak.crt')];
    const ran = await attest(serving, tpm, ...words);
    expect({ exitCode: ran.exitCode, enrolled: isEnrolled(ran) }, ran.warned.join('\n')).toEqual({ exitCode: 0, enrolled: true });
    const { rows } = await store.pool.query("SELECT body->>'method' AS method FROM statement WHERE kind = 'attestation-key'");
    expect(rows).toEqual([{ method: 'certification' }]);
    const refused = await attest(await serve(), tpm, ...words);
    expect(refused).toMatchObject({ exitCode: 77, warned: [expect.stringContaining('certifyingCertificate: ')] });
    const absent = await attest(await serve(), tpm, '--certifying-key', '0x81000099');
    expect(absent).toMatchObject({ exitCode: 2, warned: [expect.stringContaining('tpm2_readpublic')] });
  });

  test('on the timeline of the device, each thing that goes wrong ends in its own sentence', async () => {
    const serving = await serve();
    const { store, token } = serving;
    for (const anchor of [derOf(tpm.vendor.root()), authorities.vendor.certificate]) await recordAnchor(store, anchor);
    await handIn(store, derOf(tpm.vendor.issuer()));
    await vouchForDevice(store);
    const answerWith = async (...words: readonly string[]): Promise<void> => {
      const attestationKey = toHex((await keyOf(tpm)) ?? LOG);
      const { body: challenge } = await callApi(store, 'POST /api/v1/attestation/challenges', { token, json: { attestationKey } });
      const bytes = await write(serving, challenge.nonce, ...words);
      expect((await callApi(store, `POST /api/v1/artifacts?challenge=${challenge.id}`, { token, bytes })).status).toBe(201);
    };
    await boot();
    await attest(serving, tpm);
    await boot();
    await attest(serving, tpm);
    await tpm.extend([{ pcr: 5, bank: 'sha256', digest: new Uint8Array(32).fill(1) }]);
    await attest(serving, tpm);
    await boot();
    await answerWith('--nonce', 'ab'.repeat(32));
    await answerWith('--selection', 'sha256:0,1,2,3');
    await answerWith('--selection', 'sha1:0,1,2,3');
    tpm.write('forged', forgedLog());
    await answerWith('--log', join(tpm.folder, 'forged'));
    tpm.write('cut', LOG.subarray(0, -3));
    await answerWith('--log', join(tpm.folder, 'cut'));
    await settle(store, new Date());
    const [id] = (await listFleet(store)).items.map((item) => item.id);
    const { items } = (await callApi(store, `GET /api/v1/devices/${id}/timeline`, { token })).body;
    const titles: readonly string[] = items.flatMap(({ kind, title }: { kind: string; title: string }) =>
      /^attestation-(?:passed|failed|unproven)$/.test(kind) ? [title] : [],
    );
    const anew = '; since the answer before, the device was started anew';
    expect(titles).toEqual([
      'Attestation passed: the TPM answered the challenge, and its event log tells what it holds. The event log of a boot with 16 records, the first of this device',
      `Attestation passed: the TPM answered the challenge, and its event log tells what it holds${anew}`,
      'Attestation failed: PCR 5 (sha256) matched the log earlier in this boot, and was extended since by something that is not in the log',
      `Attestation failed: the quote is not over the nonce: it answers another question, or the inventory was changed${anew}`,
      `Attestation failed: the quote does not cover PCR 4 to 10, 14 of sha256${anew}`,
      `Attestation failed: the quote covers no PCR of sha256: the TPM has no such bank, or it was left out${anew}`,
      `Attestation failed: PCR 0 (sha256) holds another value than the log says: the log does not tell how this device started${anew}`,
      `Attestation failed: the event log is damaged: event needs 28 octets and 25 are left${anew}`,
    ]);
  }, 240_000);

  test('another TPM in the same machine is enrolled beside the first, and never taken for the device whose certificate names that one', async () => {
    const serving = await serve();
    await vouchForDevice(serving.store);
    await boot();
    const first = await attest(serving, tpm);
    const second = await attest(serving, other);
    expect([first, second].map(isEnrolled)).toEqual([true, true]);
    await settle(serving.store, new Date());
    const devicesOf = async ({ submission }: Ran) =>
      (await callApi(serving.store, `GET /api/v1/submissions/${submission}`, { token: serving.token })).body.devices;
    const [own, foreign] = [await devicesOf(first), await devicesOf(second)];
    expect(own).toHaveLength(1);
    expect(foreign).toHaveLength(1);
    expect(foreign).not.toEqual(own);
    const { body } = await callApi(serving.store, `GET /api/v1/devices/${own[0]}/timeline`, { token: serving.token });
    const kinds = body.items.map(({ kind }: { kind: string }) => kind).filter((kind: string) => kind.startsWith('attestation-'));
    expect(kinds).toEqual(['attestation-key', 'attestation-unproven']);
  });

  /** Name of the key that the agent made. */
  const keyOf = async (of: SoftwareTpm): Promise<Uint8Array | null> => {
    await of.tool('tpm2_readpublic', '-c', '0x81010002', '-n', 'name');
    return of.read('name');
  };
});
