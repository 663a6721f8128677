import { timingSafeEqual } from 'node:crypto';
import { equalBytes } from '#lib/encoding/bytes.ts';
import type { Check } from '#lib/encoding/check.ts';
import { hashNameOf } from '#lib/tpm/algorithms.ts';
import { type PcrSelection, pcrRangeText } from '#lib/tpm/pcr-selection.ts';
import { attestationKeyFlaws, HIERARCHY, nameOf, qualifiedNameOf } from '#lib/tpm/public-area.ts';
import type { AppraisalInput, AttestationChallenge } from './appraisal-types.ts';
import { qualifyingDataOf } from './evidence-binding.ts';
import { evidenceSignature } from './evidence-signature.ts';
import type { AttestationEvidence } from './evidence-types.ts';

const QUOTE_SPEC = 'TPM 2.0 Library Part 2 section 10.12.12';
const KEY_SPEC = 'TPM 2.0 Library Part 1 section 25.1.3';
const FRESHNESS_SPEC = 'RFC 9334 section 10.3';

/** Who signed, with what, and after which question. Nothing that the quote says counts before these pass. */
export function quoteChecks({ evidence, enrolment, challenge, receivedAt, policy }: AppraisalInput): readonly Check[] {
  return [
    { id: 'quote', status: 'pass', detail: 'a TPM generated it, and it is a quote', spec: `${QUOTE_SPEC} (magic and type)` },
    signatureCheck(evidence),
    keyCheck(evidence),
    enrolmentCheck(evidence, enrolment),
    endorsementCheck(enrolment),
    qualifiedNameCheck(evidence, enrolment),
    nonceCheck(evidence, challenge),
    challengeCheck({ evidence, challenge, receivedAt }),
    requestedCheck(evidence, challenge),
    coverageCheck(evidence, policy.requiredPcrs),
  ];
}

function signatureCheck(evidence: AttestationEvidence): Check {
  const check = (status: Check['status'], detail: string): Check => ({
    id: 'signature',
    status,
    detail,
    spec: 'TPM 2.0 Library Part 1 annexes B and C',
  });
  const outcome = evidenceSignature(evidence);
  if (outcome === null) return check('unknown', 'the attestation key is of a kind that is not supported');
  return check(({ valid: 'pass', invalid: 'fail', unsupported: 'unknown' } as const)[outcome.status], outcome.detail);
}

/** A key that isn't restricted signs whatever it is given, a made-up quote too. */
function keyCheck({ attestationKey }: AttestationEvidence): Check {
  const flaws = attestationKeyFlaws(attestationKey);
  const detail =
    flaws.length === 0
      ? 'the key is restricted to what its TPM generates, and cannot leave it'
      : `the key may sign what no TPM generated: ${flaws.join(', ')}`;
  return { id: 'key-attributes', status: flaws.length === 0 ? 'pass' : 'fail', detail, spec: KEY_SPEC };
}

function enrolmentCheck({ attestationKey }: AttestationEvidence, { proof, keyName, revoked }: AppraisalInput['enrolment']): Check {
  const check = (status: Check['status'], detail: string): Check => ({
    id: 'enrolment',
    status,
    detail,
    spec: 'TPM 2.0 Library Part 1 section 24 (credential protection)',
  });
  const name = nameOf(attestationKey);
  if (keyName === null) return check('unknown', 'no attestation key is enrolled for this device');
  if (name === null) return check('unknown', 'the name of the key is by a hash function that is not supported');
  if (!equalBytes(keyName, name)) return check('fail', 'another key signed than the one that is enrolled for this device');
  if (revoked) return check('fail', 'somebody revoked the enrolment of this key');
  if (proof === 'none') return check('unknown', 'nothing shows that the key lives in the TPM of the endorsement key');
  return check('pass', `the enrolled key signed; ${PROOFS[proof]}`);
}

const PROOFS: Readonly<Record<Exclude<AppraisalInput['enrolment']['proof'], 'none'>, string>> = {
  activation: 'it opened a credential for the endorsement key',
  certificate: 'a certificate vouches for it',
  certification: 'a key of the same TPM certified it, for which a certificate vouches',
};

function endorsementCheck({ chain }: AppraisalInput['enrolment']): Check {
  const details: Readonly<Record<Check['status'], string>> = {
    pass: 'a maker of TPMs that is trusted vouches for the endorsement key',
    fail: 'the certificate of the endorsement key leads to no maker of TPMs that is trusted',
    unknown: 'nobody vouches for the endorsement key: it may be of a TPM in software',
    'not-applicable': 'the attestation key has a certificate of its own',
  };
  return { id: 'endorsement', status: chain, detail: details[chain], spec: 'TCG EK Credential Profile 2.5 section 3' };
}

