import type { XmlAttribute, XmlElement } from '#lib/xml/types.ts';
import { MAX_MANIFEST_ENTRIES } from './limits.ts';
import type { ManifestDigest, ManifestHash } from './manifest-digest.ts';
import { manifestDigest } from './manifest-hash.ts';
import { countAttribute, flagAttribute, isOfSwid, requiredText, SWID_SPEC, swidRefusal, textAttribute } from './swid-element.ts';
import type { PayloadFile, SpdmMeasurement } from './types.ts';

/** Namespaces of the attribute `hash`, each with its hash function. @spec NISTIR 8060 section 4.4.4; XML Security Algorithm Cross-Reference */
const HASH_NAMESPACES: ReadonlyMap<string, ManifestHash> = new Map([
  ['http://www.w3.org/2000/09/xmldsig#sha1', 'sha1'],
  ['http://www.w3.org/2001/04/xmlenc#sha256', 'sha256'],
  ['http://www.w3.org/2001/04/xmlenc#sha384', 'sha384'],
  ['http://www.w3.org/2001/04/xmldsig-more#sha384', 'sha384'],
  ['http://www.w3.org/2001/04/xmlenc#sha512', 'sha512'],
]);

/** What the payload vouches for. */
export interface SwidPayload {
  readonly files: readonly PayloadFile[];
  readonly measurements: readonly SpdmMeasurement[];
  /** Elements that are neither. */
  readonly unread: number;
}

interface Collected {
  readonly files: PayloadFile[];
  readonly measurements: SpdmMeasurement[];
  readonly indexes: Set<number>;
  unread: number;
}

/**
 * Files in their directories, and measurements of devices in the form that makers of accelerators use.
 * @throws ParseError 'missing-field' | 'bad-value' | 'duplicate-key' | 'too-many' | 'too-large'
 */
export function readPayload(payload: XmlElement): SwidPayload {
  const collected: Collected = { files: [], measurements: [], indexes: new Set(), unread: 0 };
  collect(payload, { directories: [], path: 'Payload' }, collected);
  const { files, measurements, unread } = collected;
  return { files, measurements, unread };
}

interface Place {
  readonly directories: readonly string[];
  readonly path: string;
}

function collect(element: XmlElement, place: Place, collected: Collected): void {
  for (const child of element.children) {
    const path = `${place.path}/${child.name}`;
    if (collected.files.length + collected.measurements.length >= MAX_MANIFEST_ENTRIES) {
      throw swidRefusal('too-many', `more than ${MAX_MANIFEST_ENTRIES} files and measurements`, path);
    }
    if (!isOfSwid(child)) collected.unread += 1;
    else if (child.name === 'Directory') collect(child, inside(place, child), collected);
    else if (child.name === 'File') collected.files.push(readFile(child, { ...place, path }));
    else if (child.name === 'Resource' && textAttribute(child, 'type') === 'Measurement') addMeasurement(child, path, collected);
    else collected.unread += 1;
  }
}

function inside({ directories, path }: Place, directory: XmlElement): Place {
  const name = textAttribute(directory, 'name');
  return { directories: name === null ? directories : [...directories, name], path: `${path}/Directory` };
}

function readFile(file: XmlElement, { directories, path }: Place): PayloadFile {
  const digests = digestAttributes(file.attributes, { name: /^hash$/, path });
  if (digests.length === 0) throw swidRefusal('missing-field', 'a file without a digest that is known by its namespace', path);
  return { name: requiredText(file, 'name'), directory: directories.join('/'), size: countAttribute(file, 'size'), digests };
}

interface Wanted {
  readonly name: RegExp;
  readonly path: string;
}

function digestAttributes(attributes: readonly XmlAttribute[], { name: wanted, path }: Wanted): readonly ManifestDigest[] {
  return attributes.flatMap(({ name, namespace, value }) => {
    const algorithm = HASH_NAMESPACES.get(namespace);
    return algorithm === undefined || !wanted.test(name)
      ? []
      : [manifestDigest(algorithm, value, { path: `${path}/@${name}`, spec: SWID_SPEC })];
  });
}

/** Digests `Hash0`, `Hash1` … as many as `alternatives` says. */
function addMeasurement(resource: XmlElement, path: string, { measurements, indexes }: Collected): void {
  const index = countAttribute(resource, 'index');
  if (index === null) throw swidRefusal('missing-field', 'a measurement without an index', path);
  if (indexes.size === indexes.add(index).size) throw swidRefusal('duplicate-key', `two measurements of index ${index}`, path);
  const alternatives = digestAttributes(resource.attributes, { name: /^Hash\d{1,3}$/, path });
  const told = countAttribute(resource, 'alternatives');
  if (told !== null && told !== alternatives.length) {
    throw swidRefusal('bad-value', `${told} alternatives are told, and ${alternatives.length} digests follow`, path);
  }
  measurements.push({ index, name: textAttribute(resource, 'name'), active: flagAttribute(resource, 'active'), alternatives });
}
