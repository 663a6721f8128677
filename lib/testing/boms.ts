import { Enums, Models, Serialize, Spec } from '@cyclonedx/cyclonedx-library';
import type { Component } from '#lib/component/types.ts';
import type { SpecVersion } from '#lib/cyclonedx/schema-files.ts';
import { encodeUtf8 } from '#lib/encoding/bytes.ts';

const TYPES = {
  application: Enums.ComponentType.Application,
  device: Enums.ComponentType.Device,
  firmware: Enums.ComponentType.Firmware,
  library: Enums.ComponentType.Library,
  'operating-system': Enums.ComponentType.OperatingSystem,
} as const;

/** A part to write: a certificate's component fits as it is. */
export interface SamplePart extends Partial<Component> {
  readonly model: string;
  /** `device` in an HBOM and `library` in an SBOM unless told otherwise. */
  readonly type?: keyof typeof TYPES;
  readonly bomRef?: string;
  readonly group?: string;
  readonly purl?: string;
  readonly slot?: string | null;
  readonly quantity?: number;
  /** Algorithm in lower case, such as `sha-256`, to hexadecimal. */
  readonly hashes?: Readonly<Record<string, string>>;
  readonly properties?: Readonly<Record<string, string>>;
  readonly parts?: readonly SamplePart[];
}

export interface SampleBom {
  readonly subject: SamplePart;
  readonly components: readonly SamplePart[];
  /** 1.6 unless told otherwise. */
  readonly specVersion?: SpecVersion;
  /** `urn:uuid:` and a UUID. */
  readonly serialNumber: string;
  /** ISO 8601. */
  readonly timestamp: string;
  /** Declares the subject, and every part with parts of its own, completely listed. */
  readonly complete?: boolean;
}

/** An HBOM as JSON octets; the same arguments give the same octets. */
export function makeHbom(bom: SampleBom): Uint8Array {
  return makeBom(bom, 'device');
}

/** An SBOM as JSON octets; the same arguments give the same octets. */
export function makeSbom(bom: SampleBom): Uint8Array {
  return makeBom(bom, 'library');
}

function makeBom(sample: SampleBom, defaultType: keyof typeof TYPES): Uint8Array {
  const version = sample.specVersion ?? '1.6';
  const spec = Object.values(Spec.SpecVersionDict).find((candidate) => candidate.version === version);
  if (spec === undefined) throw new Error(`the library writes no CycloneDX ${version}`);
  const subject = modelOf(
    { type: defaultType === 'device' ? 'device' : 'application', bomRef: 'subject', ...sample.subject },
    { ref: '', defaultType },
  );
  const bom = new Models.Bom({
    serialNumber: sample.serialNumber,
    metadata: new Models.Metadata({ timestamp: new Date(sample.timestamp), component: subject }),
    components: repositoryOf(sample.components, { ref: 'part', defaultType }),
  });
  const normalized = new Serialize.JSON.Normalize.Factory(spec).makeForBom().normalize(bom, { sortLists: false });
  const written: WrittenBom = JSON.parse(JSON.stringify(normalized));
  if (version >= '1.6') nameManufacturers([written.metadata?.component, ...(written.components ?? [])]);
  if (sample.complete === true) written.compositions = [{ aggregate: 'complete', assemblies: assembliesOf(written) }];
  return encodeUtf8(`${JSON.stringify(written, null, 2)}\n`);
}

/** The members that are added to what the library writes. */
interface WrittenBom {
  metadata?: { component?: WrittenComponent };
  components?: WrittenComponent[];
  compositions?: { aggregate: string; assemblies: string[] }[];
}

interface WrittenComponent {
  'bom-ref'?: string;
  supplier?: unknown;
  manufacturer?: unknown;
  components?: WrittenComponent[];
}

/** The library's model has no manufacturer of a component, so it goes in as supplier. */
function nameManufacturers(components: readonly (WrittenComponent | undefined)[]): void {
  for (const component of components) {
    if (component === undefined) continue;
    if (component.supplier !== undefined) component.manufacturer = component.supplier;
    delete component.supplier;
    nameManufacturers(component.components ?? []);
  }
}

function assembliesOf({ metadata, components = [] }: WrittenBom): string[] {
  const parents = components.flatMap(parentsIn);
  return [metadata?.component, ...parents].flatMap((component) => component?.['bom-ref'] ?? []);
}

function parentsIn(component: WrittenComponent): WrittenComponent[] {
  const { components = [] } = component;
  return components.length === 0 ? [] : [component, ...components.flatMap(parentsIn)];
}

interface Placing {
  /** Start of the bom-ref; without one of our own the library would draw a random one. */
  readonly ref: string;
  readonly defaultType: keyof typeof TYPES;
}

function repositoryOf(parts: readonly SamplePart[], { ref, defaultType }: Placing): Models.ComponentRepository {
  return new Models.ComponentRepository(parts.map((part, index) => modelOf(part, { ref: `${ref}-${index + 1}`, defaultType })));
}

function modelOf(part: SamplePart, placing: Placing): Models.Component {
  const { type = placing.defaultType, bomRef = placing.ref, group, purl, manufacturer, revision } = part;
  return new Models.Component(TYPES[type], part.model, {
    bomRef,
    hashes: new Models.HashDictionary(Object.entries(part.hashes ?? {}).map(([name, digest]) => [algorithmOf(name), digest])),
    properties: new Models.PropertyRepository(propertiesOf(part).map(([name, value]) => new Models.Property(name, value))),
    components: repositoryOf(part.parts ?? [], placing),
    ...(group === undefined ? {} : { group }),
    ...(purl === undefined ? {} : { purl }),
    ...(revision === undefined || revision === null ? {} : { version: revision }),
    ...(manufacturer === undefined || manufacturer === '' ? {} : { supplier: new Models.OrganizationalEntity({ name: manufacturer }) }),
  });
}

function algorithmOf(name: string): Enums.HashAlgorithm {
  const found = Object.values(Enums.HashAlgorithm).find((algorithm) => algorithm.toLowerCase() === name);
  if (found === undefined) throw new Error(`CycloneDX has no hash algorithm ${name}`);
  return found;
}

/** The device taxonomy where it has a name, else names of our own. */
function propertiesOf(part: SamplePart): [string, string][] {
  const named: [string, string | null | undefined][] = [
    ['cdx:device:quantity', part.quantity === undefined ? undefined : String(part.quantity)],
    ['cdx:device:location', part.slot],
    ['cdx:device:serialNumber', part.serial],
    ...(part.addresses ?? []).map(({ kind, value }): [string, string] => [addressName(kind), value]),
    ['assay:tcg:componentClassRegistry', part.class?.registry],
    ['assay:tcg:componentClassValue', part.class?.value],
    ['assay:tcg:manufacturerId', part.manufacturerId],
    ['assay:tcg:fieldReplaceable', typeof part.fieldReplaceable === 'boolean' ? String(part.fieldReplaceable) : undefined],
    ...Object.entries(part.properties ?? {}),
  ];
  return named.flatMap(([name, value]): [string, string][] => (value === undefined || value === null ? [] : [[name, value]]));
}

function addressName(kind: string): string {
  return kind === 'ethernet-mac' ? 'cdx:device:macAddress' : `assay:tcg:address:${kind}`;
}
