import type { ComponentAddress, ComponentClass } from '#lib/component/types.ts';
import { toHex } from '#lib/encoding/bytes.ts';
import {
  childrenOf,
  contentOf,
  contextConstructed,
  contextPrimitive,
  type DerFields,
  type DerNode,
  expectTag,
  fieldsOf,
  rawOf,
  TAG,
} from '#lib/encoding/der.ts';
import { readBoolean, readOid } from '#lib/encoding/der-values.ts';
import { ParseError } from '#lib/encoding/parse-error.ts';
import { readCertificateIdentifier } from './certificate-identifier.ts';
import type { ComponentPaths } from './component-paths.ts';
import { ADDRESS_KINDS, CLASS_REGISTRY_ARC } from './oids.ts';
import { asciiText, keepUnread, note, type Reading, readImplicitText, readText } from './reading.ts';
import { readStatus } from './status.ts';
import type { CertifiedComponent } from './trait-types.ts';
import { readUriReference } from './uri-reference.ts';

/** Where a component stands, and by which generation of the configuration it is written. */
export interface ComponentPlace {
  readonly paths: ComponentPaths;
  readonly generation: 1 | 2;
}

const CLASS_OCTETS = 4;
const OCTET_DIGITS = Array.from({ length: 256 }, (_, octet) => octet.toString(16).toUpperCase().padStart(2, '0'));
const DIGITS = /^[0-9]+$/;
/** 12 digits, with separators wherever their writer put them. */
const MAC = /^(?:[-:. ]*[0-9a-fA-F]){12}[-:. ]*$/;

/**
 * Reads a ComponentIdentifier of configuration 1 or 2. The one of configuration 1 has no class, certificate reference or
 * status; where a real one has them they are read, with a warning.
 * @throws ParseError 'missing-field' | 'bad-tag' | 'bad-value' | 'bad-utf8', with the octet offset and the component's path
 * @spec   TCG Platform Certificate Profile 1.1 section 3.1.6 (ComponentIdentifier)
 */
export function readComponent(reading: Reading, node: DerNode, place: ComponentPlace): CertifiedComponent {
  const { paths } = place;
  const fields = fieldsOf(expectTag(node, TAG.sequence, paths.component));
  const first = fields.takeOptional(TAG.sequence) ?? fields.takeOptional(TAG.octetString);
  const componentClass = first === undefined ? withoutClass(reading, node, place) : readClass(reading, first, place);
  const manufacturer = readText(reading, takeString(fields.take(paths.manufacturer)), paths.manufacturer);
  const model = readText(reading, takeString(fields.take(paths.model)), paths.model);
  const { placed, unplaced } = placeByTag(fields);
  const [serial, revision, manufacturerId, replaceable, addresses, certificate, certificateUri, status] = placed;
  noteLaterFields(reading, placed, place);
  // Field by field: an object that another is spread into takes longer to make, and there are many components.
  const component = {
    class: componentClass,
    manufacturer,
    model,
    serial: serial === undefined ? null : readImplicitText(reading, serial, paths.serial),
    revision: revision === undefined ? null : readImplicitText(reading, revision, paths.revision),
    manufacturerId: manufacturerId === undefined ? null : readManufacturerId(reading, manufacturerId, paths.manufacturerId),
    fieldReplaceable: replaceable === undefined ? null : readBoolean(replaceable),
    addresses: addresses === undefined ? [] : readAddresses(reading, addresses, paths.addresses),
    platformCertificate: certificate === undefined ? null : readCertificateIdentifier(reading, certificate, paths.platformCertificate),
    platformCertificateUri: certificateUri === undefined ? null : readUriReference(reading, certificateUri, paths.platformCertificateUri),
    status: status === undefined ? null : readStatus(reading, status, paths.status),
    traits: [],
    offset: node.start,
  };
  keepUnread(reading, paths.component, unplaced);
  return component;
}

/** The tags of the optional fields, by their number. */
const OPTIONAL_TAGS = [0, 1, 2, 3, 4, 5, 6, 7].map((n) => (n >= 4 && n <= 6 ? contextConstructed(n) : contextPrimitive(n)));

interface PlacedFields {
  /** By the number of their tag. */
  readonly placed: readonly (DerNode | undefined)[];
  readonly unplaced: readonly DerNode[];
}

/** The last field of each tag, in whatever order they stand, and what no field explains. */
function placeByTag(fields: DerFields): PlacedFields {
  // As long as it gets: a list that grows as it is filled takes several times the memory.
  const placed: (DerNode | undefined)[] = [undefined, undefined, undefined, undefined, undefined, undefined, undefined, undefined];
  const unplaced: DerNode[] = [];
  for (let node = fields.takeNext(); node !== undefined; node = fields.takeNext()) {
    const number = node.tag & 0x1f;
    if (OPTIONAL_TAGS[number] !== node.tag) {
      unplaced.push(node);
      continue;
    }
    const before = placed[number];
    if (before !== undefined) unplaced.push(before);
    placed[number] = node;
  }
  return { placed, unplaced };
}

