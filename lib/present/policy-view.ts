import { type IssuerPolicy, isGoverned, issuerPolicyOf, issuerPolicyVersion } from '#lib/device/statement/issuer-policy.ts';
import { type IssuerPolicyLine, POLICY_RIGHTS, type PolicyRight } from '#lib/device/statement/issuer-policy-types.ts';
import type { Statement } from '#lib/device/statement/statement-types.ts';
import { statementsInForce } from '#lib/device/statement/statements.ts';
import { type GovernedRow, governedRows } from './governed-rows.ts';

/** A line of the table of who may say what, in whatever state. */
export type PolicyRow = GovernedRow<IssuerPolicyLine>;

/** The whole table for a page. */
export interface PolicyView {
  /** What is judged by. */
  readonly policy: IssuerPolicy;
  /** Null while it says nothing. */
  readonly version: string | null;
  /** Rights that no line speaks of: every anchor, or every submitter, has them. */
  readonly open: readonly PolicyRight[];
  /** The newest proposal first. */
  readonly rows: readonly PolicyRow[];
}

/** @param said  what was said about all devices until then, in order of time */
export function policyView(said: readonly Statement[], now: string): PolicyView {
  const sorted = statementsInForce(said);
  const policy = issuerPolicyOf(sorted);
  const changes = said.filter((statement) => statement.kind === 'issuer-policy');
  return {
    policy,
    version: issuerPolicyVersion(policy),
    open: POLICY_RIGHTS.filter((right) => !isGoverned(policy, right)),
    rows: governedRows({ changes, said, sorted, lines: policy.lines, untilOf: ({ until }) => until, now }),
  };
}
