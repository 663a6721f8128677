import { toHex } from '#lib/encoding/bytes.ts';
import { contentOf, type DerNode, expectTag, fieldsOf, rawOf, TAG } from '#lib/encoding/der.ts';
import { readOid, readSmallInteger } from '#lib/encoding/der-values.ts';
import { ParseError } from '#lib/encoding/parse-error.ts';
import type { RawAttribute } from './attribute-certificate.ts';
import { ATTRIBUTE, CONFIGURATION } from './oids.ts';
import { EMPTY_CONFIGURATION, type Generation, type PlatformConfiguration, readConfiguration } from './parse-configuration.ts';
import { readTbbSecurityAssertions } from './parse-tbb.ts';
import { readTraits } from './read-trait.ts';
import { asciiText, keepUnread, note, type Reading, readTolerantly } from './reading.ts';
import type { TraitLists } from './trait-types.ts';
import type { OtherAttribute, PlatformCertificate, SpecificationVersion } from './types.ts';
import { readUriReference } from './uri-reference.ts';

const PLATFORM_CLASS_OCTETS = 4;

/** The lists of traits that stand in attributes: all but the platform's names. */
type AttributeTraits = Omit<TraitLists, 'platformIdentifier'>;

/** What the attributes of a platform certificate say. */
export type AttributeFields = PlatformConfiguration & {
  /** Null when the certificate has no configuration. */
  readonly generation: Generation | null;
  readonly traits: AttributeTraits;
} & Pick<
    PlatformCertificate,
    | 'platformConfigUri'
    | 'credentialType'
    | 'credentialSpecification'
    | 'platformSpecification'
    | 'tbbSecurityAssertions'
    | 'otherAttributes'
  >;

/**
 * Reads the attributes. The configuration and the credential type decide what the document is and must be readable; of the
 * others an unreadable one is a warning, and is kept whole among `otherAttributes`.
 * @throws ParseError of the configuration
 * @spec   TCG Platform Certificate Profile 1.1 and 2.1 section 3.1
 */
export function readPlatformAttributes(reading: Reading, attributes: readonly RawAttribute[]): AttributeFields {
  const taken = new Set<RawAttribute>();
  const take = <T>(oid: string, read: (value: DerNode) => T): T | null => {
    const attribute = attributes.find((candidate) => candidate.oid === oid);
    const value = attribute?.values[0];
    if (attribute === undefined || value === undefined) return null;
    const result = readTolerantly(reading, { path: `attributes[${oid}]`, node: value }, () => read(value));
    if (result === null) return null;
    taken.add(attribute);
    keepUnread(reading, `attributes[${oid}]`, attribute.values.slice(1));
    return result;
  };
  const traits = (oid: string, path: string) => take(oid, (value) => readTraits(reading, value, { path, isComponent: false })) ?? [];
  const { generation, configuration } = readOneConfiguration(reading, attributes, taken);
  return {
    generation,
    components: configuration.components,
    componentsUri: configuration.componentsUri,
    properties: configuration.properties,
    propertiesUri: configuration.propertiesUri,
    platformConfigUri: take(ATTRIBUTE.platformConfigUri, (value) =>
      readUriReference(reading, expectTag(value, TAG.sequence, 'platformConfigUri'), 'platformConfigUri'),
    ),
    credentialType: take(ATTRIBUTE.credentialType, (value) => readCredentialType(reading, value)),
    credentialSpecification: take(ATTRIBUTE.credentialSpecification, (value) => readCredentialSpecification(reading, value)),
    platformSpecification: take(ATTRIBUTE.platformSpecification, (value) => readPlatformSpecification(reading, value)),
    tbbSecurityAssertions: take(ATTRIBUTE.tbbSecurityAssertions, (value) => readTbbSecurityAssertions(reading, value)),
    traits: {
      previousPlatformCertificates: traits(ATTRIBUTE.previousPlatformCertificates, 'previousPlatformCertificates'),
      cryptographicAnchors: traits(ATTRIBUTE.cryptographicAnchors, 'cryptographicAnchors'),
      platformOwnership: traits(ATTRIBUTE.platformOwnership, 'platformOwnership'),
      manufacturingAssertions: traits(ATTRIBUTE.manufacturingAssertions, 'manufacturingAssertions'),
      tbbSecurityAssertions: traits(ATTRIBUTE.tbbSecurityAssertionsV3, 'tbbSecurityAssertions'),
      platformConfigUri: traits(ATTRIBUTE.platformConfigUriV3, 'platformConfigUri'),
    },
    // The last: what no reader above took.
    otherAttributes: otherAttributes(reading, attributes, taken),
  };
}

