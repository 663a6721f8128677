import { toHex } from '#lib/encoding/bytes.ts';
import { octetCursor } from '#lib/encoding/octet-cursor.ts';
import { GUID_OCTETS, guidText } from './guid.ts';
import { utf16Text } from './text.ts';

/** Nodes of one path. Real ones have fewer than 20. */
export const MAX_PATH_NODES = 128;
const NODE_HEAD = 4;
const END = 0x7f;
const SPEC = 'UEFI 2.10 section 10.3';

/** A node's own octets, and their numbers. */
interface PathNode {
  readonly octets: Uint8Array;
  readonly view: DataView;
}

/** One kind of node: how long it is at least, and its text. */
interface NodeText {
  readonly least: number;
  readonly text: (node: PathNode) => string;
}

const hex = (number: number | bigint): string => `0x${number.toString(16).toUpperCase()}`;
const guidAt = ({ octets }: PathNode, from: number): string => guidText(octets.subarray(from, from + GUID_OCTETS)).toUpperCase();
const ipv4 = (octets: Uint8Array): string => octets.join('.');

/** The bus of PCI and of PCI Express, as compressed EISA identifiers. */
const ROOTS: Readonly<Record<number, string>> = { 167985616: 'PciRoot', 168313296: 'PcieRoot' };

function acpiText({ view }: PathNode): string {
  const [hid, uid] = [view.getUint32(0, true), view.getUint32(4, true)];
  const root = ROOTS[hid];
  return root === undefined ? `Acpi(${hex(hid)},${hex(uid)})` : `${root}(${hex(uid)})`;
}

const SIGNATURE_GPT = 2;

function driveText(node: PathNode): string {
  const { view, octets } = node;
  const [partition, start, size] = [view.getUint32(0, true), view.getBigUint64(4, true), view.getBigUint64(12, true)];
  const gpt = octets[37] === SIGNATURE_GPT;
  const signature = gpt ? guidAt(node, 20) : hex(view.getUint32(20, true));
  return `HD(${partition},${gpt ? 'GPT' : 'MBR'},${signature},${hex(start)},${hex(size)})`;
}

/** By type and subtype. @spec UEFI 2.10 section 10.6.1.6, the text of device nodes */
const NODES: Readonly<Record<string, NodeText>> = {
  '1.1': { least: 2, text: ({ octets }) => `Pci(${hex(octets[1] ?? 0)},${hex(octets[0] ?? 0)})` },
  '1.3': {
    least: 20,
    text: ({ view }) => `MemoryMapped(${view.getUint32(0, true)},${hex(view.getBigUint64(4, true))},${hex(view.getBigUint64(12, true))})`,
  },
  '1.4': { least: 16, text: (node) => `VenHw(${guidAt(node, 0)})` },
  '2.1': { least: 8, text: acpiText },
  '3.1': { least: 4, text: ({ octets, view }) => `Ata(${octets[0]},${octets[1]},${view.getUint16(2, true)})` },
  '3.2': { least: 4, text: ({ view }) => `Scsi(${view.getUint16(0, true)},${view.getUint16(2, true)})` },
  '3.5': { least: 2, text: ({ octets }) => `USB(${octets[0]},${octets[1]})` },
  '3.10': { least: 16, text: (node) => `VenMsg(${guidAt(node, 0)})` },
  '3.11': { least: 33, text: ({ octets }) => `MAC(${toHex(octets.subarray(0, 6))},${octets[32]})` },
  '3.12': { least: 8, text: ({ octets }) => `IPv4(${ipv4(octets.subarray(4, 8))})` },
  '3.13': { least: 32, text: ({ octets }) => `IPv6(${toHex(octets.subarray(16, 32)).replace(/(.{4})(?=.)/g, '$1:')})` },
  '3.18': { least: 6, text: ({ view }) => `Sata(${view.getUint16(0, true)},${view.getUint16(2, true)},${view.getUint16(4, true)})` },
  '3.23': {
    least: 12,
    text: ({ view, octets }) =>
      `NVMe(${hex(view.getUint32(0, true))},${[...octets.subarray(4, 12)]
        .reverse()
        .map((octet) => octet.toString(16).padStart(2, '0').toUpperCase())
        .join('-')})`,
  },
  '3.24': { least: 0, text: ({ octets }) => `Uri(${Buffer.from(octets).toString('latin1')})` },
  '3.26': { least: 1, text: ({ octets }) => `SD(${octets[0]})` },
  '3.29': { least: 1, text: ({ octets }) => `eMMC(${octets[0]})` },
  '4.1': { least: 38, text: driveText },
  '4.2': { least: 20, text: ({ view }) => `CDROM(${view.getUint32(0, true)})` },
  '4.3': { least: 16, text: (node) => `VenMedia(${guidAt(node, 0)})` },
  '4.4': { least: 0, text: ({ octets }) => utf16Text(octets) },
  '4.5': { least: 16, text: (node) => `Media(${guidAt(node, 0)})` },
  '4.6': { least: 16, text: (node) => `FvFile(${guidAt(node, 0)})` },
  '4.7': { least: 16, text: (node) => `Fv(${guidAt(node, 0)})` },
  '4.8': { least: 20, text: ({ view }) => `Offset(${hex(view.getBigUint64(4, true))},${hex(view.getBigUint64(12, true))})` },
  '4.9': { least: 36, text: (node) => `RamDisk(${guidAt(node, 16)})` },
  '5.1': {
    least: 4,
    text: ({ view, octets }) =>
      `BBS(${view.getUint16(0, true)},${Buffer.from(octets.subarray(4)).toString('latin1').replace(/\0.*$/s, '')})`,
  },
};

/**
 * A device path as text, node by node with `/` between; a node that this program has no text for shows its octets.
 * @throws ParseError 'truncated', 'bad-value', 'too-many'
 * @spec UEFI 2.10 sections 10.3 and 10.6
 */
export function devicePathText(octets: Uint8Array): string {
  const cursor = octetCursor({ bytes: octets, order: 'little-endian', spec: SPEC });
  const texts: string[] = [];
  while (cursor.left() > 0) {
    const [type, subtype, length] = [cursor.u8('type'), cursor.u8('subType'), cursor.u16('length')];
    if (length < NODE_HEAD) throw cursor.refuse('bad-value', `a node of ${length} octets; its head alone has ${NODE_HEAD}`);
    const own = cursor.take(length - NODE_HEAD, 'node');
    if ((type & END) === END) break;
    if (texts.length === MAX_PATH_NODES) throw cursor.refuse('too-many', `more than ${MAX_PATH_NODES} nodes`);
    texts.push(nodeText({ type, subtype, own }));
  }
  return texts.join('/');
}

function nodeText({ type, subtype, own }: { readonly type: number; readonly subtype: number; readonly own: Uint8Array }): string {
  const known = NODES[`${type}.${subtype}`];
  if (known === undefined || own.length < known.least) return `Path(${type},${subtype},${toHex(own)})`;
  return known.text({ octets: own, view: new DataView(own.buffer, own.byteOffset, own.byteLength) });
}
