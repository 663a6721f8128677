import { normalizeSerial, normalizeText } from '#lib/component/normalize.ts';
import { meaningfulSerial } from '#lib/component/placeholder.ts';
import { type Members, membersOf } from '#lib/encoding/members.ts';
import { isUnknownDeviceName, unofficialNamespace } from './device-properties.ts';
import { digestDigits, isBomSerialNumber, isCpe, isPackageUrl } from './identifiers.ts';
import { parseQuantity } from './read-component.ts';
import { quoted } from './read-value.ts';
import { referenceProblems } from './references.ts';
import { MAX_PROBLEMS } from './schema.ts';
import type { BomComponent, BomProblem } from './types.ts';

/** The first BOM was published in 2017. */
const FIRST_YEAR = 2017;
const LAST_YEAR = 2200;
const ONCE_PER_DEVICE = ['cdx:device:serialNumber', 'cdx:device:quantity', 'cdx:device:location'] as const;

/**
 * What good sense asks of a BOM and its schema doesn't: references that resolve, digests of the right length, units that are told apart.
 * @returns at most MAX_PROBLEMS, in the order of the document's parts
 */
export function semanticProblems(bom: Members, components: readonly BomComponent[]): BomProblem[] {
  const problems: BomProblem[] = [];
  for (const problem of allProblems(bom, components)) {
    problems.push(problem);
    if (problems.length >= MAX_PROBLEMS) break;
  }
  return problems;
}

function* allProblems(bom: Members, components: readonly BomComponent[]): Generator<BomProblem> {
  yield* headProblems(bom);
  yield* referenceProblems(bom);
  for (const component of components) {
    yield* identifierProblems(component);
    yield* hashProblems(component);
    yield* deviceProblems(component);
  }
  yield* unofficialNames(components);
  yield* repeatedSerials(components);
}

function* headProblems(bom: Members): Generator<BomProblem> {
  const { serialNumber } = bom;
  if (typeof serialNumber === 'string' && !isBomSerialNumber(serialNumber)) {
    const detail = `${quoted(serialNumber)} is no serial number of a BOM: urn:uuid: and a UUID.`;
    yield { code: 'bad-serial-number', detail, path: 'serialNumber' };
  }
  const named = /\/bom-(\d+\.\d+)(?:-strict)?\.schema\.json$/.exec(typeof bom.$schema === 'string' ? bom.$schema : '')?.[1];
  if (named !== undefined && named !== bom.specVersion) {
    const detail = `The BOM names the schema of ${named} and says that it is of ${quoted(bom.specVersion)}, by which it was checked.`;
    yield { code: 'schema-of-another-version', detail, path: '$schema' };
  }
  const { timestamp } = membersOf(bom.metadata);
  if (typeof timestamp !== 'string') return;
  const year = new Date(timestamp).getUTCFullYear();
  if (Number.isNaN(year)) yield { code: 'bad-timestamp', detail: `${quoted(timestamp)} is no time.`, path: 'metadata.timestamp' };
  else if (year < FIRST_YEAR || year > LAST_YEAR) {
    const detail = `${quoted(timestamp)} can't be when this BOM was made: CycloneDX began in ${FIRST_YEAR}.`;
    yield { code: 'implausible-timestamp', detail, path: 'metadata.timestamp' };
  }
}

function* identifierProblems({ purl, cpe, path }: BomComponent): Generator<BomProblem> {
  if (purl !== null && !isPackageUrl(purl)) {
    yield { code: 'bad-purl', detail: `${quoted(purl)} is no package URL.`, path: `${path}.purl` };
  }
  if (cpe !== null && !isCpe(cpe)) yield { code: 'bad-cpe', detail: `${quoted(cpe)} is no CPE.`, path: `${path}.cpe` };
}

function* hashProblems({ hashes, path }: BomComponent): Generator<BomProblem> {
  for (const [algorithm, digest] of Object.entries(hashes)) {
    const wanted = digestDigits(algorithm);
    if (wanted === undefined || digest.length === wanted) continue;
    const detail = `A digest by ${algorithm} has ${wanted} hexadecimal digits; this one has ${digest.length}.`;
    yield { code: 'bad-hash-length', detail, path: `${path}.hashes` };
  }
}

function* deviceProblems({ properties, quantity, serial, path }: BomComponent): Generator<BomProblem> {
  const at = `${path}.properties`;
  for (const { name, value } of properties) {
    if (isUnknownDeviceName(name)) {
      yield { code: 'unknown-device-property', detail: `The device taxonomy has no ${quoted(name)}; its value was not read.`, path: at };
    }
    if (name === 'cdx:device:quantity' && parseQuantity(value) === null) {
      yield { code: 'bad-quantity', detail: `The quantity ${quoted(value)} is no whole number from 1; it was read as 1.`, path: at };
    }
  }
  if (quantity > 1 && meaningfulSerial(serial) !== null) {
    const detail = `One serial number is given for ${quantity} units; a serial number belongs to one.`;
    yield { code: 'quantity-with-serial', detail, path: at };
  }
  for (const name of ONCE_PER_DEVICE) {
    const values = new Set(properties.filter((property) => property.name === name).map(({ value }) => value));
    if (values.size > 1) {
      yield { code: 'repeated-device-property', detail: `${name} is given with ${values.size} values; the first was read.`, path: at };
    }
  }
}

/** Told once for each namespace: a producer that makes names up puts them on every component. */
function* unofficialNames(components: readonly BomComponent[]): Generator<BomProblem> {
  const told = new Set<string>();
  for (const { properties, path } of components) {
    for (const { name } of properties) {
      const space = unofficialNamespace(name);
      if (space === null || told.has(space)) continue;
      told.add(space);
      const detail = `The taxonomy of CycloneDX has no ${quoted(space)}; only its own names may stand under cdx.`;
      yield { code: 'unofficial-property', detail, path: `${path}.properties` };
    }
  }
}

/** One physical unit listed twice, or a serial number that was copied. */
function* repeatedSerials(components: readonly BomComponent[]): Generator<BomProblem> {
  const seen = new Map<string, string>();
  for (const { manufacturer, model, serial, path } of components) {
    const meaningful = meaningfulSerial(serial);
    if (meaningful === null) continue;
    const key = JSON.stringify([normalizeText(manufacturer), normalizeText(model), normalizeSerial(meaningful)]);
    const first = seen.get(key);
    if (first === undefined) seen.set(key, path);
    else
      yield { code: 'duplicate-serial', detail: `The serial number ${quoted(serial)} of the same product also stands at ${first}.`, path };
  }
}
