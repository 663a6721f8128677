import { decodeUtf8 } from '#lib/encoding/bytes.ts';
import { ParseError } from '#lib/encoding/parse-error.ts';

/** A document as text, and the way back to octets. */
export interface XmlText {
  readonly text: string;
  /** The octet at which a UTF-16 index of the text stands in the file. */
  readonly offsetOf: (index: number) => number;
}

type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'latin1';

const SPEC = 'XML 1.0 section 4.3.3';
/** Octets in which an encoding declaration must stand. */
const DECLARATION_BYTES = 1024;
/** Names that declare an encoding, by what they are read as. */
const DECLARED: ReadonlyMap<string, 'utf-8' | 'utf-16' | 'latin1'> = new Map([
  ['utf-8', 'utf-8'],
  ['utf8', 'utf-8'],
  ['us-ascii', 'utf-8'],
  ['ascii', 'utf-8'],
  ['utf-16', 'utf-16'],
  ['utf-16le', 'utf-16'],
  ['utf-16be', 'utf-16'],
  ['iso-8859-1', 'latin1'],
  ['latin1', 'latin1'],
]);

/**
 * The text of an XML file: UTF-8, UTF-16 with a byte order mark or without, ISO 8859-1, US-ASCII.
 * Decoded here and not by libxml2, so that what is checked before parsing is what is parsed.
 * @throws ParseError 'bad-utf8' | 'bad-xml' for another encoding, and for one that contradicts the octets
 * @spec   XML 1.0 section 4.3.3 and appendix F
 */
export function decodeXml(bytes: Uint8Array): XmlText {
  const { encoding, mark } = encodingOf(bytes);
  const declared = declaredEncoding(bytes, encoding);
  const chosen = declared === 'latin1' && encoding === 'utf-8' && mark === 0 ? 'latin1' : encoding;
  refuseContradiction(declared, chosen);
  const body = bytes.subarray(mark);
  switch (chosen) {
    case 'utf-8': {
      const text = decodeUtf8(body, mark);
      return { text, offsetOf: (index) => mark + Buffer.byteLength(text.slice(0, index)) };
    }
    case 'latin1':
      return { text: Buffer.from(body).toString('latin1'), offsetOf: (index) => index };
    case 'utf-16le':
    case 'utf-16be':
      return { text: decodeUtf16(body, chosen), offsetOf: (index) => mark + 2 * index };
    default:
      return chosen satisfies never;
  }
}

function encodingOf(bytes: Uint8Array): { readonly encoding: Encoding; readonly mark: number } {
  const [first, second, third, fourth] = bytes;
  if (first === 0xef && second === 0xbb && third === 0xbf) return { encoding: 'utf-8', mark: 3 };
  if (first === 0xff && second === 0xfe) return { encoding: 'utf-16le', mark: 2 };
  if (first === 0xfe && second === 0xff) return { encoding: 'utf-16be', mark: 2 };
  if (first === 0x3c && second === 0 && third !== 0 && fourth === 0) return { encoding: 'utf-16le', mark: 0 };
  if (first === 0 && second === 0x3c && third === 0 && fourth !== 0) return { encoding: 'utf-16be', mark: 0 };
  return { encoding: 'utf-8', mark: 0 };
}

function declaredEncoding(bytes: Uint8Array, encoding: Encoding): string | undefined {
  const head = bytes.subarray(0, DECLARATION_BYTES);
  const text = encoding.startsWith('utf-16') ? new TextDecoder(encoding).decode(head) : Buffer.from(head).toString('latin1');
  const name = /^[^<]*<\?xml\s[^>]*?\sencoding\s*=\s*["']([^"'<>]*)["']/.exec(text)?.[1];
  if (name === undefined) return undefined;
  const known = DECLARED.get(name.toLowerCase());
  if (known === undefined) {
    throw new ParseError('bad-xml', `the encoding ${JSON.stringify(name.slice(0, 40))} is not read; save the file as UTF-8`, {
      offset: 0,
      spec: SPEC,
    });
  }
  return known;
}

function refuseContradiction(declared: string | undefined, chosen: Encoding): void {
  if (declared === undefined || chosen.startsWith(declared)) return;
  throw new ParseError('bad-xml', `the file declares ${declared} and is written in ${chosen}; save it as UTF-8`, { offset: 0, spec: SPEC });
}

function decodeUtf16(body: Uint8Array, encoding: 'utf-16le' | 'utf-16be'): string {
  const unpaired = (detail: string): ParseError => new ParseError('bad-xml', detail, { offset: 0, spec: SPEC });
  if (body.length % 2 === 1) throw new ParseError('truncated', 'the UTF-16 text ends within a character', { offset: body.length });
  try {
    return new TextDecoder(encoding, { fatal: true, ignoreBOM: true }).decode(body);
  } catch {
    throw unpaired('half of a UTF-16 pair stands alone');
  }
}
