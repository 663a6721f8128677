import type { DeviceDocument } from '#lib/device/types.ts';
import { describeDocument, documentSign } from '../document-sign.ts';
import type { Rule } from '../rule.ts';

/** tcg-kp-EKCertificate */
const EK_CERTIFICATE_USAGE = '2.23.133.8.1';

function lacksUsage({ read: { document } }: DeviceDocument): boolean {
  if (document?.kind !== 'endorsement-key-certificate') return false;
  return document.certificate.extendedKeyUsage?.includes(EK_CERTIFICATE_USAGE) !== true;
}

/** The EK certificate doesn't say that it certifies an endorsement key. */
export const missingKeyUsage: Rule = {
  id: 'missing-key-usage',
  means: "The EK certificate doesn't say that it certifies an endorsement key.",
  matters: "The usage keeps a certificate that was made for something else from passing as a TPM's; many real TPMs lack it.",
  resolve: "Nothing needs to be done when the TPM vendor's chain convinces.",
  source: 'TCG EK Credential Profile 2.5 section 3.2 (extended key usage tcg-kp-EKCertificate, 2.23.133.8.1)',
  weighs: 'none',
  evaluate: ({ device }) =>
    device.documents.filter(lacksUsage).map((document) =>
      documentSign({
        document,
        severity: 'info',
        expected: `extended key usage ${EK_CERTIFICATE_USAGE}`,
        observed: 'absent',
        resolve: "Nothing needs to be done when the TPM vendor's chain convinces.",
        detail: `The ${describeDocument(document)} lacks the key usage of an EK certificate.`,
      }),
    ),
};
