/** Meanings, one hover away. */
export const glossary = {
  'platform-bound':
    "Proven to be this TPM in the platform that its certificate describes: the certificate names the TPM's EK certificate, and the TPM answered a fresh challenge.",
  'tpm-bound': 'Proven to be this TPM, by a fresh answer that only it could give. Proves nothing about the case around it.',
  'certificate-bound': 'The platform certificate names an EK certificate that convinces. Nobody proved that this TPM is present.',
  declared: 'Somebody wrote down a serial. That proves nothing.',
  provisional:
    'A platform certificate convinces, and the EK certificate to which it is bound is not at hand. What it says holds until then with reserve.',
  contributing: 'A certificate whose signature, chain, issuer and holder pass. Only such a document changes what is expected of a device.',
  'platform-certificate': "The manufacturer's signed list of what a device was built of, bound to its TPM.",
  delta: 'A signed certificate that says what was added, removed or changed since the certificate before it.',
  base: 'The first platform certificate of a device, from which every delta starts.',
  holder: 'The EK certificate that a platform certificate names: it ties the list of parts to one TPM.',
  ek: 'Endorsement key: the key that a TPM is born with. Its certificate comes from the TPM vendor.',
  'strong-key': 'Something that only one device can have, such as its endorsement key. A strong key links a file to a device by itself.',
  'weak-key':
    'Something that can be copied or mistyped, such as a serial. It links a file only when the submitter may hand in for the device, or a person confirms.',
  coverage: 'Which kinds of parts a source can see completely. A part is called missing only when its source could have seen it.',
  conformance: 'What is expected against what was observed, at one instant.',
  history: 'The steps from one state to the next, each with whoever signed for it.',
  baseline: 'An observation that two people accepted as what the device holds. Learned, never certified.',
  anchor: 'A certificate that somebody with the right trusts for what it signs. Chains must end in one.',
  retrospective: 'Signed for only after the change had been seen, whatever dates the certificate carries.',
  observation: 'What a source reported on one device at one moment. It is self-asserted unless it is attested.',
  submission: 'One act of handing in. The same file handed in again is a new submission of the same file.',
  statement: 'What a person says to the program, kept for ever with author, time and reason.',
  'indistinguishable-parts': 'Equal products without serials: one could stand for another.',
  'not-collected': 'No source can see this kind of part, so nothing follows from its absence.',
  'not-reported': "The source saw parts of this kind and doesn't claim to see all of them.",
  unlinked: 'A file that belongs to no device yet. It links by itself when the missing piece arrives.',
  freshness: 'How long an observation says something about today: 90 days unless policy says otherwise.',
} as const;
