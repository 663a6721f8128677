import type { PlatformIdentity } from '#lib/component/types.ts';
import type { AttestationPolicy, AttestationState } from './attested/attestation-types.ts';
import type { Boot, ContradictedBoot } from './attested/boot-types.ts';
import type { MeasuredFirmware } from './attested/firmware-types.ts';
import type { ForeignResult } from './attested/foreign-results.ts';
import type { MeasuredFiles } from './attested/measured-files.ts';
import type { UntoldStart } from './attested/untold-start.ts';
import type { Lifecycle, Statement } from './statement/statement-types.ts';
import type { Submission } from './submission-types.ts';
import type { TimelineEvent } from './timeline/timeline-types.ts';
import type { DeviceDocument, Difference, ExpectedState, Observation, Problem, Tier } from './types.ts';

/** A device as the evidence tells it. Everything here can be computed again. */
export interface DeviceState {
  readonly id: string;
  /** Strong keys, each of which leads to this device. */
  readonly keys: readonly string[];
  readonly tier: Tier;
  readonly identity: PlatformIdentity;
  readonly lifecycle: Lifecycle;
  readonly documents: readonly DeviceDocument[];
  readonly expected: ExpectedState;
  /** Latest observation by source, newest first. */
  readonly observations: readonly Observation[];
  /** The one that conformance compares with; null when nothing was observed. */
  readonly observed: Observation | null;
  readonly differences: readonly Difference[];
  /** What its TPM said, and the keys that were seen in it. */
  readonly attestation: AttestationState;
  /** What is asked of these answers. */
  readonly attestationPolicy: AttestationPolicy;
  /** Starts that event logs tell, oldest first. */
  readonly boots: readonly Boot[];
  /** What logs tell of starts while the quotes beside them say otherwise, oldest first. */
  readonly contradictedBoots: readonly ContradictedBoot[];
  /** A start since the last that its TPM attested, of which no log tells; null without one. */
  readonly untoldStart: UntoldStart | null;
  /** What reference values say of the last of them; null without one. */
  readonly firmware: MeasuredFirmware | null;
  /** Files that it used, beside what its BOMs list; null where nothing attests them, or no BOM lists any. */
  readonly files: MeasuredFiles | null;
  /** What other verifiers say of it, newest first. */
  readonly results: readonly ForeignResult[];
  /** There are older lists of many devices that may speak of it, and nobody read them for it. */
  readonly olderLists: boolean;
  readonly timeline: readonly TimelineEvent[];
  readonly problems: readonly Problem[];
  readonly statements: readonly Statement[];
  /** The next instant at which the answer changes by time alone. */
  readonly nextChangeAt: string | null;
}

/** A submission that belongs to no device yet, and why. */
export interface Unlinked {
  readonly submission: Submission;
  readonly documentId: string;
  /** Kebab-case: `no-serial`, `no-such-device`, `several-candidates`, `predecessor-missing`, `not-granted`, `unreadable` … */
  readonly reason: string;
  /** One sentence: what is missing, and what will make it link. */
  readonly detail: string;
}

export interface Linked {
  readonly devices: readonly DeviceState[];
  readonly unlinked: readonly Unlinked[];
  /** Of no device, and used for many: certificates of authorities, what tells of revocation, manifests of whole models with their files. */
  readonly supporting: readonly Unlinked[];
}
