import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeWithTpm } from '#lib/testing/describe-with-tpm.ts';
import { type SoftwareTpm, startSoftwareTpm } from '#lib/testing/software-tpm.ts';
import {
  certify,
  createAttestationKey,
  createInitialAttestationKey,
  ENDORSEMENT_KEYS,
  type LivingKey,
  readPublic,
} from '#lib/testing/tpm-tools.ts';
import { type CertificationQuestion, certificationFlaw } from './certification-flaw.ts';
import { certifyCommand, parseCertifyResponse } from './certify-command.ts';
import { parsePublicArea } from './public-area.ts';

const NONCE = new Uint8Array(randomBytes(32));
/** What tpm2_certify asks the TPM to sign along; it takes no nonce. */
const OF_THE_TOOL = Uint8Array.of(0x00, 0xff, 0x55, 0xaa);

describeWithTpm('what one key of a running TPM certifies of another', () => {
  let tpm: SoftwareTpm;
  let iak: LivingKey;
  let ak: LivingKey;
  let endorsement: Uint8Array;

  beforeAll(async () => {
    tpm = await startSoftwareTpm();
    iak = await createInitialAttestationKey(tpm);
    ak = await createAttestationKey(tpm);
    endorsement = await readPublic(tpm, ENDORSEMENT_KEYS['rsa-2048'].handle);
  });
  afterAll(async () => {
    await tpm?.stop();
  });

  const flawOf = (said: Pick<CertificationQuestion, 'attest' | 'signature'>, more: Partial<CertificationQuestion> = {}): string | null =>
    certificationFlaw({
      ...said,
      certifying: parsePublicArea(iak.publicArea),
      certified: parsePublicArea(ak.publicArea),
      endorsement: parsePublicArea(endorsement),
      parent: null,
      nonce: NONCE,
      ...more,
    });

  test('a key below the endorsement key convinces, over the nonce that was asked with', async () => {
    const said = await certify(tpm, { certified: ak, certifying: iak, nonce: NONCE });
    expect(flawOf(said)).toBeNull();
    expect(flawOf(said, { nonce: new Uint8Array(32) })).toContain('not over the nonce');
    expect(flawOf(said, { certified: parsePublicArea(iak.publicArea) })).toContain('and not the attestation key');
    expect(flawOf(said, { endorsement: parsePublicArea(await readPublic(tpm, ENDORSEMENT_KEYS['p-384'].handle)) })).toContain('its parent');
  });

  test('what tpm2_certify writes verifies too, and is over four octets of its own in place of a nonce', async () => {
    await tpm.tool('tpm2_certify', '-c', ak.handle, '-C', iak.handle, '-g', 'sha256', '-f', 'tss', '-o', 'tool.attest', '-s', 'tool.sig');
    const said = { attest: tpm.read('tool.attest'), signature: tpm.read('tool.sig') };
    expect(flawOf(said, { nonce: OF_THE_TOOL })).toBeNull();
    expect(flawOf(said)).toContain('but over 00ff55aa');
  });

  test('a key below a storage key of the owner needs that key beside it', async () => {
    await tpm.tool('tpm2_createprimary', '-C', 'o', '-G', 'ecc', '-c', 'srk.ctx');
    await tpm.tool('tpm2_evictcontrol', '-C', 'o', '-c', 'srk.ctx', '0x81000005');
    const words = ['-G', 'ecc256:ecdsa-sha256:null', '-g', 'sha256', '-u', 'below.pub', '-r', 'below.priv'];
    const attributes = 'fixedtpm|fixedparent|sensitivedataorigin|userwithauth|restricted|sign';
    await tpm.tool('tpm2_create', '-C', '0x81000005', '-a', attributes, ...words);
    await tpm.tool('tpm2_load', '-C', '0x81000005', '-u', 'below.pub', '-r', 'below.priv', '-c', 'below.ctx');
    await tpm.tool('tpm2_evictcontrol', '-C', 'o', '-c', 'below.ctx', '0x81000006');
    const below: LivingKey = { ...ak, handle: '0x81000006', publicArea: await readPublic(tpm, '0x81000006') };
    const said = await certify(tpm, { certified: below, certifying: iak, nonce: NONCE });
    const certified = parsePublicArea(below.publicArea);
    expect(flawOf(said, { certified })).toContain('send the public area of its parent along');
    expect(flawOf(said, { certified, parent: parsePublicArea(await readPublic(tpm, '0x81000005')) })).toBeNull();
  });

  test('a key that is not there is refused by the TPM, and any cut of a response by the reader', async () => {
    tpm.write('certify', certifyCommand({ certified: 0x81000077, certifying: Number(iak.handle), nonce: NONCE }));
    await tpm.tool('tpm2_send', 'certify', '-o', 'certified');
    expect(parseCertifyResponse(tpm.read('certified'))).toMatchObject({ refused: expect.any(Number) });
    await certify(tpm, { certified: ak, certifying: iak, nonce: NONCE });
    const whole = tpm.read('certified');
    for (let length = 0; length < whole.length; length += 1) expect(() => parseCertifyResponse(whole.subarray(0, length))).toThrow();
  });
});
