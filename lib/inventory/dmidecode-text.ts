import { decodeUtf8 } from '#lib/encoding/bytes.ts';
import { ParseError } from '#lib/encoding/parse-error.ts';
import { MAX_COMPONENTS, MAX_TEXT } from './schema.ts';

/** One structure as printed. */
export interface PrintedStructure {
  /** Such as `Handle 0x0011`. */
  readonly handle: string;
  readonly type: number;
  readonly title: string;
  /** Line of the handle, from 1. */
  readonly line: number;
  /** What stands behind `Name:`; a list where the lines below are further indented. */
  readonly fields: Readonly<Record<string, string | readonly string[]>>;
}

/** What dmidecode printed. */
export interface PrintedTable {
  /** Such as `3.4`; null where the first line is missing. */
  readonly toolVersion: string | null;
  /** Structures that the entry point announces; null for SMBIOS 3, which announces none, and with options that print some types alone. */
  readonly announced: number | null;
  readonly structures: readonly PrintedStructure[];
  /** Why the tool did not print the whole table, one sentence each; empty when nothing shows that. */
  readonly gaps: readonly { readonly detail: string; readonly line: number }[];
}

/** Lines of one output. The largest servers print some ten thousand. */
const MAX_LINES = 500_000;
const HANDLE = /^Handle (0x[0-9A-Fa-f]{4,8}), DMI type ([0-9]{1,3}), [0-9]+ bytes\.?$/;
const FIELD = /^\t([^\t:][^:]*):(?: (.*))?$/;
const ITEM = /^\t\t(.+)$/;
const HEAD = /^# dmidecode ([0-9][0-9.]*)/;

/** What the tool prints when it stops early or finds that lengths and counts don't agree. It exits with 0 all the same. */
const TROUBLE = /^(?:Wrong DMI structures|Invalid entry length|Failed to read table)|DMI table is broken|^\t<TRUNCATED>/;
const NO_TABLE = /No SMBIOS nor DMI entry point found/;

/** Whether a text is what dmidecode prints. @param head  its beginning as Latin-1, an octet for a character */
export const looksLikeDmidecode = (head: string): boolean =>
  /^(?:\xEF\xBB\xBF)?\s*# dmidecode [0-9]/.test(head) ||
  /^(?:SMBIOS [0-9.]+ present\.|Handle 0x[0-9A-Fa-f]{4,8}, DMI type [0-9]{1,3}, [0-9]+ bytes)/m.test(head);

/**
 * Reads the text into structures, in their order, without meaning.
 * @throws ParseError 'bad-utf8' | 'too-many' | 'too-large' | 'missing-field' where the tool found no table, which is all that it says of a bad checksum
 */
export function readDmidecodeText(bytes: Uint8Array): PrintedTable {
  const lines = decodeUtf8(bytes, 0)
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/, MAX_LINES + 1);
  if (lines.length > MAX_LINES) throw new ParseError('too-many', `more than ${MAX_LINES} lines`, { path: `line ${MAX_LINES}` });
  const structures: Open[] = [];
  const gaps: { detail: string; line: number }[] = [];
  for (const [index, line] of lines.entries()) {
    const at = index + 1;
    if (line.length > MAX_TEXT)
      throw new ParseError('too-large', `a line of ${line.length} characters; at most ${MAX_TEXT} are read`, { path: `line ${at}` });
    if (NO_TABLE.test(line)) throw noTable(at);
    if (TROUBLE.test(line)) gaps.push({ detail: `the tool printed ${JSON.stringify(line.trim())}`, line: at });
    readLine(line, at, structures);
  }
  const announced = numberIn(lines, /^([0-9]+) structures occupying [0-9]+ bytes\.$/);
  return { toolVersion: HEAD.exec(lines[0] ?? '')?.[1] ?? null, announced, structures, gaps };
}

interface Open extends PrintedStructure {
  title: string;
  readonly fields: Record<string, string | string[]>;
  /** The field that further indented lines belong to. */
  list: string;
}

function readLine(line: string, at: number, structures: Open[]): void {
  const [, handle, type] = HANDLE.exec(line) ?? [];
  if (handle !== undefined) {
    if (structures.length >= MAX_COMPONENTS)
      throw new ParseError('too-many', `more than ${MAX_COMPONENTS} structures`, { path: `line ${at}` });
    structures.push({ handle: `Handle ${handle}`, type: Number(type), title: '', line: at, fields: Object.create(null), list: '' });
    return;
  }
  const open = structures.at(-1);
  if (open === undefined || line === '') return;
  if (!line.startsWith('\t')) open.title ||= line;
  else readField(line, open);
}

function readField(line: string, open: Open): void {
  const [, item] = ITEM.exec(line) ?? [];
  const [, name, value] = item === undefined ? (FIELD.exec(line) ?? []) : [];
  if (item !== undefined && open.list !== '') {
    const list = open.fields[open.list];
    if (Array.isArray(list)) list.push(item);
  } else if (name !== undefined) {
    // The first of two lines with one name counts; the tool prints none twice in a structure that is read.
    if (value !== undefined) open.fields[name] ??= value;
    else open.fields[name] ??= [];
    open.list = value === undefined ? name : '';
  }
}

function numberIn(lines: readonly string[], pattern: RegExp): number | null {
  const found = lines
    .slice(0, 40)
    .map((line) => pattern.exec(line)?.[1])
    .find((each) => each !== undefined);
  return found === undefined ? null : Number(found);
}

function noTable(line: number): ParseError {
  return new ParseError(
    'missing-field',
    'dmidecode found no SMBIOS table: it was not run as root, or the table has a bad checksum. It says so with exit code 0; run it again on the device itself',
    { path: `line ${line}` },
  );
}
