import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { toHex } from '#lib/encoding/bytes.ts';
import { describeWithTpm } from '#lib/testing/describe-with-tpm.ts';
import { type SoftwareTpm, startSoftwareTpm } from '#lib/testing/software-tpm.ts';
import {
  activateCredential,
  createAttestationKey,
  createP256EndorsementKey,
  ENDORSEMENT_KEYS,
  type EndorsementKeyName,
  readEndorsementCertificate,
  readPublic,
} from '#lib/testing/tpm-tools.ts';
import { parseCertificate } from '#lib/x509/certificate.ts';
import { credentialFile, makeCredential } from './make-credential.ts';
import { parsePublicArea, subjectPublicKeyInfoOf } from './public-area.ts';

/** The file that asks for `secret`. */
function credentialFor({ endorsementKey, name, secret }: Record<'endorsementKey' | 'name' | 'secret', Uint8Array>): Uint8Array {
  const made = makeCredential({
    endorsementKey: parsePublicArea(endorsementKey),
    attestationKeyName: name,
    secret,
    random: (octets) => new Uint8Array(randomBytes(octets)),
  });
  if ('refused' in made) throw new Error(made.refused);
  return credentialFile(made);
}

describeWithTpm('credentials for running TPMs', () => {
  let [tpm, other]: readonly SoftwareTpm[] = [];
  const both = () => {
    if (tpm === undefined || other === undefined) throw new Error('the TPMs did not start');
    return { tpm, other };
  };

  beforeAll(async () => {
    tpm = await startSoftwareTpm({ serial: 'SN-1' });
    other = await startSoftwareTpm({ vendor: tpm.vendor, serial: 'SN-2' });
  });
  afterAll(async () => {
    await Promise.all([tpm?.stop(), other?.stop()]);
  });

  test.each([
    ['RSA-2048', 'rsa-2048', '0x81000001'],
    ['P-384', 'p-384', '0x81000002'],
  ] as const)('the TPM with the %s endorsement key gives the secret back', async (_, kind, handle) => {
    const { tpm } = both();
    const { handle: parent, usedBy } = ENDORSEMENT_KEYS[kind];
    const key = await createAttestationKey(tpm, { parent, handle });
    const secret = new Uint8Array(randomBytes(32));
    const credential = credentialFor({ endorsementKey: await readPublic(tpm, parent), name: key.name, secret });
    expect(toHex(await activateCredential(tpm, { key, parent, usedBy, credential }))).toBe(toHex(secret));
  });

  test('the TPM with an endorsement key on P-256 gives the secret back', async () => {
    const { tpm } = both();
    const parent = await createP256EndorsementKey(tpm);
    const key = await createAttestationKey(tpm, { parent, handle: '0x81000003' });
    const secret = new Uint8Array(randomBytes(32));
    const credential = credentialFor({ endorsementKey: await readPublic(tpm, parent), name: key.name, secret });
    expect(toHex(await activateCredential(tpm, { key, parent, usedBy: 'policy', credential }))).toBe(toHex(secret));
  });

  test('a TPM that has only copied the certificate of another one gets no secret', async () => {
    const { tpm, other } = both();
    const parent = ENDORSEMENT_KEYS['rsa-2048'].handle;
    const key = await createAttestationKey(other, { parent });
    // All that a certificate tells is public: the endorsement key of `tpm`, shown by `other` as its own.
    const credential = credentialFor({ endorsementKey: await readPublic(tpm, parent), name: key.name, secret: NO_SECRET });
    await expect(activateCredential(other, { key, parent, usedBy: 'policy', credential })).rejects.toThrow(/tpm2_activatecredential/);
  });

  test('a credential for one key is no good for another one in the same TPM', async () => {
    const { tpm } = both();
    const parent = ENDORSEMENT_KEYS['rsa-2048'].handle;
    const [asked, key] = [
      await createAttestationKey(tpm, { parent, handle: '0x81000011' }),
      await createAttestationKey(tpm, { parent, handle: '0x81000012' }),
    ];
    const credential = credentialFor({ endorsementKey: await readPublic(tpm, parent), name: asked.name, secret: NO_SECRET });
    await expect(activateCredential(tpm, { key, parent, usedBy: 'policy', credential })).rejects.toThrow(/0x1DF/);
  });

  test.each(['rsa-2048', 'p-384'] as const)(
    'the %s endorsement key in its certificate is the one that the TPM holds',
    async (kind: EndorsementKeyName) => {
      const { tpm } = both();
      const { subjectPublicKeyInfo } = parseCertificate(await readEndorsementCertificate(tpm, kind));
      const held = subjectPublicKeyInfoOf(parsePublicArea(await readPublic(tpm, ENDORSEMENT_KEYS[kind].handle)));
      expect(toHex(subjectPublicKeyInfo)).toBe(toHex(held ?? new Uint8Array()));
    },
  );
});

const NO_SECRET = new Uint8Array(32);
