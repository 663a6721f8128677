import type { Members } from '#lib/encoding/members.ts';
import type { XmlElement } from '#lib/xml/types.ts';
import {
  ATTACHMENTS,
  BOOLEANS,
  DEPENDENCY_LISTS,
  EMPTY_LISTS,
  EMPTY_OBJECTS,
  KEPT_TEXTS,
  LIST_ITEMS,
  NUMBERS,
  REFERENCE_ITEMS,
  RENAMED,
  REPEATED,
  TEXT_MEMBERS,
  VERBATIM_TEXTS,
} from './xml-names.ts';

interface Reading {
  /** The BOM's own namespace; elements of others are extensions. */
  readonly namespace: string;
  readonly specVersion: string;
  foreign: number;
}

/** A BOM in the shape of its JSON form, and how many elements of other namespaces were left out. */
export interface XmlBom {
  readonly bom: Members;
  readonly foreignElements: number;
}

/**
 * Gives a BOM in XML the shape of one in JSON, so that one reader serves both. Texts stay texts: `1.10` and `0012` are no numbers.
 * @param root  the element `bom`; recursion is as deep as lib/xml allows
 * @spec  CycloneDX 1.0 to 1.7, XML schemas
 */
export function bomFromXml(root: XmlElement, specVersion: string): XmlBom {
  const reading: Reading = { namespace: root.namespace, specVersion, foreign: 0 };
  const bom = { bomFormat: 'CycloneDX', specVersion, ...objectOf(root, reading) };
  return { bom, foreignElements: reading.foreign };
}

function ownChildren(element: XmlElement, reading: Reading): readonly XmlElement[] {
  if (element.children.every(({ namespace }) => namespace === reading.namespace)) return element.children;
  const own = element.children.filter(({ namespace }) => namespace === reading.namespace);
  reading.foreign += element.children.length - own.length;
  return own;
}

/** @param context  name of the element around it */
function readValue(element: XmlElement, context: string, reading: Reading): unknown {
  const { name } = element;
  if (REFERENCE_ITEMS.has(`${context}/${name}`)) return attributeOf(element, 'ref') ?? '';
  if (name === 'licenses') return ownChildren(element, reading).map((choice) => licenseChoice(choice, reading));
  if (DEPENDENCY_LISTS.has(`${context}/${name}`))
    return ownChildren(element, reading).flatMap((entry) => dependencyEntries(entry, reading));
  if (name === 'dataflow') return dataflowOf(element, reading);
  const children = ownChildren(element, reading);
  if (isList(element, children)) return listOfItems(element, { context, children, reading });
  if (children.length > 0) return objectOf(element, reading, children);
  return leafOf(element, context);
}

interface ListPlace {
  readonly context: string;
  readonly children: readonly XmlElement[];
  readonly reading: Reading;
}

/** The names that tell what a list means are those of the element that holds it. */
function listOfItems({ name }: XmlElement, { context, children, reading }: ListPlace): unknown[] {
  const within = context === 'composition' || context === 'identity' ? `${context}-${name}` : name;
  return children.map((child) => (name === 'copyright' ? { text: textOf(child) } : readValue(child, within, reading)));
}

function isList({ name, attributes, text }: XmlElement, children: readonly XmlElement[]): boolean {
  if (children.length === 0) return EMPTY_LISTS.has(name) && attributes.length === 0 && text.trim() === '';
  const items = LIST_ITEMS[name];
  return children.every((child) => items?.includes(child.name) === true || isSingular(child.name, name));
}

function isSingular(item: string, list: string): boolean {
  return list === `${item}s` || list === `${item}es` || (item.endsWith('y') && list === `${item.slice(0, -1)}ies`);
}

function objectOf(element: XmlElement, reading: Reading, children = ownChildren(element, reading)): Members {
  const members = new Map<string, unknown>(attributeMembers(element));
  for (const child of children) {
    const name = RENAMED[child.name] ?? RENAMED[`${element.name}/${child.name}`] ?? child.name;
    const value = readValue(child, element.name, reading);
    const known = members.get(name);
    if (isRepeated(child, element, reading)) members.set(name, Array.isArray(known) ? [...known, value] : [value]);
    else if (!members.has(name)) members.set(name, value);
  }
  // Object.fromEntries makes own members even of names such as __proto__.
  return Object.fromEntries(members);
}

