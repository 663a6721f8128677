import { afterAll, beforeAll, expect, test } from 'vitest';
import { toHex } from '#lib/encoding/bytes.ts';
import { describeWithTpm } from '#lib/testing/describe-with-tpm.ts';
import { type SoftwareTpm, startSoftwareTpm } from '#lib/testing/software-tpm.ts';
import {
  createAttestationKey,
  createInitialAttestationKey,
  ENDORSEMENT_KEYS,
  type LivingKey,
  quote,
  readPublic,
} from '#lib/testing/tpm-tools.ts';
import { parseTpmQuote } from './parse.ts';
import {
  attestationKeyFlaws,
  HIERARCHY,
  nameOf,
  parsePublicArea,
  qualifiedNameOf,
  subjectPublicKeyInfoOf,
  type TpmPublicArea,
} from './public-area.ts';
import { parseTpmSignature } from './signature.ts';
import { type TpmSignatureOutcome, verifyTpmSignature } from './verify-signature.ts';

const NONCE = new Uint8Array(32).fill(0x5a);
const hex = (octets: Uint8Array | null): string => (octets === null ? 'none' : toHex(octets));

function outcome(key: TpmPublicArea, made: { readonly message: Uint8Array; readonly signature: Uint8Array }): TpmSignatureOutcome {
  const subjectPublicKeyInfo = subjectPublicKeyInfoOf(key) ?? new Uint8Array();
  return verifyTpmSignature({ octets: made.message, signature: parseTpmSignature(made.signature), subjectPublicKeyInfo });
}

describeWithTpm('quotes of a running TPM', () => {
  let tpm: SoftwareTpm;

  beforeAll(async () => {
    tpm = await startSoftwareTpm();
  });
  afterAll(async () => {
    await tpm?.stop();
  });

  test.each([
    ['rsassa', '0x81000011', 'rsassa with sha256'],
    ['rsapss', '0x81000012', 'rsapss with sha256'],
    ['ecdsa', '0x81000013', 'ecdsa with sha256'],
  ] as const)('a quote that the TPM signed by %s verifies, holds the nonce, and not with a bit changed', async (scheme, handle, name) => {
    const key = await createAttestationKey(tpm, { scheme, handle });
    const area = parsePublicArea(key.publicArea);
    const made = await quote(tpm, { key, selection: 'sha256:0,7,23', nonce: NONCE });
    expect(outcome(area, made)).toEqual({ status: 'valid', detail: `the ${name} signature verifies` });
    expect(attestationKeyFlaws(area)).toEqual([]);
    const { extraData, pcrSelect } = parseTpmQuote(made.message);
    expect({ extraData: hex(extraData), pcrSelect }).toEqual({ extraData: hex(NONCE), pcrSelect: [{ hash: 0x000b, pcrs: [0, 7, 23] }] });
    const changed = made.message.map((octet, index) => (index === made.message.length - 1 ? octet ^ 1 : octet));
    expect(outcome(area, { ...made, message: changed }).status).toBe('invalid');
  });

  test.each(Object.entries(ENDORSEMENT_KEYS))(
    'the name of a key and its qualified name below the %s endorsement key are those that the TPM itself uses',
    async (name, { handle: parent }) => {
      const handle = name === 'rsa-2048' ? '0x81000021' : '0x81000022';
      const key: LivingKey = await createAttestationKey(tpm, { parent, handle });
      const [above, area] = [parsePublicArea(await readPublic(tpm, parent)), parsePublicArea(key.publicArea)];
      expect(hex(nameOf(area))).toBe(hex(key.name));
      const { qualifiedSigner } = parseTpmQuote((await quote(tpm, { key, selection: 'sha256:0', nonce: NONCE })).message);
      expect(hex(qualifiedSigner)).toBe(hex(qualifiedNameOf(HIERARCHY.endorsement, [above, area])));
      expect(hex(qualifiedSigner)).not.toBe(hex(qualifiedNameOf(HIERARCHY.owner, [above, area])));
    },
  );

  test('the TPM signs a quote over a bank that it does not have, and the selection in it is empty', async () => {
    const key = await createAttestationKey(tpm, { handle: '0x81000031' });
    const made = await quote(tpm, { key, selection: 'sha1:0,1,2', nonce: NONCE });
    expect(outcome(parsePublicArea(key.publicArea), made).status).toBe('valid');
    expect(parseTpmQuote(made.message).pcrSelect.flatMap(({ pcrs }) => pcrs)).toEqual([]);
  });

  test('an answer to an earlier question holds the earlier nonce', async () => {
    const key = await createAttestationKey(tpm, { handle: '0x81000032' });
    const earlier = await quote(tpm, { key, selection: 'sha256:0', nonce: new Uint8Array(32).fill(1) });
    expect(outcome(parsePublicArea(key.publicArea), earlier).status).toBe('valid');
    expect(hex(parseTpmQuote(earlier.message).extraData)).not.toBe(hex(NONCE));
  });

  test('each key of the owner sees the counters moved by a constant of its own; the clock is one for all keys', async () => {
    const keys = [
      await createAttestationKey(tpm, { handle: '0x81000041' }),
      await createInitialAttestationKey(tpm, { handle: '0x81000042', hierarchy: 'owner' }),
    ];
    const told = async () => {
      const quotes = [];
      for (const key of keys) quotes.push(parseTpmQuote((await quote(tpm, { key, selection: 'sha256:0', nonce: NONCE })).message));
      return quotes.map(({ clockInfo }) => clockInfo);
    };
    const before = await told();
    await tpm.reboot();
    const after = await told();
    const [endorsed, owned] = before;
    expect(endorsed?.resetCount).not.toBe(owned?.resetCount);
    expect(after.map(({ resetCount }, index) => (resetCount - (before[index]?.resetCount ?? 0) + 2 ** 32) % 2 ** 32)).toEqual([1, 1]);
    const clocks = [...before, ...after].map(({ clock }) => clock);
    expect(clocks).toEqual(clocks.toSorted((a, b) => Number(a - b)));
    expect(Number((owned?.clock ?? 0n) - (endorsed?.clock ?? 0n))).toBeLessThan(60_000);
  });

  test('a reboot raises the count of resets by one, and a disorderly one leaves the clock unsafe', async () => {
    const key = await createAttestationKey(tpm, { handle: '0x81000033' });
    const clock = async () => parseTpmQuote((await quote(tpm, { key, selection: 'sha256:0', nonce: NONCE })).message).clockInfo;
    const first = await clock();
    await tpm.reboot();
    const second = await clock();
    await tpm.reboot('disorderly');
    const third = await clock();
    expect([second.resetCount - first.resetCount, third.resetCount - second.resetCount]).toEqual([1, 1]);
    expect(second.clock).toBeGreaterThanOrEqual(first.clock);
    expect(third.safe).toBe(false);
  });
});
