import type { Challenge } from '#lib/device/submission-types.ts';
import { toHex } from '#lib/encoding/bytes.ts';
import { evidenceFile, evidenceMembers, type MadeDevice, makeEvidence } from '#lib/testing/attestation-evidence.ts';
import { makeTpmEndorsementKey } from '#lib/testing/endorsement-keys.ts';
import { makeAttestationKey } from '#lib/testing/tpm-quotes.ts';
import { nameOf, parsePublicArea } from '#lib/tpm/public-area.ts';

const NONCE = new Uint8Array(32).fill(7);
const KEYS = { first: makeAttestationKey('ecdsa'), second: makeAttestationKey('ecdsa') };
/** Of the devices of histories, and of a TPM without a certificate. */
const TPMS = { own: 'ek-7', neighbor: 'ek-10', nobody: 'ek-of-nobody' } as const;
const base64 = (octets: Uint8Array): string => Buffer.from(octets).toString('base64');

const answerOf = (device: MadeDevice): Uint8Array => evidenceFile(evidenceMembers(makeEvidence({ nonce: NONCE, ...device })));

/** What the keys answer, one and the same question each time. */
export const ANSWERS = {
  answer: answerOf({ key: KEYS.first }),
  rebooted: answerOf({ key: KEYS.first, quote: { resetCount: 2, clock: 50n } }),
  extended: answerOf({ key: KEYS.first, unlogged: [{ pcr: 4, data: Uint8Array.of(1) }] }),
  'other-key': answerOf({ key: KEYS.second }),
};

/** The question to the first key. */
export function challengeAt(at: Date): Challenge {
  return {
    id: `challenge-${at.getTime()}`,
    nonce: toHex(NONCE),
    attestationKey: toHex(nameOf(parsePublicArea(KEYS.first.publicArea)) ?? new Uint8Array()),
    selection: 'sha256:0,1,2,3,4,5,6,7',
    issuedAt: at.toISOString(),
    expiresAt: new Date(at.getTime() + 300_000).toISOString(),
  };
}

/** What the program says once a TPM gave its secret back. */
export function enrolmentOf({ tpm, key }: { readonly tpm: keyof typeof TPMS; readonly key: keyof typeof KEYS }) {
  return {
    kind: 'attestation-key' as const,
    endorsementKey: base64(makeTpmEndorsementKey('ec-p256', TPMS[tpm]).publicArea),
    endorsementCertificate: null,
    attestationKey: base64(KEYS[key].publicArea),
    method: 'credential-activation' as const,
  };
}
