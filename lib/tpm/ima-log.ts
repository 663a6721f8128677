import { concatBytes, encodeUtf8, equalBytes, fromHex } from '#lib/encoding/bytes.ts';
import { type OctetCursor, octetCursor } from '#lib/encoding/octet-cursor.ts';
import { ParseError } from '#lib/encoding/parse-error.ts';
import { type TpmHashName, tpmDigest } from './algorithms.ts';
import { type ImaEntry, type ImaLog, runsOf } from './ima-entries.ts';

/** Entries of one log. A server that runs for months has some hundred thousand. */
export const MAX_IMA_ENTRIES = 1_000_000;
/** Octets of a path, a digest or a signature. */
const MAX_FIELD = 8192;
/** Octets of all fields together: what is measured as it stands, such as a key or a table of the device mapper, is longer. */
const MAX_DATA = 4 * MAX_FIELD;
const SPEC = 'Linux kernel, Integrity Measurement Architecture: templates and measurement list';

/**
 * Fields behind digest and path, by template: a signature; what was measured as it stands (`ima-buf`), such as a command line; the signature at the end of
 * a module; attributes of a file with their signature.
 */
const TEMPLATES: ReadonlyMap<string, number> = new Map([
  ['ima-ng', 0],
  ['ima-ngv2', 0],
  ['ima-sig', 1],
  ['ima-sigv2', 1],
  ['ima-buf', 1],
  ['ima-modsig', 3],
  ['evm-sig', 7],
]);
/** Those of which every field is written in hexadecimal, so that a line says what was measured. */
const IN_TEXT: ReadonlySet<string> = new Set(['ima-ng', 'ima-ngv2', 'ima-sig', 'ima-sigv2', 'ima-buf']);

/** The digest beside an entry, by its length: newer kernels show a list for each bank. */
const BESIDE: ReadonlyMap<number, TpmHashName> = new Map([
  [20, 'sha1'],
  [32, 'sha256'],
  [48, 'sha384'],
  [64, 'sha512'],
]);

const FIRST_LINE = new RegExp(
  `^\\s?\\d{1,2} (?:${[...BESIDE.keys()].map((octets) => `[0-9a-f]{${2 * octets}}`).join('|')}) (?:${[...IN_TEXT].join('|')}) `,
);

/** Whether the bytes look like a measurement list in text, or in octets. Looks, never throws. */
export function looksLikeImaLog(bytes: Uint8Array): 'ascii' | 'binary' | undefined {
  if (FIRST_LINE.test(Buffer.from(bytes.subarray(0, 256)).toString('latin1'))) return 'ascii';
  return besideOctets(bytes) === undefined ? undefined : 'binary';
}

/** How long the digests beside the entries are, by where the name of the first template stands. */
function besideOctets(bytes: Uint8Array): number | undefined {
  const view = Buffer.from(bytes.subarray(0, 128));
  return [...BESIDE.keys()].find((octets) => {
    const at = 4 + octets;
    const length = view.length < at + 4 ? 0 : view.readUInt32LE(at);
    return length < 16 && TEMPLATES.has(view.toString('latin1', at + 4, at + 4 + length));
  });
}

/**
 * Parses a measurement list of the kernel, `ascii_runtime_measurements` or `binary_runtime_measurements`, also of one bank. The digest beside each
 * entry has to be that of its data.
 * @throws ParseError 'bad-value' for a line or entry of another form, 'truncated', 'too-many', 'too-large', 'unsupported-version' for a
 *         template that isn't read, with the offset
 */
export function parseImaLog(bytes: Uint8Array): ImaLog {
  const form = looksLikeImaLog(bytes);
  if (form === undefined) throw new ParseError('bad-value', 'this is no measurement list of the kernel', { offset: 0, spec: SPEC });
  return { form, runs: runsOf(form === 'ascii' ? parseAscii(bytes) : parseBinary(bytes)) };
}

const LINE = /^\s?(\d{1,2}) ([0-9a-f]{40,128}) ([a-z]{3}-[a-z0-9]+) (\S+) (.*)$/s;
const NEW_LINE = 0x0a;

function parseAscii(bytes: Uint8Array): readonly ImaEntry[] {
  const entries: ImaEntry[] = [];
  for (let offset = 0; offset < bytes.length; ) {
    const found = bytes.indexOf(NEW_LINE, offset);
    const end = found === -1 ? bytes.length : found;
    if (entries.length === MAX_IMA_ENTRIES) throw tooMany(offset);
    // One character an octet: a path may hold any.
    entries.push(lineEntry(Buffer.from(bytes.subarray(offset, end)).toString('latin1'), offset));
    offset = end + 1;
  }
  return entries;
}

function lineEntry(line: string, offset: number): ImaEntry {
  const [, pcr = '', digest = '', template = '', written = '', rest = ''] = LINE.exec(line) ?? [];
  if (!IN_TEXT.has(template)) throw refused(offset, `a line of another form: ${JSON.stringify(line.slice(0, 80))}`);
  const { algorithm, fileDigest, kept } = writtenDigest(written, offset);
  const isLonger = TEMPLATES.get(template) === 1;
  const space = isLonger ? rest.lastIndexOf(' ') : rest.length;
  const path = Buffer.from(space === -1 ? rest : rest.slice(0, space), 'latin1');
  const last = isLonger && space !== -1 && space + 1 < rest.length ? hexAt(rest.slice(space + 1), offset) : null;
  const fields = [kept, concatBytes([path, NUL]), ...(isLonger ? [last ?? new Uint8Array()] : [])];
  const templateData = checkedData({ data: concatBytes(fields.map(withLength)), digest: fromHex(digest), offset });
  const signature = isSignature(template) ? last : null;
  return { offset, pcr: Number(pcr), template, algorithm, fileDigest, path: pathText(path), signature, templateData };
}

