import type { Property } from '#lib/component/types.ts';
import { childrenOf, contextConstructed, contextPrimitive, type DerNode, expectTag, fieldsOf, TAG } from '#lib/encoding/der.ts';
import { ParseError } from '#lib/encoding/parse-error.ts';
import { componentPathsAt } from './component-paths.ts';
import { readComponent } from './parse-component.ts';
import { keepUnread, note, type Reading, readText, readTolerantly } from './reading.ts';
import { readStatus } from './status.ts';
import { readTraitComponent } from './trait-component.ts';
import type { CertifiedComponent, UriReference } from './trait-types.ts';
import { readUriReference } from './uri-reference.ts';

/** Components of one certificate. A large server has a few hundred. */
export const MAX_COMPONENTS = 5000;
export const MAX_PROPERTIES = 5000;

/** The platform configuration of any generation. */
export interface PlatformConfiguration {
  readonly components: readonly CertifiedComponent[];
  readonly componentsUri: UriReference | null;
  readonly properties: readonly Property[];
  readonly propertiesUri: UriReference | null;
}

/** The generations of the configuration: specification 1.0, 1.1 and 2.x. */
export type Generation = 1 | 2 | 3;

/** Which context tag means what; generation 1 has no URI of components, and generation 3 none at all. */
const TAGS = {
  1: { components: 0, componentsUri: null, properties: 1, propertiesUri: 2 },
  2: { components: 0, componentsUri: 1, properties: 2, propertiesUri: 3 },
  3: { components: 0, componentsUri: null, properties: 1, propertiesUri: null },
} as const;

/** What a certificate without a configuration has. */
export const EMPTY_CONFIGURATION: PlatformConfiguration = { components: [], componentsUri: null, properties: [], propertiesUri: null };

/**
 * Reads PlatformConfiguration (generation 1), PlatformConfiguration-v2 or PlatformConfiguration-v3.
 * @throws ParseError 'bad-tag' | 'missing-field' | 'bad-value' | 'bad-utf8' | 'too-many', with the octet offset
 * @spec   TCG Platform Certificate Profile 1.0, 1.1 and 2.1 section 3.1.6
 */
export function readConfiguration(reading: Reading, node: DerNode, generation: Generation): PlatformConfiguration {
  const tags = TAGS[generation];
  const fields = fieldsOf(expectTag(node, TAG.sequence, 'platformConfiguration'));
  const take = (tag: number | null) => (tag === null ? undefined : fields.takeOptional(contextConstructed(tag)));
  const components = readList(reading, { node: take(tags.components), path: 'components', limit: MAX_COMPONENTS }, (component, index) =>
    generation === 3
      ? readTraitComponent(reading, component, `components[${index}]`)
      : readComponent(reading, component, { paths: componentPathsAt(index), generation }),
  );
  const componentsUri = readUriField(reading, take(tags.componentsUri), 'componentsUri');
  const properties = readList(reading, { node: take(tags.properties), path: 'properties', limit: MAX_PROPERTIES }, (property, index) =>
    readProperty(reading, property, `properties[${index}]`),
  );
  const propertiesUri = readUriField(reading, take(tags.propertiesUri), 'propertiesUri');
  keepUnread(reading, 'platformConfiguration', fields.rest());
  return { components, componentsUri, properties, propertiesUri };
}

interface ListPlace {
  readonly node: DerNode | undefined;
  readonly path: string;
  readonly limit: number;
}

function readList<T>(reading: Reading, { node, path, limit }: ListPlace, read: (item: DerNode, index: number) => T): readonly T[] {
  if (node === undefined) return [];
  const items = childrenOf(node);
  if (items.length > limit) {
    throw new ParseError('too-many', `${items.length} ${path}, at most ${limit} are read`, { offset: node.start, path });
  }
  if (items.length === 0) note(reading, node, { code: 'empty-sequence', path, detail: `${path} is an empty list` });
  const list: T[] = [];
  for (const item of items) list.push(read(item, list.length));
  return list;
}

function readProperty(reading: Reading, node: DerNode, path: string): Property {
  const fields = fieldsOf(expectTag(node, TAG.sequence, path));
  const name = readText(reading, fields.take(`${path}.name`), `${path}.name`);
  const value = readText(reading, fields.take(`${path}.value`), `${path}.value`);
  const status = fields.takeOptional(contextPrimitive(0));
  keepUnread(reading, path, fields.rest());
  return { name, value, status: status === undefined ? null : readStatus(reading, status, `${path}.status`) };
}

function readUriField(reading: Reading, node: DerNode | undefined, path: string): UriReference | null {
  if (node === undefined) return null;
  const reference = readTolerantly(reading, { path, node }, () => readUriReference(reading, node, path));
  if (reference === null) keepUnread(reading, path, [node]);
  return reference;
}
