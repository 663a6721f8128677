import { parseJson } from '#lib/encoding/json.ts';
import { ParseError } from '#lib/encoding/parse-error.ts';
import { readDellScv } from './dell-scv.ts';
import { readDmidecode } from './dmidecode.ts';
import { readFwupd } from './fwupd.ts';
import { readHpEvents } from './hp-events.ts';
import { identifyInventory, SHAPES, TEXT_SHAPES } from './identify.ts';
import { readIntelDpd } from './intel-dpd.ts';
import { readIntelDpdXml } from './intel-dpd-xml.ts';
import { readLshw } from './lshw.ts';
import { type Notes, note } from './members.ts';
import { readPaccor } from './paccor.ts';
import { MAX_INVENTORY_BYTES } from './schema.ts';
import { readSeagate } from './seagate.ts';
import type { Inventory } from './types.ts';

/** Octets at the beginning in which the mark of a format is looked for. */
const HEAD_BYTES = 64 * 1024;

/** One format that is read. A recognized format without a reader is refused by name. */
interface InventoryReader {
  readonly format: string;
  readonly read: (value: unknown, notes: Notes) => Inventory;
}

/** Every reader. A new format: its shape in identify.ts, its reader here. */
const READERS: readonly InventoryReader[] = [
  { format: 'paccor', read: readPaccor },
  { format: 'dell-scv', read: readDellScv },
  { format: 'intel-dpd', read: readIntelDpd },
  { format: 'seagate', read: readSeagate },
  { format: 'hp', read: readHpEvents },
  { format: 'lshw', read: readLshw },
  { format: 'fwupd', read: readFwupd },
];

/** Readers of text that isn't JSON. */
const TEXT_READERS: readonly { readonly format: string; readonly read: (bytes: Uint8Array, notes: Notes) => Inventory }[] = [
  { format: 'dmidecode', read: readDmidecode },
  { format: 'intel-dpd', read: readIntelDpdXml },
];

/**
 * The format of an inventory's bytes; undefined for something else. A file that bears the mark of a format and is no
 * sound JSON counts as that format, so that its parser can say what is wrong.
 */
export function identifyInventoryBytes(bytes: Uint8Array): string | undefined {
  const head = headOf(bytes);
  const text = TEXT_SHAPES.find(({ looksLikeIt }) => looksLikeIt(head));
  if (text !== undefined) return text.format;
  const marked = SHAPES.find(({ mark }) => mark.test(head));
  if (marked === undefined) return undefined;
  try {
    const json = noted(bytes);
    identified.set(bytes, json);
    return identifyInventory(json.value);
  } catch (error) {
    if (error instanceof ParseError) return marked.format;
    throw error;
  }
}

const headOf = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, HEAD_BYTES)).toString('latin1');

interface NotedJson {
  readonly value: unknown;
  readonly notes: Notes;
}

/** What identifying had to parse, until the parser asks for the same bytes: a file is scanned once. */
const identified = new WeakMap<Uint8Array, NotedJson>();

function noted(bytes: Uint8Array): NotedJson {
  const notes: Notes = { warnings: [] };
  return { value: parseJson(bytes, { note: (warning) => note(notes, warning) }), notes };
}

/**
 * Parses one inventory. Everything in it is its collector's claim, shown and never trusted by itself.
 * @param bytes  UTF-8 JSON, XML, or the text of a tool, at most MAX_INVENTORY_BYTES octets
 * @throws ParseError of parseJson and of the format's reader; 'unsupported-version' for a format that is recognized and not read,
 *         'unknown-format' for another, 'too-large'
 */
export function parseInventory(bytes: Uint8Array): Inventory {
  if (bytes.byteLength > MAX_INVENTORY_BYTES) {
    throw new ParseError('too-large', `${bytes.byteLength} octets; an inventory has at most ${MAX_INVENTORY_BYTES}`);
  }
  const head = headOf(bytes);
  const text = TEXT_SHAPES.find(({ looksLikeIt }) => looksLikeIt(head));
  const textReader = TEXT_READERS.find(({ format }) => format === text?.format);
  if (textReader !== undefined) return textReader.read(bytes, { warnings: [] });
  const { value, notes } = identified.get(bytes) ?? noted(bytes);
  identified.delete(bytes);
  const format = identifyInventory(value);
  const reader = READERS.find((each) => each.format === format);
  if (reader !== undefined) return reader.read(value, notes);
  const name = SHAPES.find((shape) => shape.format === format)?.name;
  if (name === undefined) throw new ParseError('unknown-format', 'JSON of no format that Assay knows', { offset: 0 });
  throw new ParseError('unsupported-version', `this is a ${name}: this version of Assay recognizes it and does not read it`, { offset: 0 });
}
