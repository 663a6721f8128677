import { Enums, Models, Serialize, Spec } from '@cyclonedx/cyclonedx-library';
import { visibleJson } from '#lib/component/visible-text.ts';
import { encodeUtf8 } from '#lib/encoding/bytes.ts';
import { sha256Hex } from '#lib/encoding/digest.ts';
import type { Hbom, HbomPart, HbomReference, HbomVersion } from './hbom.ts';
import type { NamedValue } from './types.ts';
import { officialHashes, propertiesOfSubject, propertiesOfUnit, typeOfUnit, versionOfUnit } from './unit-properties.ts';

const TYPES = {
  device: Enums.ComponentType.Device,
  firmware: Enums.ComponentType.Firmware,
  'operating-system': Enums.ComponentType.OperatingSystem,
  library: Enums.ComponentType.Library,
} as const;

/**
 * Writes an HBOM as JSON octets. Equal content gives equal octets: the serial number is derived, and no clock is read.
 * The library's models and serializer write what they know; manufacturers, compositions and annotations are added.
 * @returns octets that parseCycloneDx reads back into the same units, and that fit the schema of the version
 * @spec    ECMA-424 (CycloneDX 1.6), and the JSON schema of 1.7
 */
export function encodeHbom(hbom: Hbom, version: HbomVersion): Uint8Array {
  const spec = version === '1.6' ? Spec.Spec1dot6 : Spec.Spec1dot7;
  const bom = new Models.Bom({
    metadata: new Models.Metadata({ component: subjectModel(hbom.subject) }),
    components: new Models.ComponentRepository(hbom.parts.map(partModel)),
  });
  const { $schema, bomFormat, specVersion, metadata, components }: WrittenBom = JSON.parse(
    JSON.stringify(new Serialize.JSON.Normalize.Factory(spec).makeForBom().normalize(bom, { sortLists: false })),
  );
  nameManufacturers(components ?? [], hbom.parts);
  const body = {
    version: 1,
    metadata: {
      tools: { components: [{ type: 'application', name: 'Assay' }] },
      component: { ...metadata?.component, ...manufacturerMember(hbom.subject.manufacturer) },
    },
    components: components ?? [],
    compositions: [{ aggregate: hbom.completeness, assemblies: [hbom.subject.ref, ...hbom.parts.flatMap(assembliesIn)] }],
    ...(hbom.annotations.length === 0 ? {} : { annotations: hbom.annotations.map(annotationMember) }),
  };
  const serialNumber = derivedSerialNumber(JSON.stringify({ specVersion, ...body }));
  return encodeUtf8(`${visibleJson(JSON.stringify({ $schema, bomFormat, specVersion, serialNumber, ...body }, null, 2))}\n`);
}

/** What the library writes, as far as members are added to it. */
interface WrittenBom {
  readonly $schema?: string;
  readonly bomFormat?: string;
  readonly specVersion?: string;
  readonly metadata?: { readonly component?: object };
  readonly components?: WrittenComponent[];
}

interface WrittenComponent {
  manufacturer?: { name: string };
  readonly components?: WrittenComponent[];
}

/** The library's components have no manufacturer. They stand in the order of the parts. */
function nameManufacturers(written: readonly WrittenComponent[], parts: readonly HbomPart[]): void {
  for (const [index, { unit, parts: inner }] of parts.entries()) {
    const component = written[index];
    if (component === undefined) throw new Error('the library left a component out');
    Object.assign(component, manufacturerMember(unit.manufacturer));
    nameManufacturers(component.components ?? [], inner);
  }
}

function manufacturerMember(name: string | null): { readonly manufacturer?: { readonly name: string } } {
  return name === null || name === '' ? {} : { manufacturer: { name } };
}

function assembliesIn({ ref, parts }: HbomPart): string[] {
  return parts.length === 0 ? [] : [ref, ...parts.flatMap(assembliesIn)];
}

function annotationMember({ subjects, timestamp, text }: Hbom['annotations'][number]) {
  return { subjects, annotator: { component: { type: 'application', name: 'Assay' } }, timestamp, text };
}

function subjectModel(subject: Hbom['subject']): Models.Component {
  const { ref, model, version, properties, references } = subject;
  return new Models.Component(Enums.ComponentType.Device, model ?? '', {
    bomRef: ref,
    properties: repositoryOf([...propertiesOfSubject(subject), ...properties]),
    externalReferences: referencesOf(references),
    ...(version === null || versionOfUnit({ revision: version }) === null ? {} : { version }),
  });
}

/** Nested as deep as the assemblies are. */
function partModel({ ref, unit, properties, references, parts }: HbomPart): Models.Component {
  const version = versionOfUnit(unit);
  return new Models.Component(TYPES[typeOfUnit(unit)], unit.model, {
    bomRef: ref,
    hashes: new Models.HashDictionary(officialHashes(unit)),
    properties: repositoryOf([...propertiesOfUnit(unit), ...properties]),
    externalReferences: referencesOf(references),
    components: new Models.ComponentRepository(parts.map(partModel)),
    ...(version === null ? {} : { version }),
  });
}

function repositoryOf(properties: readonly NamedValue[]): Models.PropertyRepository {
  return new Models.PropertyRepository(properties.map(({ name, value }) => new Models.Property(name, value)));
}

function referencesOf(references: readonly HbomReference[]): Models.ExternalReferenceRepository {
  const models = references.map(({ url, sha256, comment }) => {
    const hashes = new Models.HashDictionary(sha256 === null ? [] : [[Enums.HashAlgorithm['SHA-256'], sha256]]);
    return new Models.ExternalReference(url, Enums.ExternalReferenceType.Attestation, { hashes, ...(comment === null ? {} : { comment }) });
  });
  return new Models.ExternalReferenceRepository(models);
}

/** A UUID of the form for contents of one's own. @spec RFC 9562 section 5.8 (UUID version 8) */
function derivedSerialNumber(content: string): string {
  const digits = sha256Hex(content);
  const variant = ((Number.parseInt(digits.charAt(16), 16) & 0x3) | 0x8).toString(16);
  const groups = [
    digits.slice(0, 8),
    digits.slice(8, 12),
    `8${digits.slice(13, 16)}`,
    `${variant}${digits.slice(17, 20)}`,
    digits.slice(20, 32),
  ];
  return `urn:uuid:${groups.join('-')}`;
}
