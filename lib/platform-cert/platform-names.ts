import { type DerNode, expectTag, fieldsOf, readDer, TAG } from '#lib/encoding/der.ts';
import { readOid } from '#lib/encoding/der-values.ts';
import { ParseError } from '#lib/encoding/parse-error.ts';
import { readGeneralNames } from '#lib/x509/general-names.ts';
import { isStringAttribute } from '#lib/x509/name.ts';
import type { Name, NameAttribute } from '#lib/x509/types.ts';
import { ATTRIBUTE } from './oids.ts';
import { note, type Reading } from './reading.ts';
import type { PlatformCertificate } from './types.ts';

/** The platform's names: who made it and which one it is. */
export type PlatformNames = PlatformCertificate['platform'];

/** What a certificate without platform names has. */
export const NO_PLATFORM_NAMES: PlatformNames = { manufacturer: null, model: null, version: null, serial: null, manufacturerId: null };

const TCPA_ATTRIBUTES: readonly string[] = [ATTRIBUTE.tcpaManufacturer, ATTRIBUTE.tcpaModel, ATTRIBUTE.tcpaVersion];

/**
 * The platform's names from a subjectAltName; in any order, and under the TCPA's attribute types where nothing newer stands.
 * @throws ParseError 'bad-tag' | 'missing-field' | 'bad-value' | 'bad-utf8'
 * @spec   TCG Platform Certificate Profile 1.1 section 3.2.3 (Subject Alternative Name)
 */
export function readPlatformNames(reading: Reading, subjectAltName: DerNode): PlatformNames {
  const attributes = directoryAttributes(expectTag(subjectAltName, TAG.sequence, 'subjectAltName'));
  const text = (oid: string, older?: string) => textOf(attributes, oid) ?? (older === undefined ? null : textOf(attributes, older));
  noteOddNames(reading, subjectAltName, attributes);
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
  return readGeneralNames(generalNames)
    .flatMap((general): readonly Name[] => (general.kind === 'directory-name' ? [general.name] : []))
    .flatMap((name) => name.rdns.flat());
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
    return directoryAttributes(readDer(subjectAltName)).some(({ oid }) => known.includes(oid));
  } catch (error) {
    if (error instanceof ParseError) return false;
    throw error;
  }
}
