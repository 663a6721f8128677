import type { Difference } from '../types.ts';

/**
 * Acts of handing in by one submitter that say the same and changed nothing, with nothing in between but other such acts: one event for all
 * of them. Failures and changes are never among them. `repeatedActs` names each one.
 */
export interface Repeats {
  /** At least 2. */
  readonly count: number;
  /** Of the last one, in the order of the timeline; the event has those of the first. */
  readonly lastAt: string;
  readonly lastReceivedAt: string;
  readonly lastId: string;
  /** Ids of the documents that were handed in. */
  readonly documents: readonly string[];
}

/** One thing that happened to a device, or a run of repeats. */
export interface TimelineEvent {
  /** Deterministic: of the act and the document that was handed in, or a digest of kind, artifact or statement, and time. */
  readonly id: string;
  /** When it happened, by its evidence; of repeats, the first. */
  readonly at: string;
  readonly receivedAt: string;
  readonly lane: 'certificate' | 'observation' | 'attestation' | 'bom' | 'custody' | 'change' | 'decision' | 'finding' | 'gap';
  /** Kebab-case, such as `base-certificate`, `inventory`, `lifecycle`. */
  readonly kind: string;
  /** One sentence in English, made from the data; pages translate by `kind` and `facts`. */
  readonly title: string;
  readonly facts: Readonly<Record<string, string | number>>;
  /** The artifact; null for statements. */
  readonly sha256: string | null;
  readonly statement: string | null;
  readonly by: string;
  /** Null where trust is no question (statements, observations). */
  readonly trusted: boolean | null;
  /** What changed at this event, against the step before. */
  readonly differences: readonly Difference[];
  /** Null where the event is one act. */
  readonly repeats: Repeats | null;
}
