/** One sentence for each trust, as the headline of a device's page. Keys are the values of `Trust`. */
export const verdict = {
  sentence: {
    verified: 'This device holds what was certified, as reported by the device, not attested.',
    'unchanged-since-baseline':
      'Nothing changed since the accepted baseline, as reported by the device; no certificate says what it should hold.',
    'changed-authorized': 'This device was changed, and what it holds now was signed for by somebody with the right.',
    stale: 'The last observation is too old to say what is in this device today.',
    'incomplete-evidence': 'The evidence is not complete: this device can be called neither good nor bad.',
    'changed-unexplained': 'Something in this device changed, and nobody signed for it.',
    'failed-verification': 'Evidence on which this device relies did not pass its checks.',
    'not-enrolled': 'Nothing that convinces says yet what this device should hold; a key of its TPM alone does not.',
  },
  staleOne: {
    observation: 'The last observation is too old to say what is in this device today.',
    attestation: 'The TPM has not answered for longer than policy allows, so how this device starts today is not known.',
    result: 'The newest result of another verifier is too old to say how this device stands today.',
  },
  staleMore: 'What is known of this device is too old. Policy asks for newer evidence: {parts}.',
  staleNeeds: {
    observation: 'an observation of what is in it',
    attestation: 'an answer of its TPM',
    result: 'a result of the other verifier',
  },
  word: {
    verified: 'verified',
    'unchanged-since-baseline': 'unchanged since baseline',
    'changed-authorized': 'changed, authorized',
    stale: 'stale',
    'incomplete-evidence': 'incomplete evidence',
    'changed-unexplained': 'changed, unexplained',
    'failed-verification': 'failed verification',
    'not-enrolled': 'not enrolled',
  },
  next: {
    verified: 'Nothing needs to be done.',
    'unchanged-since-baseline': 'Hand in a platform certificate to have the device verified.',
    'changed-authorized': 'Nothing needs to be done.',
    stale: 'Hand in a new inventory.',
    'incomplete-evidence': 'Hand in what is missing; the reasons above name it.',
    'changed-unexplained': 'Hand in the certificate that covers the change, or decide on the findings.',
    'failed-verification': 'Look at the findings, and hand in evidence that passes.',
    'not-enrolled': 'Hand in a platform certificate and the root of its issuer, or accept an observation as the baseline.',
  },
  nextOf: '{title}: {resolve}',
  nextMore: {
    one: '{count} more finding holds the verdict back, and says what would resolve it.',
    other: '{count} more findings hold the verdict back; each says what would resolve it.',
  },
  nextNone: 'The verdict itself needs nothing.',
  nextBeside: { one: 'One finding is open beside it.', other: '{count} findings are open beside it, the weightiest first.' },
  nextUnderPolicy:
    'Nothing has to be handed in again: a line under "Who may say what" would let the issuer that the findings name, where it should be let.',
  recheckDue: 're-check due',
  recheckSentence: 'This verdict was true until {at}; it must be computed again before anyone relies on it.',
  stopped: {
    time: 'The last evaluation ran out of its budget of {limit} s of processor time at {at}; what is shown is of {shown}.',
    memory: 'The last evaluation ran out of its budget of {limit} MiB of memory at {at}; what is shown is of {shown}.',
    files: 'The last evaluation, at {at}, was not made because more than {limit} files belong together; what is shown is of {shown}.',
  },
  stoppedNext:
    'It is tried again by itself, at the latest every five minutes. If this stays, look under Evidence for who handed in so much; the downloaded evidence can be judged with "assay trace", which has no budget.',
  computed: 'Computed at {at} with rule set {ruleSet}.',
  policy: 'Issuer policy {version}.',
  noPolicy: 'No issuer policy: every trust anchor counts for everything.',
  computedMapped: 'Computed at {at} with rule set {ruleSet}; inventories read by the mappings {mappings}.',
  tier: {
    'platform-bound': 'bound to platform',
    'tpm-bound': 'bound to TPM',
    'certificate-bound': 'bound by certificates',
    declared: 'declared',
  },
} as const;
