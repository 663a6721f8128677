import type { PolicySpeaker } from '#lib/device/statement/issuer-policy-types.ts';
import { signerOf } from '#lib/x509/signer.ts';
import type { Certificate } from '#lib/x509/types.ts';

/** An authority as a policy line names it: by its key, with the certificate and name that people know it by. */
export const policyIssuer = (certificate: Certificate): Extract<PolicySpeaker, { readonly kind: 'issuer' }> => ({
  kind: 'issuer',
  ...signerOf(certificate),
});
