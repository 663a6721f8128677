import { childrenOf, type DerNode, expectTag, fieldsOf, readDer, TAG } from '#lib/encoding/der.ts';
import { readOid } from '#lib/encoding/der-values.ts';
import { ParseError } from '#lib/encoding/parse-error.ts';
import { type GeneralName, readGeneralNames } from '#lib/x509/general-names.ts';
import { isStringAttribute, readName } from '#lib/x509/name.ts';
import type { NameAttribute } from '#lib/x509/types.ts';
import { ATTRIBUTE, SERIAL_NUMBER_NAME } from './oids.ts';
import { readTraits } from './read-trait.ts';
import { note, type Reading } from './reading.ts';
import { TRAIT_CATEGORY } from './trait-oids.ts';
import type { Trait } from './trait-types.ts';
import type { PlatformCertificate } from './types.ts';

/** The platform's names: who made it and which one it is. */
export type PlatformNames = PlatformCertificate['platform'];

/** What a certificate without platform names has. */
export const NO_PLATFORM_NAMES: PlatformNames = { manufacturer: null, model: null, version: null, serial: null, manufacturerId: null };

const TCPA_ATTRIBUTES: readonly string[] = [ATTRIBUTE.tcpaManufacturer, ATTRIBUTE.tcpaModel, ATTRIBUTE.tcpaVersion];

/** The platform's names, with the traits that they were read from in specification 2.x. */
export interface ReadPlatformNames {
  readonly platform: PlatformNames;
  readonly platformIdentifier: readonly Trait[];
}

/**
 * The platform's names from a subjectAltName: a platformIdentifier where there is one, else a directory name, whose attributes
 * stand in any order, and under the TCPA's types where nothing newer stands.
 * @throws ParseError 'bad-tag' | 'missing-field' | 'bad-value' | 'bad-utf8' | 'too-many'
 * @spec   TCG Platform Certificate Profile 1.1 section 3.2.3, 2.1 section 3.2 (Subject Alternative Name)
 */
export function readPlatformNames(reading: Reading, subjectAltName: DerNode): ReadPlatformNames {
  const names = generalNamesOf(expectTag(subjectAltName, TAG.sequence, 'subjectAltName'));
  const identifier = names.find((name) => name.kind === 'other-name' && name.typeId === ATTRIBUTE.platformIdentifier);
  if (identifier?.kind === 'other-name') {
    const platformIdentifier = readPlatformIdentifier(reading, identifier.value);
    return { platform: namesOfTraits(platformIdentifier), platformIdentifier };
  }
  const attributes = attributesOf(names);
  noteOddNames(reading, subjectAltName, attributes);
  if (childrenOf(subjectAltName)[0]?.tag === TAG.set) {
    note(reading, subjectAltName, {
      code: 'untagged-name',
      path: 'platform',
      detail: 'the platform is named without the tag of a directory name',
    });
  }
  const platform = namesOfAttributes(attributes);
  const isOld = attributes.some(({ oid }) => TCPA_ATTRIBUTES.includes(oid));
  return { platform: isOld ? withOldSerial(reading, subjectAltName, { platform, attributes }) : platform, platformIdentifier: [] };
}

/** General names; or the parts of one directory name without its tag, as issuers wrote it before there was a standard. */
function generalNamesOf(node: DerNode): readonly GeneralName[] {
  const [first] = childrenOf(node);
  return first?.tag === TAG.set ? [{ kind: 'directory-name', name: readName(node) }] : readGeneralNames(node);
}

interface OldNames {
  readonly platform: PlatformNames;
  readonly attributes: readonly NameAttribute[];
}

/**
 * Before there was a standard, the serial stood under other attribute types, and those of chassis and board in one text: the
 * chassis's, which comes first, is the platform's.
 */
function withOldSerial(reading: Reading, node: DerNode, { platform, attributes }: OldNames): PlatformNames {
  const serial = platform.serial ?? textOf(attributes, SERIAL_NUMBER_NAME) ?? textOf(attributes, ATTRIBUTE.credentialSpecification);
  const comma = serial?.indexOf(',') ?? -1;
  if (serial === null || comma < 0) return { ...platform, serial };
  const detail = `the serial ${JSON.stringify(serial)} is that of the chassis and that of the board, joined; the first is read`;
  note(reading, node, { code: 'joined-serials', path: 'platform.serial', detail });
  return { ...platform, serial: serial.slice(0, comma).trim() };
}

