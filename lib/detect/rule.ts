import type { DeviceState } from '#lib/device/device-state.ts';
import type { Policy } from '#lib/device/policy.ts';
import type { DecisionKind } from '#lib/device/statement/statement-types.ts';

/** From the weightiest to the lightest. */
export const SEVERITIES = ['critical', 'high', 'medium', 'low', 'info'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** What a finding does to trust, as long as it is open. */
export type Weighs = 'failed' | 'changed' | 'incomplete' | 'stale' | 'none';

/** What people decided about a finding, in force at the instant asked about. */
export interface FindingDecision {
  readonly kind: DecisionKind;
  /** ISO 8601, UTC; null when it has no end. */
  readonly until: string | null;
  readonly by: string;
}

/** What does not add up. */
export interface Finding {
  /** hash(rule, device, normalized subject): evidence and time are no part of it. */
  readonly id: string;
  readonly rule: string;
  readonly severity: Severity;
  /** What it is about, in a few words: a component, a certificate. */
  readonly subject: string;
  readonly expected: string | null;
  readonly observed: string | null;
  /** SHA-256 of the artifacts that it rests on; never empty. */
  readonly because: readonly string[];
  /** One sentence: what would make it go away. */
  readonly resolve: string;
  /** One sentence: what was found. */
  readonly detail: string;
  /** What it does to trust; a finding below medium never weighs. */
  readonly weighs: Weighs;
  /** Null or absent while nobody decided, or while the second person is missing. */
  readonly decision?: FindingDecision | null;
}

/** What a rule yields; the runner adds `id` and `rule`. */
export interface Sign {
  /** The normalized subject that the id is made of. */
  readonly key: string;
  readonly severity: Severity;
  readonly subject: string;
  readonly expected: string | null;
  readonly observed: string | null;
  readonly because: readonly string[];
  readonly resolve: string;
  readonly detail: string;
  /** Where one case weighs otherwise than the rule in general. */
  readonly weighs?: Weighs;
}

export interface RuleContext {
  readonly device: DeviceState;
  readonly policy: Policy;
  /** ISO 8601, UTC. */
  readonly at: string;
}

/** One rule, one file, one citation, one test. `id` is the file's name. */
export interface Rule {
  readonly id: string;
  /** What it means. */
  readonly means: string;
  /** Why it matters. */
  readonly matters: string;
  /** What would resolve it, in general. */
  readonly resolve: string;
  /** Standard and section, or the attack that it closes. */
  readonly source: string;
  readonly weighs: Weighs;
  readonly evaluate: (context: RuleContext) => readonly Sign[];
}

export const TRUSTS = [
  'not-enrolled',
  'failed-verification',
  'changed-unexplained',
  'incomplete-evidence',
  'stale',
  'changed-authorized',
  'unchanged-since-baseline',
  'verified',
] as const;
export type Trust = (typeof TRUSTS)[number];

export interface Verdict {
  readonly lifecycle: DeviceState['lifecycle'];
  readonly trust: Trust;
  /** Why, in plain sentences, the weightiest first. */
  readonly reasons: readonly string[];
  /** Finding ids that decided it. */
  readonly findings: readonly string[];
}

/** A device with its findings and verdict: what `trace` prints and the store keeps. */
export interface Assessed {
  readonly device: DeviceState;
  readonly findings: readonly Finding[];
  readonly verdict: Verdict;
  readonly at: string;
  readonly ruleSet: string;
  /** Version of the table of who may say what; null when it said nothing. */
  readonly issuerPolicy: string | null;
  /** Versions of the mappings by which the device's inventories were read, by format. */
  readonly mappings: Readonly<Record<string, number>>;
  /** Digest of all inputs. */
  readonly inputs: string;
}
