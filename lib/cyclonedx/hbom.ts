import type { PlatformIdentity, Unit } from '#lib/component/types.ts';
import type { Completeness, NamedValue } from './types.ts';

/** Versions that an HBOM is written in: the ones whose components name their manufacturer. */
export const HBOM_VERSIONS = ['1.6', '1.7'] as const;
export type HbomVersion = (typeof HBOM_VERSIONS)[number];

/** A document that something in the HBOM rests on. */
export interface HbomReference {
  readonly url: string;
  /** 64 lower-case hexadecimal digits; null when only the address is known. */
  readonly sha256: string | null;
  readonly comment: string | null;
}

/** One part to write. */
export interface HbomPart {
  /** Unique within the HBOM. */
  readonly ref: string;
  readonly unit: Unit;
  /** What only some parts have to say, after the properties that follow from the unit. */
  readonly properties: readonly NamedValue[];
  /** Written as external references of the type `attestation`. */
  readonly references: readonly HbomReference[];
  readonly parts: readonly HbomPart[];
}

/** Something said about parts: who says so, and since when. */
export interface HbomAnnotation {
  /** bom-refs. */
  readonly subjects: readonly string[];
  /** ISO 8601. */
  readonly timestamp: string;
  readonly text: string;
}

/** What an HBOM says, before it takes the form of one version. */
export interface Hbom {
  readonly subject: PlatformIdentity & Pick<HbomPart, 'ref' | 'properties' | 'references'>;
  readonly parts: readonly HbomPart[];
  readonly completeness: Completeness;
  readonly annotations: readonly HbomAnnotation[];
}
