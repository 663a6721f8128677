/**
 * Where the XML form of CycloneDX is written otherwise than the JSON form. What isn't named here follows the general rules of
 * xml-tree.ts: attributes are members, an element with elements is an object, one whose elements are its own name in the singular is a list.
 * @spec CycloneDX 1.0 to 1.7, XML schemas beside the JSON schemas
 */

/** Lists whose elements are not named by the singular of the list. */
export const LIST_ITEMS: Readonly<Record<string, readonly string[]>> = {
  ancestors: ['component'],
  descendants: ['component'],
  variants: ['component'],
  resolves: ['issue'],
  externalReferences: ['reference'],
  formulation: ['formula'],
  references: ['url', 'reference'],
  data: ['dataflow', 'classification'],
  copyright: ['text'],
  evidence: ['evidence'],
  affects: ['target'],
  supportingMaterial: ['attachment'],
  members: ['ref'],
  patentRefs: ['bom-ref'],
  patents: ['patent', 'patentFamily'],
  environmentVars: ['environmentVar', 'value'],
  collection: ['graphic'],
  datasets: ['ref', 'dataset'],
};

/** Lists that may be empty, in which case nothing else tells them from a text. */
export const EMPTY_LISTS: ReadonlySet<string> = new Set([
  'components',
  'services',
  'hashes',
  'licenses',
  'externalReferences',
  'properties',
  'dependencies',
  'compositions',
  'vulnerabilities',
  'annotations',
  'formulation',
  'authors',
  'lifecycles',
  'tools',
  'endpoints',
  'data',
  'ancestors',
  'descendants',
  'variants',
  'commits',
  'patches',
  'resolves',
  'references',
  'tags',
  'aliases',
  'occurrences',
  'frames',
  'methods',
  'assemblies',
  'subjects',
  'standards',
  'requirements',
  'levels',
  'claims',
  'attestations',
  'assessors',
  'citations',
]);

/** Objects that may be empty. */
export const EMPTY_OBJECTS: ReadonlySet<string> = new Set([
  'metadata',
  'pedigree',
  'provider',
  'supplier',
  'manufacturer',
  'manufacture',
  'licensing',
  'declarations',
  'definitions',
  'component',
  'service',
]);

/** Elements that stand once or several times and are a list in JSON. `parent/name`, or the name alone for any parent. */
export const REPEATED: ReadonlySet<string> = new Set([
  'contact',
  'omniborId',
  'swhid',
  'certificationLevel',
  'sensitiveData',
  'openCre',
  'counterEvidence',
  'supplier/url',
  'manufacturer/url',
  'manufacture/url',
  'organization/url',
  'provider/url',
  'component/data',
  'evidence/data',
  'claim/evidence',
  'attestation/map',
  'ikev2TransformTypes/encr',
  'ikev2TransformTypes/prf',
  'ikev2TransformTypes/integ',
  'ikev2TransformTypes/ke',
  'ikev2TransformTypes/auth',
]);

/** Lists of references that are written as elements with the attribute `ref`. */
export const REFERENCE_ITEMS: ReadonlySet<string> = new Set([
  'composition-assemblies/assembly',
  'subjects/subject',
  'identity-tools/tool',
  'composition-dependencies/dependency',
  'composition-vulnerabilities/vulnerability',
]);

/** Texts that may carry a content type and an encoding, and are an object in JSON with or without them. */
export const ATTACHMENTS: ReadonlySet<string> = new Set([
  'license/text',
  'swid/text',
  'diff/text',
  'note/text',
  'details/text',
  'event/data',
  'attachment',
]);

/** The member that holds the text of an element with attributes. */
export const TEXT_MEMBERS: Readonly<Record<string, string>> = {
  property: 'value',
  classification: 'classification',
  expression: 'expression',
  environmentVar: 'value',
};

/** Attributes and elements by their name in JSON, where it differs. */
export const RENAMED: Readonly<Record<string, string>> = {
  'content-type': 'contentType',
  'license-identifier': 'licenseIdentifier',
  cryptoRef: 'cryptoRefArray',
  details: 'expressionDetails',
  'analysis/responses': 'response',
};

/** Numbers; `parent/name`, or the name alone for any parent. */
export const NUMBERS: ReadonlySet<string> = new Set([
  'bom/version',
  'swid/tagVersion',
  'score',
  'confidence',
  'line',
  'column',
  'offset',
  'cwe',
  'classicalSecurityLevel',
  'nistQuantumSecurityLevel',
  'relatedCryptoMaterialProperties/size',
  'ke/group',
  'activityEnergyCost/value',
  'energyProvided/value',
  'co2CostEquivalent/value',
  'co2CostOffset/value',
]);

/** Truth values; `true`, `false`, `1`, `0` in XML. */
export const BOOLEANS: ReadonlySet<string> = new Set([
  'modified',
  'authenticated',
  'x-trust-boundary',
  'thirdParty',
  'patch',
  'isExternal',
  'esn',
  'volume/persistent',
  'volume/remote',
]);

/** Texts whose white space at the ends belongs to them: what tells one part from another is kept as it is. */
export const KEPT_TEXTS: ReadonlySet<string> = new Set(['name', 'version', 'group', 'publisher']);

/** Texts that are kept to the character. */
export const VERBATIM_TEXTS: ReadonlySet<string> = new Set(['property', 'text', 'attachment', 'message', 'comment']);

/** Lists of entries that name each other, and stand inside each other in XML. */
export const DEPENDENCY_LISTS: ReadonlySet<string> = new Set([
  'bom/dependencies',
  'task/runtimeTopology',
  'workflow/runtimeTopology',
  'workflow/taskDependencies',
]);
