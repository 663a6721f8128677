import type { ReadDocument } from '#lib/artifact/types.ts';
import type { UnitChangeClass } from '#lib/component/change.ts';
import type { Coverage } from '#lib/component/coverage.ts';
import type { Category, Property, Unit } from '#lib/component/types.ts';
import type { Check } from '#lib/encoding/check.ts';
import type { Submission } from './submission-types.ts';

export type Tier = 'platform-bound' | 'tpm-bound' | 'certificate-bound' | 'declared';

/** Where a unit of a state comes from. */
export interface Provenance {
  readonly by: 'certificate' | 'observation' | 'baseline' | 'decision';
  /** The artifact. */
  readonly sha256: string;
  readonly documentId: string;
  /** Position among the document's components. */
  readonly index: number;
  /** `certified`, `learned`, `accepted`, `as-reported`. */
  readonly label: 'certified' | 'learned' | 'accepted' | 'as-reported';
}

/** A unit in an expected or observed state. */
export interface StateUnit extends Unit {
  readonly provenance: Provenance;
  /** Known properties that later evidence pinned, such as a serial read at receiving inspection. */
  readonly pinnedSerial: string | null;
}

/** One document in one device, judged at its proof of existence. */
export interface DeviceDocument {
  readonly sha256: string;
  readonly read: ReadDocument;
  /** All acts of handing it in, earliest first. */
  readonly submissions: readonly Submission[];
  /** ISO time of the first submission; paths are judged here. */
  readonly provenAt: string;
  readonly checks: readonly Check[];
  /** All required checks pass. */
  readonly trusted: boolean;
  /** It changes the expected state. */
  readonly contributes: boolean;
  /** Why it is in this device: `holder`, `previous-certificate`, `ek-key`, `platform-serial`, `platform-model`, `statement`, `submitter`. */
  readonly ground: LinkGround;
  /** Of a list of many devices: the parts that are about this one. */
  readonly parts?: readonly string[];
  /** Of a reference manifest: the keys of the models of this device, under all names of their manufacturer, as which it counts here. */
  readonly ofModels?: readonly string[];
}

export type LinkGround =
  | 'platform-identity'
  | 'holder'
  | 'ek-certificate'
  | 'previous-certificate'
  | 'platform-serial'
  | 'attestation-key'
  | 'platform-model'
  /** An identifier that the device's own evidence, or a person, tied to it. */
  | 'subject'
  | 'statement'
  | 'submitter';

/** What one source saw, and what it can see at all. */
export interface Observation {
  readonly submission: Submission;
  readonly document: DeviceDocument;
  /** submitter + collector + binding */
  readonly source: string;
  readonly collector: string;
  readonly units: readonly StateUnit[];
  readonly coverage: Coverage;
  /** A weaker one never stands for the device while a stronger one does. */
  readonly strength: 0 | 1 | 2;
}

export type DifferenceKind =
  | 'same'
  | 'component-added'
  | 'component-removed'
  | 'component-replaced'
  | 'component-moved'
  | 'firmware-changed'
  | 'revision-changed'
  | 'attribute-only'
  | 'serial-unconfirmed'
  | 'not-collected'
  | 'not-reported';

/** What happened to a unit, in the finest words; each stands beside its authorization. */
export type DifferenceChange = UnitChangeClass | 'not-collected' | 'not-reported';

export type AuthorizationOutcome =
  | 'authorized-exact'
  | 'authorized-time-unproven'
  | 'authorized-by-model-serial-unproven'
  | 'authorized-by-delta'
  /** A signed reference value of that version of the firmware, which the last start measured. */
  | 'authorized-by-reference-value'
  | 'outside-window'
  | 'wrong-part'
  | 'scope-exceeded'
  | 'expired'
  | 'retrospective'
  | 'indistinguishable'
  | 'unauthorized';

