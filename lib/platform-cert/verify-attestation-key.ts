import type { Check, CheckStatus } from '#lib/encoding/check.ts';
import type { ChainTrust } from '#lib/x509/chain.ts';
import { DEVICE_KEY } from './oids.ts';
import type { AttestationKeyCertificate } from './types.ts';
import { chainOf, commonChecks, strengthOf } from './verify.ts';

/**
 * Judges the certificate of an attestation key. Whether it is for the key that signs, and for this TPM, is asked where both are at hand.
 * @returns checks `signature`, `chain`, `validity`, `revocation`, `strength`, `key-purpose`
 * @spec   RFC 5280 section 6.1; TCG TPM 2.0 Keys for Device Identity and Attestation 1.00 section 8.2
 */
export function verifyAttestationKeyCertificate(document: AttestationKeyCertificate, trust: ChainTrust): readonly Check[] {
  const { certificate } = document;
  const text = `attestation key certificate ${certificate.serialNumber}`;
  const chain = chainOf(certificate, trust, { type: 'user-certificates', text, named: certificate });
  return [...commonChecks(certificate, { chain, at: trust.at }), strengthOf(certificate, chain), keyPurposeCheck(document)];
}

/** A key that identifies a device may sign whatever it is given: what it signs is no word of a TPM. */
export function keyPurposeCheck({ use, certificate: { keyUsage } }: AttestationKeyCertificate): Check {
  const answer = (status: CheckStatus, detail: string): Check => ({
    id: 'key-purpose',
    status,
    detail,
    spec: 'TCG TPM 2.0 Keys for Device Identity and Attestation 1.00 sections 3.5 and 8.2',
  });
  if (use === 'identity')
    return answer(
      'fail',
      `it is for a key that identifies a device, not for one that attests: it lacks the key purpose ${DEVICE_KEY.attestationPurpose}`,
    );
  if (keyUsage !== null && !keyUsage.includes('digitalSignature'))
    return answer('fail', `its key may not sign: the key usage is ${keyUsage.join(', ') || 'empty'}`);
  return answer('pass', 'it is for a key that signs what its TPM generates');
}
