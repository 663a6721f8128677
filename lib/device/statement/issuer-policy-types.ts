import type { Category, ComponentStatus } from '#lib/component/types.ts';
import type { DeviceGroup } from './device-group.ts';

/** What the key of an issuer may sign. */
export const ISSUER_RIGHTS = ['ek', 'ak', 'base', 'rebase', 'delta', 'reference-value'] as const;
/** What an account may report. */
export const SUBMITTER_RIGHTS = ['bom', 'observation'] as const;
/** What the table of who may say what decides about. */
export const POLICY_RIGHTS = [...ISSUER_RIGHTS, ...SUBMITTER_RIGHTS] as const;
export type PolicyRight = (typeof POLICY_RIGHTS)[number];

/** Whom a line lets speak. */
export type PolicySpeaker =
  /** Whatever a path to a trust anchor goes through this key. `certificate` (SHA-256) and `name` are for people. */
  | { readonly kind: 'issuer'; readonly key: string; readonly certificate: string; readonly name: string }
  /** The name of an account. */
  | { readonly kind: 'submitter'; readonly account: string };

/** One line of the table. For EK certificates the manufacturers are those of the TPM. An empty list doesn't limit. */
export interface IssuerPolicyLine extends DeviceGroup {
  readonly who: PolicySpeaker;
  /** Of `ISSUER_RIGHTS` for issuers, of `SUBMITTER_RIGHTS` for submitters; never empty. */
  readonly rights: readonly PolicyRight[];
  /** Of the unit lines of a delta: each must be of one of these. */
  readonly categories: readonly Category[];
  readonly actions: readonly ComponentStatus[];
  /** ISO 8601; proofs of existence from then on. Null: whenever. */
  readonly from: string | null;
  /** ISO 8601; proofs of existence before then. Null: without end. */
  readonly until: string | null;
}
