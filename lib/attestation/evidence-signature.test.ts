import { expect, test } from 'vitest';
import { evidenceFile, evidenceMembers, makeEvidence } from '#lib/testing/attestation-evidence.ts';
import { makeAttestationKey } from '#lib/testing/tpm-quotes.ts';
import { subjectPublicKeyInfoOf } from '#lib/tpm/public-area.ts';
import { verifyTpmSignature } from '#lib/tpm/verify-signature.ts';
import { parseEvidence } from './evidence.ts';
import { evidenceSignature } from './evidence-signature.ts';
import type { AttestationEvidence } from './evidence-types.ts';

const made = (scheme: 'rsassa' | 'rsapss' | 'ecdsa'): AttestationEvidence =>
  parseEvidence(evidenceFile(evidenceMembers(makeEvidence({ key: makeAttestationKey(scheme) }))));
const flipped = (octets: Uint8Array): Uint8Array => octets.map((octet, index) => (index === octets.length - 1 ? octet ^ 1 : octet));

function computed({ quote, signature, attestationKey }: AttestationEvidence) {
  const subjectPublicKeyInfo = subjectPublicKeyInfoOf(attestationKey) ?? new Uint8Array();
  return verifyTpmSignature({ octets: quote.octets, signature, subjectPublicKeyInfo });
}

test.each(['rsassa', 'rsapss', 'ecdsa'] as const)('a %s signature that is remembered is as it would be verified again', (scheme) => {
  const evidence = made(scheme);
  const first = evidenceSignature(evidence);
  expect(first).toEqual({ status: 'valid', detail: expect.stringContaining('verifies') });
  expect(evidenceSignature(structuredClone(evidence))).toBe(first);
});

test('a quote, a key, a hash function or a number that is another is another question', () => {
  const [evidence, other] = [made('ecdsa'), made('ecdsa')];
  expect(evidenceSignature(evidence)?.status).toBe('valid');
  const { quote, signature } = evidence;
  if (signature.scheme !== 'ecdsa') throw new Error('another scheme was made');
  const changed: readonly AttestationEvidence[] = [
    { ...evidence, quote: { ...quote, octets: flipped(quote.octets) } },
    { ...evidence, attestationKey: other.attestationKey },
    { ...evidence, signature: { ...signature, hash: 0x000c } },
    { ...evidence, signature: { ...signature, r: signature.s, s: signature.r } },
    { ...evidence, signature: { ...signature, s: flipped(signature.s) } },
    // The same octets, cut elsewhere.
    { ...evidence, signature: { ...signature, r: signature.r.subarray(0, -1), s: Uint8Array.of(signature.r.at(-1) ?? 0, ...signature.s) } },
  ];
  for (const each of changed) expect(evidenceSignature(each)).toEqual(computed(each));
  expect(changed.map((each) => evidenceSignature(each)?.status)).toEqual(changed.map(() => 'invalid'));
  expect(evidenceSignature(evidence)?.status).toBe('valid');
});
