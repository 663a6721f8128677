import type { Rule } from './rule.ts';
import { ambiguousReference } from './rules/ambiguous-reference.ts';
import { assertionsContradict } from './rules/assertions-contradict.ts';
import { attestationKeyChanged } from './rules/attestation-key-changed.ts';
import { attestationPolicyUnmet } from './rules/attestation-policy-unmet.ts';
import { attestationStale } from './rules/attestation-stale.ts';
import { baseConflict } from './rules/base-conflict.ts';
import { baseMissing } from './rules/base-missing.ts';
import { bomSignatureInvalid } from './rules/bom-signature-invalid.ts';
import { bomVersionContradicts } from './rules/bom-version-contradicts.ts';
import { certificateExpired } from './rules/certificate-expired.ts';
import { certificateRevoked } from './rules/certificate-revoked.ts';
import { chainBreaksProfile } from './rules/chain-breaks-profile.ts';
import { componentAdded } from './rules/component-added.ts';
import { componentMoved } from './rules/component-moved.ts';
import { componentRemoved } from './rules/component-removed.ts';
import { componentReplaced } from './rules/component-replaced.ts';
import { coverageShrunk } from './rules/coverage-shrunk.ts';
import { debuggerAllowed } from './rules/debugger-allowed.ts';
import { declaredVersionMismatch } from './rules/declared-version-mismatch.ts';
import { deltaContradictsBase } from './rules/delta-contradicts-base.ts';
import { deltaForked } from './rules/delta-forked.ts';
import { deltaMissingPredecessor } from './rules/delta-missing-predecessor.ts';
import { deltaPredatesBase } from './rules/delta-predates-base.ts';
import { ekUntrusted } from './rules/ek-untrusted.ts';
import { eventLogDoesNotReplay } from './rules/event-log-does-not-replay.ts';
import { firmwareChanged } from './rules/firmware-changed.ts';
import { firmwareRollback } from './rules/firmware-rollback.ts';
import { holderMismatch } from './rules/holder-mismatch.ts';
import { identityClaimedTwice } from './rules/identity-claimed-twice.ts';
import { indistinguishableComponents } from './rules/indistinguishable-components.ts';
import { issuerNotAuthorized } from './rules/issuer-not-authorized.ts';
import { issuerUntrusted } from './rules/issuer-untrusted.ts';
import { keyNotBound } from './rules/key-not-bound.ts';
import { malformedField } from './rules/malformed-field.ts';
import { measurementMismatch } from './rules/measurement-mismatch.ts';
import { memoryOpen } from './rules/memory-open.ts';
import { missingKeyUsage } from './rules/missing-key-usage.ts';
import { nonceMismatch } from './rules/nonce-mismatch.ts';
import { orderUnknown } from './rules/order-unknown.ts';
import { platformContradicts } from './rules/platform-contradicts.ts';
import { quoteInvalid } from './rules/quote-invalid.ts';
import { quoteSelectionIncomplete } from './rules/quote-selection-incomplete.ts';
import { rebaseChangesParts } from './rules/rebase-changes-parts.ts';
import { rebaseWithoutHistory } from './rules/rebase-without-history.ts';
import { referenceValueMissing } from './rules/reference-value-missing.ts';
import { resultNegative } from './rules/result-negative.ts';
import { resultStale } from './rules/result-stale.ts';
import { resultUntrustedVerifier } from './rules/result-untrusted-verifier.ts';
import { retrospective } from './rules/retrospective.ts';
import { revisionChanged } from './rules/revision-changed.ts';
import { revocationNotChecked } from './rules/revocation-not-checked.ts';
import { revokedImageStarted } from './rules/revoked-image-started.ts';
import { sameVersionOtherDigest } from './rules/same-version-other-digest.ts';
import { secureBootOff } from './rules/secure-boot-off.ts';
import { serialReturned } from './rules/serial-returned.ts';
import { serialUnconfirmed } from './rules/serial-unconfirmed.ts';
import { signatureInvalid } from './rules/signature-invalid.ts';
import { softwareNotListed } from './rules/software-not-listed.ts';
import { sourcesDisagree } from './rules/sources-disagree.ts';
import { startNotTold } from './rules/start-not-told.ts';
import { statementVoid } from './rules/statement-void.ts';
import { testSigningOn } from './rules/test-signing-on.ts';
import { unknownBootSoftware } from './rules/unknown-boot-software.ts';
import { weakAlgorithm } from './rules/weak-algorithm.ts';

/** Raised with every change of what a rule finds; assessments name it. */
export const RULE_SET_VERSION = '23';

/** All rules, in the order in which a page lists them: hardware, firmware, evidence, identity, change. */
export const RULES: readonly Rule[] = [
  componentAdded,
  componentRemoved,
  componentReplaced,
  serialUnconfirmed,
  revisionChanged,
  componentMoved,
  serialReturned,
  indistinguishableComponents,
  coverageShrunk,
  sourcesDisagree,
  orderUnknown,
  bomVersionContradicts,
  firmwareChanged,
  firmwareRollback,
  sameVersionOtherDigest,
  measurementMismatch,
  unknownBootSoftware,
  softwareNotListed,
  referenceValueMissing,
  eventLogDoesNotReplay,
  secureBootOff,
  startNotTold,
  debuggerAllowed,
  memoryOpen,
  testSigningOn,
  revokedImageStarted,
  signatureInvalid,
  bomSignatureInvalid,
  issuerUntrusted,
  issuerNotAuthorized,
  certificateRevoked,
  revocationNotChecked,
  certificateExpired,
  weakAlgorithm,
  holderMismatch,
  baseMissing,
  baseConflict,
  assertionsContradict,
  deltaForked,
  deltaMissingPredecessor,
  deltaContradictsBase,
  deltaPredatesBase,
  rebaseChangesParts,
  rebaseWithoutHistory,
  chainBreaksProfile,
  ambiguousReference,
  declaredVersionMismatch,
  malformedField,
  missingKeyUsage,
  identityClaimedTwice,
  platformContradicts,
  ekUntrusted,
  resultNegative,
  resultUntrustedVerifier,
  resultStale,
  keyNotBound,
  attestationKeyChanged,
  quoteInvalid,
  nonceMismatch,
  quoteSelectionIncomplete,
  attestationStale,
  attestationPolicyUnmet,
  retrospective,
  statementVoid,
];

const BY_ID: ReadonlyMap<string, Rule> = new Map(RULES.map((rule) => [rule.id, rule]));

/** The rule of a finding; undefined for `rule-failed` and for rules of another version. */
export const ruleById = (id: string): Rule | undefined => BY_ID.get(id);
