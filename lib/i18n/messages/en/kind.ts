/** What a document is. Keys are the values of `Kind`. */
export const kind = {
  'platform-certificate': 'Platform certificate',
  'delta-platform-certificate': 'Delta certificate',
  'rebase-platform-certificate': 'Rebase certificate',
  'endorsement-key-certificate': 'EK certificate',
  'attestation-key-certificate': 'Attestation key certificate',
  certificate: 'Certificate',
  'certificate-revocation-list': 'Revocation list',
  'ocsp-response': 'OCSP response',
  'cyclonedx-bom': 'BOM (CycloneDX or SPDX)',
  inventory: 'Inventory',
  'tpm-event-log': 'TPM event log',
  'tpm-quote': 'TPM quote',
  'attestation-evidence': 'Attestation evidence',
  'attestation-result': 'Attestation result',
  'reference-manifest': 'Reference manifest',
  unknown: 'Unknown file',
} as const;
