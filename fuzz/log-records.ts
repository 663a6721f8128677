import { createHash } from 'node:crypto';
import { type Draw, pick } from './draw.ts';

/** A digest of a record, and the number by which it names its hash function. */
interface RecordDigest {
  hash: number;
  digest: Buffer;
}

/** A record of an event log, as it may stand in a file. */
export interface LogRecord {
  pcr: number;
  type: number;
  digests: RecordDigest[];
  data: Buffer;
  /** What stands in place of the number of digests, or of octets; null where it is the true one. */
  count: number | null;
  size: number | null;
}

/** An event log as records. Without a head it has the older form, of which each record has one digest by SHA-1. */
export interface LogTree {
  head: Buffer | null;
  records: LogRecord[];
  tail: Buffer;
}

const [SHA1, HEAD_OCTETS, MAX_RECORDS] = [4, 32, 2000];
const SPEC_ID = Buffer.from('Spec ID Event03\0', 'latin1');
const HASHES = new Map([
  [4, 'sha1'],
  [0xb, 'sha256'],
  [0xc, 'sha384'],
  [0xd, 'sha512'],
]);

/** The records of a log that can be walked through to its end, or to what is no record any more; undefined for what begins with none. */
export function readLogTree(bytes: Buffer): LogTree | undefined {
  const first = readRecord(bytes, 0, null);
  if (first === undefined || first.record.pcr > 31) return undefined;
  const agile = first.record.data.subarray(0, SPEC_ID.length).equals(SPEC_ID);
  const sizes = agile ? sizesIn(first.record.data) : null;
  const records: LogRecord[] = agile ? [] : [first.record];
  let at = first.end;
  for (let next = readRecord(bytes, at, sizes); next !== undefined && records.length < MAX_RECORDS; next = readRecord(bytes, at, sizes)) {
    records.push(next.record);
    at = next.end;
  }
  return { head: agile ? bytes.subarray(0, first.end) : null, records, tail: bytes.subarray(at) };
}

/** The sizes of digests by the table of the head. */
function sizesIn(data: Buffer): ReadonlyMap<number, number> {
  const from = SPEC_ID.length + 12;
  const count = data.length < from ? 0 : Math.min(16, data.readUInt32LE(from - 4));
  const pairs = Array.from({ length: count }, (_, index) => from + 4 * index).filter((at) => at + 4 <= data.length);
  return new Map(pairs.map((at) => [data.readUInt16LE(at), data.readUInt16LE(at + 2)]));
}

interface Found {
  readonly record: LogRecord;
  readonly end: number;
}

function readRecord(bytes: Buffer, from: number, sizes: ReadonlyMap<number, number> | null): Found | undefined {
  if (from + HEAD_OCTETS > bytes.length) return undefined;
  const [pcr, type] = [bytes.readUInt32LE(from), bytes.readUInt32LE(from + 4)];
  const digests: RecordDigest[] = [];
  let at = from + 8;
  if (sizes === null) {
    digests.push({ hash: SHA1, digest: bytes.subarray(at, at + 20) });
    at += 20;
  } else {
    const count = bytes.readUInt32LE(at);
    at += 4;
    for (let index = 0; index < count; index += 1) {
      const size = at + 2 > bytes.length ? undefined : sizes.get(bytes.readUInt16LE(at));
      if (size === undefined) return undefined;
      digests.push({ hash: bytes.readUInt16LE(at), digest: bytes.subarray(at + 2, at + 2 + size) });
      at += 2 + size;
    }
  }
  if (at + 4 > bytes.length || at + 4 + bytes.readUInt32LE(at) > bytes.length) return undefined;
  const end = at + 4 + bytes.readUInt32LE(at);
  return { record: { pcr, type, digests, data: bytes.subarray(at + 4, end), count: null, size: null }, end };
}

export function writeLogTree({ head, records, tail }: LogTree): Buffer {
  return Buffer.concat([head ?? Buffer.alloc(0), ...records.map((record) => writeRecord(record, head !== null)), tail]);
}

function writeRecord({ pcr, type, digests, data, count, size }: LogRecord, agile: boolean): Buffer {
  const written = digests.flatMap(({ hash, digest }) => (agile ? [u16(hash), digest] : [digest]));
  const counted = agile ? [u32(count ?? digests.length)] : [];
  return Buffer.concat([u32(pcr), u32(type), ...counted, ...written, u32(size ?? data.length), data]);
}

function u32(value: number): Buffer {
  const octets = Buffer.alloc(4);
  octets.writeUInt32LE(value >>> 0);
  return octets;
}

function u16(value: number): Buffer {
  const octets = Buffer.alloc(2);
  octets.writeUInt16LE(value & 0xffff);
  return octets;
}

const PCRS = [0, 1, 2, 4, 5, 7, 8, 9, 10, 11, 14, 17, 23, 31, 32, 0xffffffff];
const KINDS = [
  ...Array.from({ length: 0x14 }, (_, type) => type),
  ...Array.from({ length: 0x11 }, (_, type) => 0x80000000 + type),
  ...[0x800000e0, 0x800000e1, 0x800000e2, 0x800000e3, 0x800000e4, 0x80000200, 0xffffffff],
];
/** Of octets or of elements: none, almost one, one too many, and what wraps around. */
const NUMBERS = [0, 1, 2, 15, 16, 17, 255, 256, 0xffff, 0x10000, 0x7fffffff, 0x80000000, 3_100_000_000, 0xfffffff0, 0xffffffff];
const TEXTS = [
  'StartupLocality\0\x03',
  'StartupLocality\0\x04',
  'SP800-155 Event3',
  'SPDM Device Sec\0',
  'SPDM Device Sec2',
  'Spec ID Event03\0',
];

