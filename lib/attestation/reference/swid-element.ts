import { ParseError, type ParseErrorCode } from '#lib/encoding/parse-error.ts';
import type { XmlElement } from '#lib/xml/types.ts';
import { MAX_MANIFEST_ENTRIES, MAX_MANIFEST_TEXT } from './limits.ts';

/** Namespace of a SWID tag. */
export const SWID_NAMESPACE = 'http://standards.iso.org/iso/19770/-2/2015/schema.xsd';
/** What a SWID tag of a TCG manifest is read by. */
export const SWID_SPEC = 'TCG Reference Integrity Manifest Information Model 1.01 section 5; ISO/IEC 19770-2:2015 section 8';

/** A refusal of a SWID tag, with the path of the element. */
export function swidRefusal(code: ParseErrorCode, message: string, path: string): ParseError {
  return new ParseError(code, message, { path, spec: SWID_SPEC });
}

/** An attribute without a namespace; null where it is absent or blank. @throws ParseError 'too-large' */
export function textAttribute({ name: element, attributes }: XmlElement, wanted: string): string | null {
  return boundedText(attributes.find(({ name, namespace }) => name === wanted && namespace === '')?.value, `${element}/@${wanted}`);
}

/** A text within the limit; null for none and for blanks. @throws ParseError 'too-large' */
export function boundedText(value: string | undefined, path: string): string | null {
  if (value === undefined || value.trim() === '') return null;
  if (value.length > MAX_MANIFEST_TEXT) {
    throw swidRefusal('too-large', `a text of ${value.length} characters; at most ${MAX_MANIFEST_TEXT} are read`, path);
  }
  return value;
}

/** @throws ParseError 'missing-field' */
export function requiredText(element: XmlElement, wanted: string): string {
  const text = textAttribute(element, wanted);
  if (text === null) throw swidRefusal('missing-field', `${element.name} has no ${wanted}`, `${element.name}/@${wanted}`);
  return text;
}

/** As XML Schema and, with a capital letter, some makers write it; false where absent. @throws ParseError 'bad-value' */
export function flagAttribute(element: XmlElement, wanted: string): boolean {
  const text = textAttribute(element, wanted)?.trim().toLowerCase() ?? 'false';
  if (text === 'true' || text === '1') return true;
  if (text === 'false' || text === '0') return false;
  throw swidRefusal('bad-value', `${wanted} is ${JSON.stringify(text.slice(0, 40))}; wanted true or false`, `${element.name}/@${wanted}`);
}

/** A whole number that is not negative; null where absent. @throws ParseError 'bad-value' */
export function countAttribute(element: XmlElement, wanted: string): number | null {
  const text = textAttribute(element, wanted)?.trim();
  if (text === undefined) return null;
  if (!/^\d{1,15}$/.test(text)) {
    throw swidRefusal(
      'bad-value',
      `${wanted} is ${JSON.stringify(text.slice(0, 40))}; wanted a whole number`,
      `${element.name}/@${wanted}`,
    );
  }
  return Number(text);
}

/** Children of a name in the tag's namespace, or in none, as some makers leave it out inside. @throws ParseError 'too-many' */
export function swidChildren(element: XmlElement, wanted: string): readonly XmlElement[] {
  const found = element.children.filter((child) => child.name === wanted && isOfSwid(child));
  if (found.length > MAX_MANIFEST_ENTRIES) {
    throw swidRefusal('too-many', `${found.length} elements ${wanted}; at most ${MAX_MANIFEST_ENTRIES} are read`, element.name);
  }
  return found;
}

/** Whether an element is one of the tag's own. */
export const isOfSwid = ({ namespace }: XmlElement): boolean => namespace === SWID_NAMESPACE || namespace === '';