/** The number of the first field that configuration 1 doesn't know. */
const FIRST_LATER_FIELD = 5;

function noteLaterFields(reading: Reading, placed: PlacedFields['placed'], { paths, generation }: ComponentPlace): void {
  if (generation !== 1) return;
  const path = paths.component;
  for (const node of placed.slice(FIRST_LATER_FIELD)) {
    if (node === undefined) continue;
    const detail = `${path} has field [${node.tag & 0x1f}], which configuration 1 doesn't know`;
    note(reading, node, { code: 'field-of-later-version', path, detail });
  }
}

/** The two mandatory strings must be universal strings: a context tag here means that one of them is missing. */
function takeString(node: DerNode): DerNode {
  if ((node.tag & 0xc0) !== 0) {
    throw new ParseError('missing-field', `got tag 0x${node.tag.toString(16)} at ${node.start}, wanted a string`, { offset: node.start });
  }
  return node;
}

function withoutClass(reading: Reading, node: DerNode, { paths, generation }: ComponentPlace): null {
  if (generation === 2) note(reading, node, { code: 'class-missing', path: paths.class, detail: `${paths.component} has no class` });
  return null;
}

function readClass(reading: Reading, node: DerNode, { paths, generation }: ComponentPlace): ComponentClass | null {
  const path = paths.class;
  if (node.tag === TAG.octetString) return keepBareClass(reading, node, path);
  if (generation === 1) {
    note(reading, node, { code: 'field-of-later-version', path, detail: `${path} stands in a configuration that has no classes` });
  }
  const fields = fieldsOf(node);
  const registry = readOid(fields.take(paths.classRegistry, TAG.oid));
  const value = readClassValue(reading, fields.take(paths.classValue, TAG.octetString), path);
  keepUnread(reading, path, fields.rest());
  return { registry, value };
}

/** A class without its registry has no meaning, and some issuers turn its octets around: it is kept, not interpreted. */
function keepBareClass(reading: Reading, node: DerNode, path: string): null {
  const detail = `${path} is a bare OCTET STRING (${toHex(contentOf(node))}) without a registry that would give it meaning`;
  note(reading, node, { code: 'class-without-registry', path, detail });
  reading.unread.push({ path, raw: rawOf(node), offset: node.start });
  return null;
}

/** 8 upper-case hexadecimal digits; what is no 4 octets is read with a warning, as its text where it is one. */
export function readClassValue(reading: Reading, node: DerNode, path: string): string {
  if (node.end - node.contentStart === CLASS_OCTETS) return hexOf(node);
  const content = contentOf(node);
  const text = asciiText(content);
  const detail = `${path} has ${content.length} octets${text === null ? '' : ` (the text ${JSON.stringify(text)})`}, wanted ${CLASS_OCTETS}`;
  note(reading, node, { code: text === null ? 'odd-class-length' : 'class-as-text', path, detail });
  return text ?? toHex(content).toUpperCase();
}

/** Upper-case digits of a short content. */
function hexOf({ source: { bytes }, contentStart, end }: DerNode): string {
  let digits = '';
  for (let at = contentStart; at < end; at += 1) digits += OCTET_DIGITS[bytes[at] ?? 0];
  return digits;
}

function readManufacturerId(reading: Reading, node: DerNode, path: string): string {
  const text = asciiText(contentOf(node));
  if (text !== null && DIGITS.test(text)) {
    note(reading, node, { code: 'manufacturer-id-as-text', path, detail: `${path} is the text ${text}, wanted an OBJECT IDENTIFIER` });
    return text;
  }
  const oid = readOid(node);
  if (oid.startsWith(CLASS_REGISTRY_ARC)) {
    note(reading, node, { code: 'registry-as-manufacturer-id', path, detail: `${path} is ${oid}, the identifier of a class registry` });
  }
  return oid;
}

function readAddresses(reading: Reading, node: DerNode, path: string): readonly ComponentAddress[] {
  const nodes = childrenOf(node);
  if (nodes.length === 0) note(reading, node, { code: 'empty-sequence', path, detail: `${path} is an empty list` });
  return nodes.map((address, index) => readAddress(reading, address, `${path}[${index}]`));
}

/** ComponentAddress. @throws ParseError 'bad-tag' | 'missing-field' | 'bad-value' | 'bad-utf8' */
export function readAddress(reading: Reading, node: DerNode, path: string): ComponentAddress {
  const fields = fieldsOf(expectTag(node, TAG.sequence, path));
  const type = readOid(fields.take(`${path}.type`, TAG.oid));
  const value = readText(reading, fields.take(`${path}.value`), `${path}.value`);
  keepUnread(reading, path, fields.rest());
  const kind = ADDRESS_KINDS.get(type);
  if (kind !== undefined && !MAC.test(value)) {
    note(reading, node, { code: 'odd-mac-address', path, detail: `${path} ${JSON.stringify(value)} is no 48-bit hardware address` });
  }
  return { kind: kind ?? type, value };
}
