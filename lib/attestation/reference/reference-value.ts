import type { ManifestPlatform, SpdmMeasurement } from './types.ts';

/** Where a reference value comes from, and on whose word it stands. */
export interface ReferenceSource {
  /**
   * `manifest`: somebody signed it. `bom`: a BOM that a person accepted lists the firmware. `learned`: it was measured in a boot that was
   * accepted; nobody signed for it.
   */
  readonly by: 'manifest' | 'bom' | 'learned';
  /** Of the manifest, the BOM or the log. */
  readonly documentId: string;
  /** Of the tag inside a manifest that holds several, each with a version of its own. */
  readonly tag?: string;
  /** SHA-256 of the artifacts that it rests on. */
  readonly because: readonly string[];
  /** Null where the source names none. */
  readonly platform: ManifestPlatform | null;
  /** Who signed; for what was learned, who accepted it. */
  readonly signer: string | null;
  readonly firmwareVersion: string | null;
  /** Why it was accepted; null for what was signed. */
  readonly reason: string | null;
}

/** A measurement that is as it should be. */
export interface ReferenceValue {
  /** Null: in whichever PCR it is measured, as for a file of firmware. */
  readonly pcr: number | null;
  /** TPM_ALG_ID. */
  readonly bank: number;
  /** Lower-case hexadecimal. */
  readonly digest: string;
  /** TCG event type, which no digest covers; null where the source tells none. */
  readonly eventType: number | null;
  /** What was measured, in words. */
  readonly describes: string;
  readonly source: ReferenceSource;
}

/** What a PCR holds when all that was measured into it is as it should be: one value for each bank that the source tells. */
export interface RegisterReference {
  readonly pcr: number;
  readonly values: readonly ReferenceValue[];
}

/** What a part of a device, such as an accelerator, answers over SPDM when it is as it should be. */
export interface PartReference {
  readonly source: ReferenceSource;
  readonly measurements: readonly SpdmMeasurement[];
}

/** Reference values, to be asked by PCR and digest. */
export interface ReferenceIndex {
  /** By bank and PCR, then by digest. */
  readonly byPcr: ReadonlyMap<string, ReadonlyMap<string, readonly ReferenceValue[]>>;
  /** Those of no PCR, by bank and digest. */
  readonly anywhere: ReadonlyMap<string, readonly ReferenceValue[]>;
  readonly registers: readonly RegisterReference[];
  /** What parts of the device answer over SPDM. */
  readonly parts: readonly PartReference[];
  /** Sources that a newer one replaced, and tags inside of them, as `sourceKey` has them: what only they know is genuine and no longer current. */
  readonly superseded: ReadonlySet<string>;
}

/** A source, or a tag inside of it. */
export const sourceKey = (documentId: string, tag?: string): string => (tag === undefined ? documentId : JSON.stringify([documentId, tag]));

/** Whether a newer source replaced this one, or the part of it that the value stands in. */
export const isReplaced = ({ documentId, tag }: ReferenceSource, superseded: ReadonlySet<string>): boolean =>
  superseded.has(sourceKey(documentId)) || (tag !== undefined && superseded.has(sourceKey(documentId, tag)));

/** The key of a bank and a PCR, or of a bank and a digest. */
export const indexKey = (bank: number, other: number | string): string => `${bank}:${other}`;

/** Makes reference values ready to be asked. Values of several sources add up: the maker's and the integrator's. */
export function indexReferences(
  values: readonly ReferenceValue[],
  { registers = [], parts = [], superseded = new Set() }: Partial<Pick<ReferenceIndex, 'registers' | 'parts' | 'superseded'>> = {},
): ReferenceIndex {
  const byPcr = new Map<string, Map<string, ReferenceValue[]>>();
  const anywhere = new Map<string, ReferenceValue[]>();
  for (const value of values) {
    if (value.pcr === null) push(anywhere, indexKey(value.bank, value.digest), value);
    else {
      const key = indexKey(value.bank, value.pcr);
      const known = byPcr.get(key) ?? new Map<string, ReferenceValue[]>();
      byPcr.set(key, known);
      push(known, value.digest, value);
    }
  }
  return { byPcr, anywhere, registers, parts, superseded };
}

function push<V>(map: Map<string, V[]>, key: string, value: V): void {
  const values = map.get(key);
  if (values === undefined) map.set(key, [value]);
  else values.push(value);
}
