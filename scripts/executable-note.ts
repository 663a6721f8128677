/** A note to add to a program. */
export interface ExecutableNote {
  readonly name: string;
  readonly content: Uint8Array;
}

/** The program is of a form that no note can be added to. */
export class UnknownExecutable extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'UnknownExecutable';
  }
}

/** Program headers by type. @spec System V gABI chapter 5, "Program Header" */
const [LOAD, NOTE, PHDR] = [1, 4, 6];
/** The largest page that a machine has which runs Linux. */
const PAGE = 0x10000;
const HEADER_OCTETS = 56;
const READABLE = 4;
/** e_ident of a 64-bit little-endian ELF file. */
const MAGIC = Buffer.from([0x7f, 0x45, 0x4c, 0x46, 2, 1]);
const EXECUTABLE = 2;

/**
 * Adds a note that the program finds in its memory when it runs, as Node looks for what is packaged with it.
 * The table of program headers is full, so two of its places are taken that a program at a fixed address can do without:
 * that of the table itself, and that of the first note, which tells the build.
 * @throws UnknownExecutable for anything but a 64-bit little-endian ELF file at a fixed address
 */
export function addNote(executable: Uint8Array, note: ExecutableNote): Buffer {
  const elf = Buffer.from(executable);
  if (!elf.subarray(0, MAGIC.length).equals(MAGIC)) throw new UnknownExecutable('it is no 64-bit little-endian ELF file');
  if (elf.readUInt16LE(16) !== EXECUTABLE) throw new UnknownExecutable('it may be loaded at any address');
  const table = Number(elf.readBigUInt64LE(32));
  const headers = Array.from({ length: elf.readUInt16LE(56) }, (_, index) =>
    elf.subarray(table + index * HEADER_OCTETS, table + (index + 1) * HEADER_OCTETS),
  );
  const octets = noteOctets(note);
  const place = { offset: roundUp(elf.length), address: roundUp(Math.max(...headers.map(endInMemory))), size: octets.length };
  const changed = Buffer.concat(newTable(headers, place));
  const filled = Buffer.concat([elf, Buffer.alloc(place.offset - elf.length), octets]);
  changed.copy(filled, table);
  return filled;
}

const roundUp = (value: number): number => Math.ceil(value / PAGE) * PAGE;
const typeOf = (header: Buffer): number => header.readUInt32LE(0);
const endInMemory = (header: Buffer): number => Number(header.readBigUInt64LE(16)) + Number(header.readBigUInt64LE(40));

interface NotePlace {
  readonly offset: number;
  readonly address: number;
  readonly size: number;
}

/** As many headers as before: the new segment behind the last one that is loaded, because they stand in the order of their addresses. */
function newTable(headers: readonly Buffer[], place: NotePlace): readonly Buffer[] {
  const firstNote = headers.findIndex((header) => typeOf(header) === NOTE);
  const kept = headers.filter((header, index) => typeOf(header) !== PHDR && index !== firstNote);
  if (kept.length !== headers.length - 2) throw new UnknownExecutable('its table of program headers has no two places to give away');
  const last = kept.findLastIndex((header) => typeOf(header) === LOAD);
  return [
    ...kept.slice(0, last + 1),
    headerOf(LOAD, { ...place, align: PAGE }),
    ...kept.slice(last + 1),
    headerOf(NOTE, { ...place, align: 4 }),
  ];
}

function headerOf(type: number, { offset, address, size, align }: NotePlace & { readonly align: number }): Buffer {
  const header = Buffer.alloc(HEADER_OCTETS);
  header.writeUInt32LE(type, 0);
  header.writeUInt32LE(READABLE, 4);
  [offset, address, address, size, size, align].forEach((value, index) => {
    header.writeBigUInt64LE(BigInt(value), 8 + index * 8);
  });
  return header;
}

/** Name and content each fill up to four octets. @spec System V gABI chapter 5, "Note Section" */
function noteOctets({ name, content }: ExecutableNote): Buffer {
  const head = Buffer.alloc(12);
  head.writeUInt32LE(name.length + 1, 0);
  head.writeUInt32LE(content.length, 4);
  return Buffer.concat([head, filled(Buffer.from(`${name}\0`)), filled(content)]);
}

const filled = (octets: Uint8Array): Buffer => Buffer.concat([octets, Buffer.alloc(-octets.length & 3)]);
