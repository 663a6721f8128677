/** Questions asked of documents, and their answers. Keys of `id` are the ids of `Check`. */
export const check = {
  id: {
    readable: 'Readable',
    signature: 'Signature',
    chain: 'Chain to a trust anchor',
    validity: 'Validity',
    revocation: 'Revocation',
    holder: 'Holder',
    strength: 'Strength of algorithms',
    specification: 'Declared specification',
    extensions: 'Extensions',
    'key-usage': 'Key usage',
    'issuer-policy': 'Who may say what',
    schema: 'Schema',
    semantics: 'Meaning',
    origin: 'Origin',
    structure: 'Structure',
    platform: 'Platform',
  },
  status: {
    pass: 'pass',
    fail: 'fail',
    unknown: 'not evaluated',
    'not-applicable': 'does not apply',
  },
  trusted: 'All required checks pass.',
  notTrusted: 'Not all required checks pass: this document changes nothing.',
} as const;