/** PlatformIdentifier; an older tool put it into one SEQUENCE more. */
function readPlatformIdentifier(reading: Reading, node: DerNode): readonly Trait[] {
  const path = 'platform';
  const [first, second] = childrenOf(expectTag(node, TAG.sequence, 'PlatformIdentifier'));
  const isNested = first?.tag === TAG.sequence && second === undefined && childrenOf(first)[0]?.tag === TAG.sequence;
  if (isNested) note(reading, node, { code: 'nested-identifier', path, detail: 'the platform identifier stands in one SEQUENCE too many' });
  return readTraits(reading, isNested ? first : node, { path, isComponent: false });
}

function namesOfTraits(traits: readonly Trait[]): PlatformNames {
  const said = (category: string) => traits.find((trait) => trait.category === category)?.value;
  const text = (category: string): string | null => {
    const value = said(category);
    return value?.kind === 'text' ? value.text : null;
  };
  const id = said(TRAIT_CATEGORY.platformManufacturerIdentifier);
  return {
    manufacturer: text(TRAIT_CATEGORY.platformManufacturer),
    model: text(TRAIT_CATEGORY.platformModel),
    version: text(TRAIT_CATEGORY.platformVersion),
    serial: text(TRAIT_CATEGORY.platformSerial),
    manufacturerId: id?.kind === 'oid' ? id.oid : null,
  };
}

function namesOfAttributes(attributes: readonly NameAttribute[]): PlatformNames {
  const text = (oid: string, older?: string) => textOf(attributes, oid) ?? (older === undefined ? null : textOf(attributes, older));
  return {
    manufacturer: text(ATTRIBUTE.platformManufacturer, ATTRIBUTE.tcpaManufacturer),
    model: text(ATTRIBUTE.platformModel, ATTRIBUTE.tcpaModel),
    version: text(ATTRIBUTE.platformVersion, ATTRIBUTE.tcpaVersion),
    serial: text(ATTRIBUTE.platformSerial),
    manufacturerId: manufacturerIdOf(attributes),
  };
}

/** All attributes of all directory names among the general names, in order. */
export function directoryAttributes(generalNames: DerNode): readonly NameAttribute[] {
  return attributesOf(generalNamesOf(generalNames));
}

function attributesOf(names: readonly GeneralName[]): readonly NameAttribute[] {
  const attributes: NameAttribute[] = [];
  for (const general of names) {
    if (general.kind === 'directory-name') for (const rdn of general.name.rdns) attributes.push(...rdn);
  }
  return attributes;
}

/** The value of the first attribute of that type, where it is a text. */
export function textOf(attributes: readonly NameAttribute[], oid: string): string | null {
  return attributes.find((attribute) => attribute.oid === oid && isStringAttribute(attribute))?.value ?? null;
}

/** ManufacturerId is a SEQUENCE of one OBJECT IDENTIFIER; a bare one is read too. */
function manufacturerIdOf(attributes: readonly NameAttribute[]): string | null {
  const encoded = attributes.find((attribute) => attribute.oid === ATTRIBUTE.platformManufacturerId)?.encoded;
  if (encoded === undefined) return null;
  const node = readDer(encoded);
  if (node.tag === TAG.oid) return readOid(node);
  return readOid(fieldsOf(expectTag(node, TAG.sequence, 'ManufacturerId')).take('manufacturerIdentifier', TAG.oid));
}

function noteOddNames(reading: Reading, node: DerNode, attributes: readonly NameAttribute[]): void {
  const path = 'platform';
  const seen = new Set<string>();
  for (const { oid } of attributes) {
    if (seen.has(oid)) note(reading, node, { code: 'duplicate-name', path, detail: `attribute ${oid} occurs twice; the first is read` });
    seen.add(oid);
  }
  if (TCPA_ATTRIBUTES.some((oid) => seen.has(oid))) {
    note(reading, node, {
      code: 'tcpa-names',
      path,
      detail: 'the platform is named by the attribute types of the TCPA, which predate the TCG',
    });
  }
}

/** Whether a subjectAltName has a platform's names, new or old. */
export function hasPlatformNames(subjectAltName: Uint8Array): boolean {
  try {
    const known: readonly string[] = [ATTRIBUTE.platformManufacturer, ATTRIBUTE.platformModel, ...TCPA_ATTRIBUTES];
    const names = generalNamesOf(readDer(subjectAltName));
    return (
      attributesOf(names).some(({ oid }) => known.includes(oid)) ||
      names.some((name) => name.kind === 'other-name' && name.typeId === ATTRIBUTE.platformIdentifier)
    );
  } catch (error) {
    if (error instanceof ParseError) return false;
    throw error;
  }
}
