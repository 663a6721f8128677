/** The closed lists that pages and the API filter by, and name in their forms. */

export type { ReadFailure } from '#lib/artifact/types.ts';
export { HBOM_VERSIONS } from '#lib/cyclonedx/hbom.ts';
export { SEVERITIES, type Severity, TRUSTS, type Trust } from '#lib/detect/rule.ts';
export { ATTESTATION_STANDINGS, type AttestationStanding } from '#lib/device/attested/attestation-standing.ts';
export { SECURE_BOOT_STATES, type SecureBoot } from '#lib/device/attested/secure-boot.ts';
export { HBOM_SIDES } from '#lib/device/hbom/device-hbom.ts';
export { ISSUER_RIGHTS, SUBMITTER_RIGHTS } from '#lib/device/statement/issuer-policy-types.ts';
export { type DecisionKind, type GoverningKind, LIFECYCLES, type Lifecycle } from '#lib/device/statement/statement-types.ts';