const NUL = new Uint8Array(1);
const isSignature = (template: string): boolean => template !== 'ima-buf';
const ANY_PATH = new TextDecoder();
/** File systems take any octets as a name: one that is no UTF-8 is told as well as it can be. */
const pathText = (octets: Uint8Array): string => ANY_PATH.decode(octets);

function hexAt(text: string, offset: number): Uint8Array {
  if (!/^(?:[0-9a-f]{2})*$/.test(text)) throw refused(offset, `${JSON.stringify(text.slice(0, 80))} is not in hexadecimal`);
  return fromHex(text);
}

/** `sha256:` and hexadecimal digits; the second version of the templates has the kind of digest in front. */
function writtenDigest(written: string, offset: number) {
  const colon = written.lastIndexOf(':');
  const prefix = written.slice(0, colon);
  const fileDigest = colon === -1 ? undefined : hexAt(written.slice(colon + 1), offset);
  if (fileDigest === undefined || fileDigest.length > MAX_FIELD)
    throw refused(offset, `${JSON.stringify(written.slice(0, 80))} is no digest`);
  return { algorithm: prefix.split(':').at(-1) ?? prefix, fileDigest, kept: concatBytes([encodeUtf8(`${prefix}:\0`), fileDigest]) };
}

function withLength(field: Uint8Array): Uint8Array {
  const length = Buffer.alloc(4);
  length.writeUInt32LE(field.length);
  return concatBytes([length, field]);
}

function parseBinary(bytes: Uint8Array): readonly ImaEntry[] {
  const cursor = octetCursor({ bytes, order: 'little-endian', spec: SPEC });
  const beside = besideOctets(bytes) ?? 0;
  const entries: ImaEntry[] = [];
  while (cursor.left() > 0) {
    if (entries.length === MAX_IMA_ENTRIES) throw tooMany(cursor.offset());
    entries.push(readEntry(cursor, beside));
  }
  return entries;
}

function readEntry(cursor: OctetCursor, beside: number): ImaEntry {
  const offset = cursor.offset();
  const pcr = cursor.u32('pcr');
  const digest = cursor.take(beside, 'template digest');
  const template = Buffer.from(readField(cursor, 'template name')).toString('latin1');
  const further = TEMPLATES.get(template);
  if (further === undefined) {
    throw new ParseError('unsupported-version', `entries by the template ${JSON.stringify(template.slice(0, 40))}`, { offset, spec: SPEC });
  }
  const from = cursor.offset() + 4;
  const data = readField(cursor, 'template data', MAX_DATA);
  const fields = octetCursor({ bytes: data, order: 'little-endian', spec: SPEC });
  const [written, name] = [readField(fields, 'digest'), readField(fields, 'path')];
  const others = Array.from({ length: further }, (_, index) => readField(fields, `field ${index + 3}`, MAX_DATA));
  fields.finish('the fields of the template');
  const [signature] = isSignature(template) ? others : [];
  return {
    offset,
    pcr,
    template,
    ...binaryDigest(written, from),
    path: pathText(name.at(-1) === 0 ? name.subarray(0, -1) : name),
    signature: signature === undefined || signature.length === 0 ? null : signature,
    templateData: checkedData({ data, digest, offset }),
  };
}

function readField(cursor: OctetCursor, field: string, most = MAX_FIELD): Uint8Array {
  const length = cursor.u32(`${field} length`);
  if (length > most) throw cursor.refuse('too-large', `${field} has ${length} octets; at most ${most} are read`, cursor.offset() - 4);
  return cursor.take(length, field);
}

/** The name of the hash function, a colon and a NUL, then the digest. */
function binaryDigest(written: Uint8Array, offset: number): Pick<ImaEntry, 'algorithm' | 'fileDigest'> {
  const end = written.indexOf(0);
  const name = Buffer.from(written.subarray(0, Math.max(end - 1, 0))).toString('latin1');
  if (end < 2 || written[end - 1] !== 0x3a) throw refused(offset, 'a digest without the name of its hash function');
  return { algorithm: name.split(':').at(-1) ?? name, fileDigest: written.subarray(end + 1) };
}

/** A violation has zeros for a digest, and is extended as ones. */
function checkedData({
  data,
  digest,
  offset,
}: {
  readonly data: Uint8Array;
  readonly digest: Uint8Array;
  readonly offset: number;
}): Uint8Array | null {
  const hash = BESIDE.get(digest.length);
  if (digest.every((octet) => octet === 0)) return null;
  if (hash !== undefined && equalBytes(tpmDigest(hash, data), digest)) return data;
  throw refused(offset, 'the digest of the entry is not that of its digest, path and signature');
}

const refused = (offset: number, message: string): ParseError => new ParseError('bad-value', message, { offset, spec: SPEC });
const tooMany = (offset: number): ParseError => new ParseError('too-many', `more than ${MAX_IMA_ENTRIES} entries`, { offset, spec: SPEC });

/** PCRs that the first entry of a list sums up: with SHA-1 the first eight, with others those of the boot loader too. */
const aggregated = (hash: TpmHashName): readonly number[] => (hash === 'sha1' ? [0, 1, 2, 3, 4, 5, 6, 7] : [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);

/**
 * The digest that `boot_aggregate`, the first entry, has to have for the boot that these PCRs tell of.
 * @param valueIn  the value of a PCR in the bank of that hash function
 * @returns null where a value isn't given
 */
export function bootAggregate(hash: TpmHashName, valueIn: (pcr: number) => Uint8Array | undefined): Uint8Array | null {
  const values = aggregated(hash).map(valueIn);
  const given = values.filter((value) => value !== undefined);
  return given.length < values.length ? null : tpmDigest(hash, concatBytes(given));
}