type Change = (tree: LogTree, donor: LogTree, draw: Draw) => void;

const one = (tree: LogTree, draw: Draw): LogRecord | undefined => (tree.records.length === 0 ? undefined : pick(tree.records, draw));

/** Most digests of a real record are over its data: a record that was changed has them computed again, or it would be told apart at once. */
function measureAgain(record: LogRecord, draw: Draw): void {
  if (draw(4) === 0) return;
  record.digests = record.digests.map(({ hash, digest }) => {
    const name = HASHES.get(hash);
    return { hash, digest: name === undefined ? digest : createHash(name).update(record.data).digest() };
  });
}

function changeData(record: LogRecord, draw: Draw): void {
  const data = Buffer.from(record.data);
  for (let count = 1 + draw(4); count > 0 && data.length >= 8; count -= 1) {
    const at = draw(data.length - 7);
    if (draw(3) === 0) data.writeUInt32LE(pick(NUMBERS, draw), at);
    else data[at] = draw(256);
  }
  record.data = draw(6) === 0 ? data.subarray(0, draw(data.length + 1)) : data;
  measureAgain(record, draw);
}

const CHANGES: Readonly<Record<string, Change>> = {
  'record gone': (tree, _, draw) => void tree.records.splice(draw(Math.max(1, tree.records.length)), 1),
  'record twice': (tree, _, draw) => {
    const record = one(tree, draw);
    if (record !== undefined)
      tree.records.splice(draw(tree.records.length + 1), 0, ...Array.from({ length: pick([1, 2, 30], draw) }, () => record));
  },
  'record moved': (tree, _, draw) => {
    const [record] = tree.records.splice(draw(Math.max(1, tree.records.length)), 1);
    if (record !== undefined) tree.records.splice(draw(tree.records.length + 1), 0, record);
  },
  'record of another log': (tree, donor, draw) => {
    const record = one(donor, draw);
    const digests = one(tree, draw)?.digests;
    if (record === undefined) return;
    const taken = { ...record, digests: draw(2) === 0 || digests === undefined ? record.digests : digests };
    measureAgain(taken, draw);
    tree.records.splice(draw(tree.records.length + 1), 0, taken);
  },
  'data of another record': (tree, donor, draw) => {
    const [record, other] = [one(tree, draw), one(donor, draw)];
    if (record === undefined || other === undefined) return;
    record.data = other.data;
    measureAgain(record, draw);
  },
  'other data': (tree, _, draw) => {
    const record = one(tree, draw);
    if (record !== undefined) changeData(record, draw);
  },
  'text of a kind': (tree, _, draw) => {
    const record = one(tree, draw);
    if (record === undefined) return;
    record.data = Buffer.concat([Buffer.from(pick(TEXTS, draw), 'latin1'), record.data.subarray(draw(record.data.length + 1))]);
    if (draw(2) === 0) record.type = 3;
    measureAgain(record, draw);
  },
  'other PCR': (tree, _, draw) => {
    const record = one(tree, draw);
    if (record !== undefined) record.pcr = pick(PCRS, draw);
  },
  'other type': (tree, _, draw) => {
    const record = one(tree, draw);
    if (record !== undefined) record.type = pick(KINDS, draw);
  },
  'other digest': (tree, _, draw) => {
    const record = one(tree, draw);
    if (record === undefined || record.digests.length === 0) return;
    const at = draw(record.digests.length);
    const others = record.digests.filter((_each, index) => index !== at);
    const changed = pick(record.digests, draw);
    record.digests =
      draw(2) === 0
        ? others
        : [...others, { hash: draw(3) === 0 ? draw(0x30) : changed.hash, digest: Buffer.from(changed.digest).fill(draw(256)) }];
  },
  'size that lies': (tree, _, draw) => {
    const record = one(tree, draw);
    if (record !== undefined) record.size = pick(NUMBERS, draw);
  },
  'count that lies': (tree, _, draw) => {
    const record = one(tree, draw);
    if (record !== undefined) record.count = pick(NUMBERS, draw);
  },
  'other head': (tree, donor, draw) => {
    if (tree.head === null || draw(4) === 0) tree.head = donor.head;
    if (tree.head === null) return;
    const head = Buffer.from(tree.head);
    const at = HEAD_OCTETS + draw(Math.max(1, head.length - HEAD_OCTETS - 3));
    if (draw(2) === 0 && at + 4 <= head.length) head.writeUInt32LE(pick(NUMBERS, draw), at);
    else head[at] = draw(256);
    tree.head = head;
  },
  padded: (tree, _, draw) => {
    tree.tail = Buffer.concat([tree.tail, Buffer.alloc(pick([1, 4, 7, 8, 500], draw), pick([0, 0xff, 0x41], draw))]);
  },
};

/** Some changes to a log, with records of another one. @returns what was done */
export function changeLog(tree: LogTree, { donor, draw }: { readonly donor: LogTree | undefined; readonly draw: Draw }): string {
  let how = '';
  for (let count = 1 + draw(4); count > 0; count -= 1) {
    // Records may stand in two places: each is changed by itself.
    tree.records = tree.records.map((record) => ({ ...record }));
    const name = pick(Object.keys(CHANGES), draw);
    CHANGES[name]?.(tree, donor ?? tree, draw);
    how += ` ${name};`;
  }
  return how;
}
