/**
 * Names of the properties that Assay writes beside the taxonomy's: `assay:` for what a unit is, `assay:tcg:` for what TCG
 * certificates say. The namespace is not registered; docs/formats.md lists every name.
 * @spec CycloneDX property taxonomy (no unofficial name under `cdx`)
 */
export const OWN = {
  /** The category, where class, type and function don't tell it. */
  category: 'assay:category',
  /** Exact texts that a standard member can't carry: the empty one, which differs from none, and overlong ones. */
  serial: 'assay:serial',
  revision: 'assay:revision',
  model: 'assay:model',
  manufacturer: 'assay:manufacturer',
  /** Followed by the algorithm: digests that the schema has no place for. */
  hash: 'assay:hash:',
  /** How the version counts, as its source declared it. */
  versionScheme: 'assay:versionScheme',
  /** Where the unit comes from: `certified`, `learned`, `accepted` or `as-reported`. */
  provenance: 'assay:provenance',
  /** A serial number that was first read on a unit whose certificate gives none. */
  learnedSerial: 'assay:learnedSerial',
  /** Says that the firmware repeats the second half of its device's revision, and is no unit of its own. */
  repeats: 'assay:repeats',
  coverageComplete: 'assay:coverage:complete',
  coveragePartial: 'assay:coverage:partial',
  classRegistry: 'assay:tcg:componentClassRegistry',
  classValue: 'assay:tcg:componentClassValue',
  manufacturerId: 'assay:tcg:manufacturerId',
  fieldReplaceable: 'assay:tcg:fieldReplaceable',
  /** Followed by the kind of address. */
  address: 'assay:tcg:address:',
  deltaStatus: 'assay:tcg:deltaStatus',
} as const;
