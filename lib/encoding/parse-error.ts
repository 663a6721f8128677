/** Every reason for which bytes are not what they say. A closed union: branch on it, never on a message. */
export type ParseErrorCode =
  | 'empty-file'
  | 'truncated'
  | 'bad-tag'
  | 'bad-length'
  | 'bad-value'
  | 'bad-time'
  | 'bad-utf8'
  | 'bad-base64'
  | 'bad-pem'
  | 'bad-json'
  | 'bad-xml'
  | 'xml-doctype'
  | 'duplicate-key'
  | 'trailing-data'
  | 'missing-field'
  | 'too-large'
  | 'too-deep'
  | 'too-many'
  | 'too-slow'
  | 'too-much-memory'
  | 'given-up'
  | 'not-a-platform-certificate'
  | 'public-key-alone'
  | 'unsupported-version'
  | 'unknown-format';

/** Where in the input and in which standard a parse failed. */
export interface ParseErrorPlace {
  /** Octet offset from the start of the bytes that the caller passed. */
  readonly offset?: number;
  /** JSON path or field path, such as `components[3].serial`. */
  readonly path?: string;
  /** Document, version and section, such as `RFC 5755 section 4.1`. */
  readonly spec?: string;
}

/**
 * The file is not what it says. Thrown by `parseX` functions only, and caught once, where an artifact is read.
 * The message says what was got and what was wanted.
 */
export class ParseError extends Error {
  readonly code: ParseErrorCode;
  readonly offset: number | undefined;
  readonly path: string | undefined;
  readonly spec: string | undefined;

  constructor(code: ParseErrorCode, message: string, place: ParseErrorPlace = {}) {
    super(message);
    this.name = 'ParseError';
    this.code = code;
    this.offset = place.offset;
    this.path = place.path;
    this.spec = place.spec;
  }
}

/** Something that a standard forbids and real files do: read all the same, and told. */
export interface Warning {
  /** Kebab-case, such as `non-minimal-length` or `status-in-base`. */
  readonly code: string;
  readonly detail: string;
  readonly offset?: number;
  readonly path?: string;
}
