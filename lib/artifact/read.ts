import { sha256Hex } from '#lib/encoding/digest.ts';
import { ParseError, type ParseErrorCode } from '#lib/encoding/parse-error.ts';
import { type BrokenPemBlock, looksLikePem, readPemBlocks } from '#lib/encoding/pem.ts';
import { stripTpmNvHeader } from '#lib/platform-cert/strip-nv-header.ts';
import { looksLikePublicKey } from '#lib/x509/key.ts';
import type { Format, Piece } from './format.ts';
import { FORMATS } from './formats.ts';
import type { Document, Kind, ReadArtifact, ReadDocument, ReadFailure } from './types.ts';

/** Bytes of one artifact. An upload is cut off here, before it is held in memory. */
export const MAX_ARTIFACT_BYTES = 64 * 1024 * 1024;

/** Raised with every change of what a parser yields: cached documents of an older version are read again. */
export const PARSER_VERSION = 32;

/**
 * Tells what an artifact is, by content, and reads every document in it. Never throws for what a file holds:
 * what can't be read is a document with an `error`, and the others in the same file go on.
 */
export function readArtifact(bytes: Uint8Array): ReadArtifact {
  const sha256 = sha256Hex(bytes);
  return { sha256, documents: readDocuments(bytes, sha256) };
}

function readDocuments(bytes: Uint8Array, sha256: string): readonly ReadDocument[] {
  try {
    if (bytes.length > MAX_ARTIFACT_BYTES) {
      throw new ParseError('too-large', `the file has ${bytes.length} bytes; the limit is ${MAX_ARTIFACT_BYTES}`, {
        offset: MAX_ARTIFACT_BYTES,
      });
    }
    return piecesOf(bytes).flatMap((piece) =>
      'error' in piece ? [unreadable({ id: sha256, kind: 'unknown', ...piece })] : withEnclosed(readPiece(piece, { bytes, sha256 })),
    );
  } catch (error) {
    return [unreadable({ id: sha256, kind: 'unknown', offset: 0, error })];
  }
}

const DER_SEQUENCE = 0x30;

/** The PEM blocks, those that can't be decoded among them; else the whole file. */
function piecesOf(bytes: Uint8Array): readonly (Piece | BrokenPemBlock)[] {
  if (bytes.length === 0) throw new ParseError('empty-file', 'the file is empty', { offset: 0 });
  if (!looksLikePem(bytes)) return [{ bytes, offset: 0 }];
  return readPemBlocks(bytes).map((block) => ('error' in block ? block : { bytes: block.der, offset: block.offset }));
}

interface Whole {
  readonly bytes: Uint8Array;
  readonly sha256: string;
}

function readPiece({ bytes, offset }: Piece, whole: Whole): ReadDocument {
  const { der, warnings } = stripTpmNvHeader(bytes);
  const { sha256 } = whole;
  const id = der[0] !== DER_SEQUENCE || der === whole.bytes ? sha256 : sha256Hex(der);
  for (const format of FORMATS) {
    const kind = format.identify(der);
    if (kind !== undefined) return parsePiece({ format, kind, der, offset, id, warnings });
  }
  return unreadable({ id: sha256, kind: 'unknown', offset, error: unknownFormat(der) });
}

/** Evidence holds files of other formats: its certificate and what programs printed about the parts are documents of their own. */
function withEnclosed(read: ReadDocument): readonly ReadDocument[] {
  const { document, offset } = read;
  if (document?.kind !== 'attestation-evidence') return [read];
  const { endorsementCertificate, inventory } = document;
  const enclosed = [
    ...(endorsementCertificate === null ? [] : [{ bytes: endorsementCertificate, kinds: CERTIFICATES }]),
    ...inventory.map(({ octets }) => ({ bytes: octets, kinds: INVENTORIES })),
  ];
  return [read, ...enclosed.map((each) => readEnclosed(each, offset))];
}

const CERTIFICATES: readonly Kind[] = ['endorsement-key-certificate', 'certificate'];
const INVENTORIES: readonly Kind[] = ['inventory'];

interface Enclosed {
  readonly bytes: Uint8Array;
  readonly kinds: readonly Kind[];
}

/** Only what belongs in its place: a certificate among the inventories is none. */
function readEnclosed({ bytes, kinds }: Enclosed, offset: number): ReadDocument {
  const sha256 = sha256Hex(bytes);
  const read = readPiece({ bytes, offset }, { bytes, sha256 });
  if (read.document === undefined || kinds.includes(read.kind)) return read;
  const error = new ParseError('bad-value', `a file of another kind (${read.kind}) in the place of ${kinds.join(' or ')}`, { offset: 0 });
  return unreadable({ id: sha256, kind: 'unknown', offset, error });
}

interface Identified {
  readonly format: Format;
  readonly kind: Kind;
  readonly der: Uint8Array;
  readonly offset: number;
  readonly id: string;
  readonly warnings: ReadDocument['warnings'];
}

