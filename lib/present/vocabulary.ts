/** The closed lists that pages and the API filter by, and name in their forms. */

export type { ReadFailure } from '#lib/artifact/types.ts';
export { SEVERITIES, type Severity, TRUSTS, type Trust } from '#lib/detect/rule.ts';
export { type DecisionKind, LIFECYCLES, type Lifecycle } from '#lib/device/types.ts';
