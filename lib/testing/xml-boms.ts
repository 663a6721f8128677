import { encodeUtf8 } from '#lib/encoding/bytes.ts';

/** How a BOM is written as XML. */
export interface XmlForm {
  /** Of the elements; none for the default namespace. */
  readonly prefix?: string;
  /** Markup behind the last element of `bom`: an extension, a signature. */
  readonly extra?: string;
}

type Value = string | number | boolean | null | readonly Value[] | { readonly [name: string]: Value };

const ITEMS: Readonly<Record<string, string>> = {
  components: 'component',
  properties: 'property',
  hashes: 'hash',
  compositions: 'composition',
  assemblies: 'assembly',
  dependencies: 'dependency',
  services: 'service',
  externalReferences: 'reference',
};
const ATTRIBUTES = ['bom-ref', 'type', 'mime-type', 'alg', 'ref'];
/** Elements come in the order of the schema. */
const ORDER = [
  'supplier',
  'manufacturer',
  'group',
  'name',
  'version',
  'scope',
  'hashes',
  'licenses',
  'cpe',
  'purl',
  'swid',
  'externalReferences',
  'properties',
  'components',
  'dependencies',
  'compositions',
];

/** The XML form of a BOM that boms.ts made as JSON: the members that it writes. */
export function bomAsXml(json: Uint8Array, { prefix, extra = '' }: XmlForm = {}): Uint8Array {
  const {
    bomFormat: _,
    $schema: __,
    specVersion,
    serialNumber,
    version,
    ...members
  }: { [name: string]: Value } = JSON.parse(new TextDecoder().decode(json));
  const tag = prefix === undefined ? '' : `${prefix}:`;
  const namespace = `xmlns${prefix === undefined ? '' : `:${prefix}`}="http://cyclonedx.org/schema/bom/${specVersion}"`;
  const head = `<${tag}bom ${namespace} serialNumber="${serialNumber}" version="${version ?? 1}">`;
  return encodeUtf8(`<?xml version="1.0" encoding="UTF-8"?>\n${head}${childrenOf(members, tag)}${extra}</${tag}bom>\n`);
}

function childrenOf(members: { readonly [name: string]: Value }, tag: string): string {
  const place = (name: string): number => ORDER.indexOf(name);
  return Object.entries(members)
    .filter(([name]) => !ATTRIBUTES.includes(name))
    .sort(([a], [b]) => place(a) - place(b))
    .map(([name, value]) => elementOf(name, value, tag))
    .join('\n');
}

function elementOf(name: string, value: Value, tag: string): string {
  if (Array.isArray(value)) {
    const item = ITEMS[name] ?? name;
    return `<${tag}${name}>${value.map((one: Value) => itemOf(item, one, tag)).join('\n')}</${tag}${name}>`;
  }
  return itemOf(name, value, tag);
}

function itemOf(name: string, value: Value, tag: string): string {
  if (name === 'assembly') return `<${tag}assembly ref="${escaped(String(value))}"/>`;
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return `<${tag}${name}>${escaped(String(value))}</${tag}${name}>`;
  const members = Object.entries(value);
  const attributes = members.filter(([member]) => ATTRIBUTES.includes(member) || (name === 'property' && member === 'name'));
  const written = attributes.map(([member, text]) => ` ${member}="${escaped(String(text))}"`).join('');
  const text = members.find(([member]) => (name === 'hash' && member === 'content') || (name === 'property' && member === 'value'));
  const inside = text === undefined ? childrenOf(Object.fromEntries(members), tag) : escaped(String(text[1]));
  return `<${tag}${name}${written}>${inside}</${tag}${name}>`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;').replaceAll('\r', '&#13;');
}