/** Costs no round trip and tells a mix-up of keys; it doesn't replace activation, since names are no secret. */
function qualifiedNameCheck({ quote, attestationKey }: AttestationEvidence, { endorsementKey }: AppraisalInput['enrolment']): Check {
  const check = (status: Check['status'], detail: string): Check => ({
    id: 'qualified-name',
    status,
    detail,
    spec: 'TPM 2.0 Library Part 1 section 16 and Part 2 section 10.5.3',
  });
  if (endorsementKey === null) return check('not-applicable', 'the key above the attestation key is not known');
  const wanted = qualifiedNameOf(HIERARCHY.endorsement, [endorsementKey, attestationKey]);
  if (wanted === null) return check('unknown', 'the name is by a hash function that is not supported');
  return equalBytes(wanted, quote.qualifiedSigner)
    ? check('pass', 'the key that signed stands below the endorsement key')
    : check('fail', 'the key that signed stands below another key than the endorsement key');
}

function nonceCheck({ quote, inventory }: AttestationEvidence, challenge: AttestationChallenge | null): Check {
  const check = (status: Check['status'], detail: string): Check => ({ id: 'nonce', status, detail, spec: FRESHNESS_SPEC });
  if (challenge === null) return check('unknown', 'nobody asked: the quote may be of any time');
  const bound = inventory.length === 0 ? '' : ' and the inventory beside it';
  if (sameSecret(quote.extraData, qualifyingDataOf(challenge.nonce, inventory))) {
    return check('pass', `the quote answers this question: it is over the nonce${bound}`);
  }
  return inventory.length > 0 && sameSecret(quote.extraData, challenge.nonce)
    ? check('fail', 'the quote is over the nonce alone: the inventory beside it is not bound to it')
    : check('fail', `the quote is not over the nonce${bound}: it answers another question, or the inventory was changed`);
}

/** The time that it takes tells nothing of where they differ. Raw octets alone: no other form of a nonce counts. */
function sameSecret(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && timingSafeEqual(a, b);
}

interface Answer {
  readonly evidence: AttestationEvidence;
  readonly challenge: AttestationChallenge | null;
  readonly receivedAt: string;
}

function challengeCheck({ evidence, challenge, receivedAt }: Answer): Check {
  const check = (status: Check['status'], detail: string): Check => ({ id: 'challenge', status, detail, spec: FRESHNESS_SPEC });
  if (challenge === null) return check('unknown', 'nobody asked');
  const { issuedAt, expiresAt, answeredAt, keyName } = challenge;
  const [at, from, until] = [receivedAt, issuedAt, expiresAt].map((time) => Date.parse(time));
  if (at === undefined || from === undefined || until === undefined || [at, from, until].some(Number.isNaN)) {
    return check('unknown', 'the times of the question cannot be read');
  }
  if (answeredAt !== null) return check('fail', `the question was answered before, at ${answeredAt}`);
  if (at < from) return check('fail', `the answer came before the question, which was put at ${issuedAt}`);
  if (at > until) return check('fail', `the question held until ${expiresAt}, and the answer came at ${receivedAt}`);
  const name = nameOf(evidence.attestationKey);
  if (name === null || !equalBytes(name, keyName)) return check('fail', 'the question was put to another key');
  return check('pass', `the answer came in time: the question held until ${expiresAt}`);
}

function requestedCheck({ quote }: AttestationEvidence, challenge: AttestationChallenge | null): Check {
  const check = (status: Check['status'], detail: string): Check => ({ id: 'requested-pcrs', status, detail, spec: QUOTE_SPEC });
  if (challenge === null) return check('not-applicable', 'nobody asked for PCRs');
  const missing = missingPcrs(challenge.selection, quote.pcrSelect);
  if (missing.length > 0) return check('fail', missing.join('; '));
  const more = missingPcrs(quote.pcrSelect, challenge.selection);
  return more.length === 0
    ? check('pass', 'the quote covers the PCRs that were asked for, and no others')
    : check('fail', 'the quote covers other PCRs than were asked for');
}

function coverageCheck({ quote }: AttestationEvidence, required: readonly PcrSelection[]): Check {
  const missing = missingPcrs(required, quote.pcrSelect);
  return {
    id: 'selection',
    status: missing.length === 0 ? 'pass' : 'fail',
    detail: missing.length === 0 ? 'the quote covers every PCR that the policy asks for' : missing.join('; '),
    spec: QUOTE_SPEC,
  };
}

/** What one selection has and another doesn't, bank by bank. A TPM leaves a bank that it doesn't have empty, and signs that. */
function missingPcrs(wanted: readonly PcrSelection[], given: readonly PcrSelection[]): readonly string[] {
  return wanted.flatMap(({ hash, pcrs }) => {
    const own = given.find((selection) => selection.hash === hash)?.pcrs ?? [];
    const missing = pcrs.filter((pcr) => !own.includes(pcr));
    if (missing.length === 0) return [];
    const bank = hashNameOf(hash);
    if (own.length === 0) return [`the quote covers no PCR of ${bank}: the TPM has no such bank, or it was left out`];
    return [`the quote does not cover ${pcrRangeText(missing)} of ${bank}`];
  });
}
