import type { HistoryEntry } from '#lib/present/finding-history.ts';
import type { DecisionKind, Severity } from '#lib/present/vocabulary.ts';
import type { NamedDevice } from './named-devices.tsx';

/** Decisions in the order in which a person would think of them. */
export const DECISIONS = ['investigating', 'resolved', 'false-alarm', 'accept-risk'] as const satisfies readonly DecisionKind[];

/** Devices that one decision can be about, and that one group shows at a time. */
export const MAX_DECIDED = 50;

/** What the inbox shows, as the address says it. Empty: any. */
export interface InboxFilter {
  readonly severity: Severity | '';
  readonly rule: string;
  readonly state: 'open' | 'closed';
  readonly decision: DecisionKind | 'none' | '';
}

/** One cause, closed or opened. */
export interface CauseRow {
  /** Names the cause in the address. */
  readonly key: string;
  readonly severity: Severity;
  readonly title: string;
  readonly subject: string;
  readonly devices: number;
  readonly undecided: number;
  /** A decision about one of its devices waits for a second person. */
  readonly waits: boolean;
  readonly newestAt: string;
  /** Opens it, or closes it again. */
  readonly href: string;
  readonly detail: CauseDetail | null;
}

/** An opened cause. */
export interface CauseDetail {
  readonly means: string;
  readonly matters: string;
  readonly source: string;
  readonly items: readonly FindingItem[];
  /** Addresses of other devices of the same cause. */
  readonly first: string | null;
  readonly next: string | null;
}

/** The finding of one device. */
export interface FindingItem {
  readonly device: string;
  readonly deviceName: string;
  readonly finding: string;
  readonly subject: string;
  readonly expected: string | null;
  readonly observed: string | null;
  readonly detail: string;
  readonly resolve: string;
  /** Other devices that it names, and that the viewer may see. */
  readonly named: readonly NamedDevice[];
  readonly because: readonly string[];
  readonly openedAt: string;
  readonly closedAt: string | null;
  readonly episode: number;
  readonly decision: string | null;
  readonly history: readonly HistoryEntry[];
}

/** How a form names the finding of one device. A device id has no space. */
export const itemKey = ({ device, finding }: Pick<FindingItem, 'device' | 'finding'>): string => `${device} ${finding}`;

/** What one person proposed for one reason, and what waits for a second person: about one device or many. */
export interface PendingRow {
  readonly severity: Severity;
  readonly title: string;
  /** Never empty. */
  readonly places: readonly PendingPlace[];
  readonly decision: DecisionKind;
  readonly until: string | null;
  readonly author: string;
  readonly at: string;
  readonly reason: string;
  /** The viewer proposed it. */
  readonly isOwn: boolean;
}

/** One device that a proposal is about. */
export interface PendingPlace {
  readonly statement: string;
  readonly subject: string;
  readonly device: string;
  readonly deviceName: string;
}

/** A proposal about what is expected of a device, which waits for a second person. */
export interface ProposalRow {
  readonly statement: string;
  readonly proposes: 'baseline' | 'base-choice';
  readonly device: string;
  readonly deviceName: string;
  readonly author: string;
  readonly at: string;
  readonly reason: string;
  /** The viewer proposed it. */
  readonly isOwn: boolean;
}
