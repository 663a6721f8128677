import type { ComponentStatus, Unit } from '#lib/component/types.ts';
import type { Signer } from '#lib/encoding/check.ts';
import type { GovernedLine } from './governed-lines.ts';
import type { IssuerPolicyLine, PolicyRight } from './issuer-policy-types.ts';

/** A line of the table, with the two people who put it there and its end. */
export type PolicyLine = GovernedLine<IssuerPolicyLine>;

/** What somebody says, and about what. */
export interface Assertion {
  readonly right: PolicyRight;
  readonly speaker:
    | { readonly kind: 'issuer'; readonly signers: readonly Signer[] }
    | { readonly kind: 'submitter'; readonly account: string };
  readonly manufacturer: string | null;
  readonly model: string | null;
  /** Proof of existence. ISO 8601. */
  readonly at: string;
  /** Whether a line's device is the one spoken of; null while that isn't known, and then every device fits. */
  readonly isDevice: ((reference: string) => boolean) | null;
  /** Keys of issuers whose deltas need no line: those of the base that counts. */
  readonly ownIssuers?: ReadonlySet<string>;
  /** What a delta does, unit line by unit line. */
  readonly changes?: readonly PolicyChange[];
}

/** One unit line of a delta, or a property, which is of no category. */
export interface PolicyChange {
  readonly unit: Unit | null;
  readonly name: string;
  readonly action: ComponentStatus | null;
}