function parsePiece({ format, kind, der, offset, id, warnings }: Identified): ReadDocument {
  try {
    const document = format.parse(der, id);
    return { id, kind: document.kind, document, warnings: [...warnings, ...warningsOf(document)], error: null, offset };
  } catch (error) {
    return unreadable({ id, kind, offset, error: withRule(error, format) });
  }
}

function warningsOf(document: Document): ReadDocument['warnings'] {
  return document.kind === 'certificate' ? document.certificate.warnings : document.warnings;
}

interface Unreadable {
  readonly id: string;
  readonly kind: Kind;
  readonly offset: number;
  readonly error: unknown;
}

/** A native error is our bug and propagates; a ParseError is what the file did. */
function unreadable({ id, kind, offset, error }: Unreadable): ReadDocument {
  if (!(error instanceof ParseError)) throw error;
  // Refused by the parser that recognized it: the refusal decides whether it is of that kind at all.
  const told = error.code === 'not-a-platform-certificate' ? 'unknown' : kind;
  return { id, kind: told, document: undefined, warnings: [], error: failureOf(error), offset };
}

function failureOf(error: ParseError): ReadFailure {
  return {
    code: error.code,
    message: error.message,
    ...(error.offset === undefined ? {} : { offset: error.offset }),
    ...(error.path === undefined ? {} : { path: error.path }),
    ...(error.spec === undefined ? {} : { spec: error.spec }),
  };
}

/** Why nothing recognized the bytes: what they begin like helps the sender to find the mistake. */
function unknownFormat(bytes: Uint8Array): ParseError {
  if (looksLikePublicKey(bytes)) {
    return new ParseError('public-key-alone', 'a public key alone, in no certificate', { offset: 0, spec: 'RFC 7468 section 13' });
  }
  const refusal = FORMATS.map((format) => refusalOf(format, bytes)).find((error) => error !== undefined);
  if (refusal !== undefined) return refusal;
  if (UTF16_MARKS.some((mark) => startsWith(bytes, mark))) {
    return new ParseError('bad-utf8', 'the text is in UTF-16, as some shells write what a program prints; it is read in UTF-8', {
      offset: 0,
      spec: 'RFC 3629 section 6',
    });
  }
  const packed = PACKED.find(({ begins }) => startsWith(bytes, begins))?.name;
  const what = packed === undefined ? 'Assay knows no format that begins so' : `this is ${packed}, which Assay does not unpack`;
  return new ParseError('unknown-format', `${beginning(bytes)}; ${what}`, { offset: 0 });
}

/** What people hand in by mistake, with what they meant inside. Nothing that came from outside is unpacked here. */
const PACKED = [
  { name: 'a zip archive', begins: [0x50, 0x4b, 0x03, 0x04] },
  { name: 'a gzip file', begins: [0x1f, 0x8b] },
  { name: 'an xz file', begins: [0xfd, 0x37, 0x7a, 0x58, 0x5a] },
  { name: 'a bzip2 file', begins: [0x42, 0x5a, 0x68] },
  { name: 'a zstd file', begins: [0x28, 0xb5, 0x2f, 0xfd] },
  { name: 'a 7z archive', begins: [0x37, 0x7a, 0xbc, 0xaf] },
  // Loading one runs what it says.
  ...[2, 3, 4, 5].map((protocol) => ({ name: 'a Python pickle', begins: [0x80, protocol] })),
  { name: 'a PDF document', begins: [0x25, 0x50, 0x44, 0x46] },
] as const;

/** XML in UTF-16 is read; inventories and BOMs in JSON are UTF-8. */
const UTF16_MARKS = [
  [0xff, 0xfe],
  [0xfe, 0xff],
] as const;

const startsWith = (bytes: Uint8Array, prefix: readonly number[]): boolean => prefix.every((octet, index) => bytes[index] === octet);

/** A file that begins like DER or JSON is told where it breaks. */
function refusalOf(format: Format, bytes: Uint8Array): ParseError | undefined {
  if (format.begins?.(bytes) !== true) return undefined;
  try {
    format.parse(bytes);
    return undefined;
  } catch (error) {
    if (error instanceof ParseError) return withRule(error, format);
    throw error;
  }
}

/** Limits are of this program: what is beyond one breaks no rule of a standard. */
const BEYOND_A_LIMIT: readonly ParseErrorCode[] = ['too-large', 'too-deep', 'too-many'];

/** A refusal that names no rule breaks that of its format. */
function withRule<T>(error: T, { rule }: Format): T | ParseError {
  if (!(error instanceof ParseError) || error.spec !== undefined || rule === undefined || BEYOND_A_LIMIT.includes(error.code)) return error;
  const { code, message, offset, path } = error;
  return new ParseError(code, message, {
    ...(offset === undefined ? {} : { offset }),
    ...(path === undefined ? {} : { path }),
    spec: rule,
  });
}

function beginning(bytes: Uint8Array): string {
  const head = Buffer.from(bytes.subarray(0, 8))
    .toString('hex')
    .replace(/(..)(?=.)/g, '$1 ');
  return `the file begins with the bytes ${head}`;
}