/** The evidence of identity became a list with 1.6. */
function isRepeated({ name }: XmlElement, parent: XmlElement, { specVersion }: Reading): boolean {
  if (name === 'identity' && parent.name === 'evidence') return specVersion >= '1.6';
  return REPEATED.has(name) || REPEATED.has(`${parent.name}/${name}`) || name in REPEATING_RENAMED;
}
const REPEATING_RENAMED: Readonly<Record<string, true>> = { cryptoRef: true, details: true };

function attributeMembers({ name: element, attributes }: XmlElement): [string, unknown][] {
  return attributes
    .filter(({ namespace }) => namespace === '')
    .map(({ name, value }) => [RENAMED[name] ?? name, typed(value, name, element)]);
}

function attributeOf({ attributes }: XmlElement, name: string): string | undefined {
  return attributes.find((attribute) => attribute.name === name && attribute.namespace === '')?.value;
}

function leafOf(element: XmlElement, context: string): unknown {
  const { name } = element;
  const text = textOf(element);
  const members = attributeMembers(element);
  const isAttachment = ATTACHMENTS.has(name) || ATTACHMENTS.has(`${context}/${name}`);
  if (members.length > 0 || isAttachment) {
    return Object.fromEntries(text === '' && !isAttachment ? members : [...members, [TEXT_MEMBERS[name] ?? 'content', text]]);
  }
  return EMPTY_OBJECTS.has(name) && text === '' ? {} : typed(text, name, context);
}

function textOf({ name, text }: XmlElement): string {
  if (VERBATIM_TEXTS.has(name)) return text;
  const line = text.replace(/[\t\n\r]/g, ' ');
  return KEPT_TEXTS.has(name) ? line : line.trim();
}

/** A text that is none of the form that is wanted stays a text; the schema says so. */
function typed(text: string, name: string, context: string): unknown {
  const is = (names: ReadonlySet<string>): boolean => names.has(name) || names.has(`${context}/${name}`);
  const trimmed = text.trim();
  if (is(NUMBERS) && /^[-+]?\d{1,15}(?:\.\d{1,15})?$/.test(trimmed)) return Number(trimmed);
  if (is(BOOLEANS) && /^(?:true|1)$/.test(trimmed)) return true;
  return is(BOOLEANS) && /^(?:false|0)$/.test(trimmed) ? false : text;
}

/** JSON has the license in a member of its own, and an expression beside it. */
function licenseChoice(element: XmlElement, reading: Reading): unknown {
  if (element.name === 'license') return { license: objectOf(element, reading) };
  const members = objectOf(element, reading);
  return element.name === 'expression' ? { ...members, expression: textOf(element) } : members;
}

/** Nested dependencies are entries of their own in JSON, which name each other. */
function dependencyEntries(element: XmlElement, reading: Reading): Members[] {
  const children = ownChildren(element, reading);
  const refsOf = (name: string): string[] => children.flatMap((child) => (child.name === name ? (attributeOf(child, 'ref') ?? []) : []));
  const dependsOn = refsOf('dependency');
  const provides = refsOf('provides');
  const entry = {
    ref: attributeOf(element, 'ref'),
    ...(dependsOn.length === 0 ? {} : { dependsOn }),
    ...(provides.length === 0 ? {} : { provides }),
  };
  return [entry, ...children.filter((child) => child.children.length > 0).flatMap((child) => dependencyEntries(child, reading))];
}

/** What flows is an element with an attribute in XML, and two members in JSON; where from and where to are lists of addresses. */
function dataflowOf(element: XmlElement, reading: Reading): Members {
  const { classification, source, destination, ...members } = objectOf(element, reading);
  const classified = typeof classification === 'object' && classification !== null ? classification : { classification };
  const addresses = (name: string): string[] =>
    element.children.filter((child) => child.name === name).flatMap((child) => child.children.map(({ text }) => text.trim()));
  return {
    ...members,
    ...(classification === undefined ? {} : classified),
    ...(source === undefined ? {} : { source: addresses('source') }),
    ...(destination === undefined ? {} : { destination: addresses('destination') }),
  };
}