/** TCGCredentialType. @throws ParseError */
export function readCredentialType(reading: Reading, node: DerNode): string {
  const fields = fieldsOf(expectTag(node, TAG.sequence, 'TCGCredentialType'));
  const type = readOid(fields.take('certificateType', TAG.oid));
  keepUnread(reading, 'credentialType', fields.rest());
  return type;
}

const GENERATIONS: ReadonlyMap<string, Generation> = new Map([
  [CONFIGURATION.v1, 1],
  [CONFIGURATION.v2, 2],
  [CONFIGURATION.v3, 3],
]);

function readOneConfiguration(
  reading: Reading,
  attributes: readonly RawAttribute[],
  taken: Set<RawAttribute>,
): { configuration: PlatformConfiguration; generation: Generation | null } {
  const [attribute, second] = attributes.filter(({ oid }) => GENERATIONS.has(oid));
  const generation = GENERATIONS.get(attribute?.oid ?? '');
  if (attribute === undefined || generation === undefined) return { configuration: EMPTY_CONFIGURATION, generation: null };
  if (second !== undefined) throw ambiguous(second.node, 'a second platform configuration');
  const [value, extra] = attribute.values;
  if (value === undefined) {
    throw new ParseError('missing-field', `the platform configuration at ${attribute.node.start} has no value`, {
      offset: attribute.node.end,
    });
  }
  if (extra !== undefined) throw ambiguous(extra, 'a second value of the platform configuration');
  taken.add(attribute);
  return { configuration: readConfiguration(reading, value, generation), generation };
}

/** Two readers could each take another one for the truth. */
function ambiguous(node: DerNode, what: string): ParseError {
  return new ParseError('duplicate-key', `${what} at ${node.start}; one is wanted`, { offset: node.start, path: 'platformConfiguration' });
}

function readCredentialSpecification(reading: Reading, node: DerNode): SpecificationVersion {
  const fields = fieldsOf(expectTag(node, TAG.sequence, 'TCGCredentialSpecification'));
  const inner = fields.takeOptional(TAG.sequence);
  if (inner === undefined) return readVersion(reading, node, 'credentialSpecification');
  const detail = 'the credential specification is wrapped in one more SEQUENCE';
  note(reading, node, { code: 'wrapped-specification', path: 'credentialSpecification', detail });
  keepUnread(reading, 'credentialSpecification', fields.rest());
  return readVersion(reading, inner, 'credentialSpecification');
}

function readPlatformSpecification(reading: Reading, node: DerNode): NonNullable<PlatformCertificate['platformSpecification']> {
  const path = 'platformSpecification';
  const fields = fieldsOf(expectTag(node, TAG.sequence, path));
  const { major, minor, revision } = readVersion(reading, fields.take(`${path}.version`, TAG.sequence), path);
  const platformClass = fields.take(`${path}.platformClass`);
  const octets = contentOf(platformClass);
  if (platformClass.tag !== TAG.octetString || octets.length !== PLATFORM_CLASS_OCTETS) noteOddClass(reading, platformClass, path);
  keepUnread(reading, path, fields.rest());
  return { major, minor, revision, platformClass: octets };
}

function noteOddClass(reading: Reading, node: DerNode, path: string): void {
  const octets = contentOf(node);
  const text = asciiText(octets);
  const what = text === null ? `${octets.length} octets` : `the text ${JSON.stringify(text)}`;
  const detail = `the platform class is ${what} under the tag 0x${toHex(Uint8Array.of(node.tag))}, wanted 4 octets under 0x04`;
  const code = text === null ? 'odd-platform-class' : 'platform-class-as-text';
  note(reading, node, { code, path: `${path}.platformClass`, detail });
}

function readVersion(reading: Reading, node: DerNode, path: string): SpecificationVersion {
  const fields = fieldsOf(node);
  const major = readSmallInteger(fields.take(`${path}.majorVersion`, TAG.integer));
  const minor = readSmallInteger(fields.take(`${path}.minorVersion`, TAG.integer));
  const revision = readSmallInteger(fields.take(`${path}.revision`, TAG.integer));
  keepUnread(reading, path, fields.rest());
  return { major, minor, revision };
}

const KNOWN: ReadonlySet<string> = new Set(Object.values(ATTRIBUTE));

/** Everything that no reader took, duplicates included. */
function otherAttributes(
  reading: Reading,
  attributes: readonly RawAttribute[],
  taken: ReadonlySet<RawAttribute>,
): readonly OtherAttribute[] {
  return attributes
    .filter((attribute) => !taken.has(attribute))
    .map(({ oid, node }) => {
      const [code, what] = KNOWN.has(oid) ? ['unread-attribute', 'is not read'] : ['unknown-attribute', 'is unknown'];
      note(reading, node, { code, path: `attributes[${oid}]`, detail: `attribute ${oid} ${what}; it is kept as received` });
      return { oid, raw: rawOf(node), offset: node.start };
    });
}
