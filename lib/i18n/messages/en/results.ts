/** Results of other verifiers, on the tab of firmware and attestation. */
export const results = {
  heading: 'Results of other verifiers',
  text: 'What others concluded about this device. One that is signed by a verifier whose key is trusted weighs in the verdict; the others are told.',
  caption: 'Results of other verifiers, newest first',
  verifier: 'Verifier',
  when: 'Made',
  tier: 'Verdict',
  tierMeaning: 'The worst entry of the trustworthiness vector (AR4SI): affirming, warning, contraindicated, or says nothing.',
  says: 'In words',
  signature: 'Signature',
  validity: 'Counts',
  file: 'File',
  nameless: 'names no verifier',
  standing: {
    trusted: 'signed by a trusted verifier',
    declared: 'declared, not signed',
    untrusted: 'not trusted',
  },
  never: 'does not count',
  replaced: 'a newer one replaces it',
  holds: 'until {at}',
  held: 'until {at}; no longer',
  older:
    'There are older lists of many devices than those that were read for this device (the newest 8 MiB). What they say of it is not told here.',
  more: { one: '{count} earlier result stands on the timeline', other: '{count} earlier results stand on the timeline' },
} as const;