/** One unit that leaves, enters or changes (or stays: `same`). */
export interface Difference {
  readonly scope: 'conformance' | 'history';
  readonly kind: DifferenceKind;
  /** The same in finer words. */
  readonly change: DifferenceChange;
  readonly expected: StateUnit | null;
  readonly observed: StateUnit | null;
  /** Null for `same`, `not-collected` and `not-reported`, which need none. */
  readonly authorization: AuthorizationOutcome | null;
  /** Artifacts that it rests on. */
  readonly because: readonly string[];
  /** When: the step's time in history, the observation's in conformance. */
  readonly at: string;
  /** Rules that made unequal spellings equal, such as `white-space`; empty when the strings were equal. */
  readonly equalBy: readonly string[];
  /** No serial on either side and the product occurs more than once. */
  readonly indistinguishable: boolean;
  /** The same source read this unit's serial before. */
  readonly serialReadBefore: boolean;
}

/** BOMs of one serial number whose versions don't say which is the newer one. */
export interface BomVersionProblem {
  readonly kind: 'bom-version-contradicts';
  /** `went-back`: a lower version came in after a higher one. `other-content`: one version, several contents. `order-unknown`: received at one instant. */
  readonly what: 'went-back' | 'other-content' | 'order-unknown';
  /** `urn:uuid:` and a lower-case UUID. */
  readonly serialNumber: string;
  /** Of a step back: the higher one, and the lower one that came after it. */
  readonly versions: readonly number[];
  readonly because: readonly string[];
  /** The artifacts that can't be taken for the newest; empty where nothing tells. */
  readonly suspects: readonly string[];
}

/** `not-applied`: it convinces, and something else kept it out of the expected state; a problem of its own says what. */
export type PredecessorGround =
  | 'not-at-hand'
  | 'not-convincing'
  | 'not-applied'
  | 'platform-differs'
  | 'holder-differs'
  | 'reference-contradicts';

/** What folding, linking and observing noticed. Rules turn these into findings. */
export type Problem =
  | { readonly kind: 'base-missing'; readonly because: readonly string[] }
  /** `differing` names the fields, each with the certificates that differ in it. */
  | { readonly kind: 'base-conflict'; readonly because: readonly string[]; readonly differing: string }
  | { readonly kind: 'delta-forked'; readonly because: readonly string[]; readonly applied: boolean }
  | {
      readonly kind: 'delta-missing-predecessor';
      readonly because: readonly string[];
      readonly predecessor: string;
      readonly ground: PredecessorGround;
    }
  | { readonly kind: 'rebase-without-history'; readonly because: readonly string[]; readonly predecessor: string }
  | { readonly kind: 'assertions-contradict'; readonly because: readonly string[]; readonly detail: string }
  | { readonly kind: 'chain-breaks-profile'; readonly because: readonly string[]; readonly detail: string }
  | { readonly kind: 'delta-contradicts-base'; readonly because: readonly string[]; readonly detail: string }
  | { readonly kind: 'delta-predates-base'; readonly because: readonly string[]; readonly detail: string }
  | { readonly kind: 'ambiguous-reference'; readonly because: readonly string[]; readonly detail: string }
  | { readonly kind: 'identity-claimed-twice'; readonly because: readonly string[]; readonly detail: string }
  | { readonly kind: 'coverage-shrunk'; readonly because: readonly string[]; readonly category: Category; readonly collector: string }
  | { readonly kind: 'sources-disagree'; readonly because: readonly string[]; readonly detail: string; readonly unit: StateUnit | null }
  | { readonly kind: 'serial-returned'; readonly because: readonly string[]; readonly unit: StateUnit }
  | BomVersionProblem
  | { readonly kind: 'order-unknown'; readonly because: readonly string[]; readonly detail: string }
  /** Reports of an account that the table of who may say what doesn't let report them. */
  | { readonly kind: 'issuer-not-authorized'; readonly because: readonly string[]; readonly account: string; readonly detail: string }
  | { readonly kind: 'statement-void'; readonly because: readonly string[]; readonly detail: string };

export type ExpectedBasis = 'certified' | 'provisional' | 'learned' | 'none' | 'conflict';

export interface ExpectedState {
  readonly basis: ExpectedBasis;
  readonly units: readonly StateUnit[];
  readonly properties: readonly Property[];
  /** Documents that formed it, in the order in which they apply. */
  readonly because: readonly string[];
}
