import type { Category, PlatformIdentity, Property } from '#lib/component/types.ts';
import { isMembers } from '#lib/encoding/members.ts';
import { ParseError } from '#lib/encoding/parse-error.ts';
import { buildInventory, NO_PLATFORM } from './build-inventory.ts';
import { membersOf, type Notes, note, textOf } from './members.ts';
import { componentOf, namesPart, openRow, take } from './row.ts';
import { MAX_COMPONENTS } from './schema.ts';
import type { Inventory, InventoryComponent } from './types.ts';

/** Classes of nodes that are parts. Buses, bridges, volumes and generic nodes are how parts hang together. */
const CLASSES: Readonly<Record<string, Category>> = {
  memory: 'memory',
  processor: 'processor',
  storage: 'controller',
  disk: 'storage',
  network: 'network',
  display: 'controller',
  multimedia: 'controller',
  communication: 'controller',
  power: 'power',
  printer: 'input-output',
  tape: 'storage',
};

interface Node {
  readonly value: Readonly<Record<string, unknown>>;
  readonly path: string;
  readonly parent: Node | null;
}

/**
 * Reads the hardware tree that `lshw -json` prints: one object, or a list of one. Parts are nodes of the classes above, the board, and
 * the firmware; caches, empty banks and interfaces made of software are none. Run without root, the tool leaves serial numbers and memory modules out.
 * @throws ParseError 'bad-value' | 'duplicate-key' | 'too-large' | 'too-many', with the path
 */
export function readLshw(value: unknown, notes: Notes): Inventory {
  const isList = Array.isArray(value);
  const root: unknown = isList ? value[0] : value;
  if (isList && value.length > 1) throw new ParseError('too-many', `${value.length} systems in one file; one is read`, { path: '' });
  const nodes = nodesOf(root, isList ? '[0]' : '').filter((node) => kindOf(node) !== undefined);
  const virtual = new Set(nodes.filter(isVirtualInterface));
  noteVirtual([...virtual], notes);
  const components = nodes.flatMap((node) => {
    const category = kindOf(node);
    if (category === undefined || virtual.has(node) || isEmptyBank(node, notes)) return [];
    const component = readNode(node, category, notes);
    return namesPart(component, notes) ? [component] : [];
  });
  const properties = systemProperties(root, notes);
  return buildInventory({ format: 'lshw', collector: 'lshw', platform: readSystem(root, notes), components, properties }, notes);
}

/** The name of the host, which is how the tool calls the root of its tree, and the UUID of the system. */
function systemProperties(root: unknown, notes: Notes): readonly Property[] {
  if (!isMembers(root) || root.class !== 'system') return [];
  const configuration = isMembers(root.configuration) ? membersOf(root.configuration, 'configuration') : null;
  return [
    { name: 'Host Name', value: textOf(membersOf(root, '').take(['ID']), notes) },
    { name: 'UUID', value: textOf(configuration?.take(['UUID']), notes) },
  ].flatMap(({ name, value }) => (value === null ? [] : [{ name, value, status: null }]));
}

/** Every node, parents first, without recursion. The depth is limited by the JSON reader. @throws ParseError 'too-many' | 'bad-value' */
function nodesOf(root: unknown, path: string): readonly Node[] {
  const open: { value: unknown; path: string; parent: Node | null }[] = [{ value: root, path, parent: null }];
  const nodes: Node[] = [];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { value, path: at, parent } = next;
    if (!isMembers(value)) throw new ParseError('bad-value', `wanted an object at ${at}`, { path: at });
    if (nodes.length > MAX_COMPONENTS) throw new ParseError('too-many', `more than ${MAX_COMPONENTS} nodes`, { path: at });
    const node = { value, path: at, parent };
    nodes.push(node);
    const children: readonly unknown[] = Array.isArray(value.children) ? value.children : [];
    const below = at === '' ? 'children' : `${at}.children`;
    for (let index = children.length - 1; index >= 0; index -= 1)
      open.push({ value: children[index], path: `${below}[${index}]`, parent: node });
  }
  return nodes;
}

function kindOf({ value, parent }: Node): Category | undefined {
  const id = typeof value.id === 'string' ? (value.id.split(':', 1)[0] ?? '') : '';
  const kind = typeof value.class === 'string' ? value.class : '';
  if (kind === 'bus' && id === 'core' && parent?.parent === null) return 'board';
  if (kind === 'memory') return memoryKind(id);
  if (kind === 'processor' && value.disabled === true) return undefined;
  // An NVMe controller is the drive itself.
  if (kind === 'storage' && id === 'nvme') return 'storage';
  return Object.hasOwn(CLASSES, kind) ? CLASSES[kind] : undefined;
}

/** What Linux calls the drivers of interfaces that are made of software: bridges, tunnels, the ends of a container's network. */
const SOFTWARE_DRIVERS: ReadonlySet<string> = new Set([
  ...['bridge', 'veth', 'tun', 'bonding', 'team', 'dummy', 'macvlan', 'ipvlan', 'vxlan', '802.1q vlan support', 'openvswitch'],
  ...['wireguard', 'geneve', 'vrf', 'ifb', 'ipip', 'ip6tnl', 'sit', 'gre', 'nlmon'],
]);

/** An interface on no bus, of no maker, whose driver is software: it comes and goes with containers, and is no part. */
function isVirtualInterface({ value }: Node): boolean {
  if (value.class !== 'network' || value.businfo !== undefined || value.vendor !== undefined || value.product !== undefined) return false;
  const driver = isMembers(value.configuration) ? value.configuration.driver : undefined;
  return typeof driver === 'string' && SOFTWARE_DRIVERS.has(driver.toLowerCase());
}

function noteVirtual([first, ...others]: readonly Node[], notes: Notes): void {
  if (first === undefined) return;
  const count = others.length + 1;
  const what = count === 1 ? '1 network interface is made' : `${count} network interfaces are made`;
  note(notes, {
    code: 'virtual-interface',
    detail: `${what} of software, such as a bridge or the end of a container; no part`,
    path: first.path,
  });
}

/** The tool marks a bank without a module; what its firmware writes there, such as NO DIMM, names nothing. */
function isEmptyBank({ value, path }: Node, notes: Notes): boolean {
  if (value.class !== 'memory' || value.size !== undefined || !/\[empty\]$/i.test(String(value.description ?? ''))) return false;
  note(notes, { code: 'empty-row', detail: 'the bank is marked as empty', path });
  return true;
}

/** A bank is a module. The system's memory as a whole and the caches of a processor are no parts. */
function memoryKind(id: string): Category | undefined {
  if (id === 'firmware') return 'firmware';
  return id === 'bank' ? 'memory' : undefined;
}

function readNode({ value, path }: Node, category: Category, notes: Notes): InventoryComponent {
  const { children: _, ...own } = value;
  const row = openRow(own, path, notes);
  take(row, 'manufacturer', ['VENDOR']);
  if (category !== 'firmware') take(row, 'model', ['PRODUCT']);
  const serial = take(row, 'serial', ['SERIAL']);
  take(row, 'revision', ['VERSION']);
  take(row, 'slot', ['SLOT', 'BUSINFO']);
  if (category !== 'network' || serial === null) return componentOf(row, { category });
  // The serial of a network interface is its address.
  row.texts.delete('serial');
  row.from.delete('serial');
  return componentOf(row, { category, addresses: [{ kind: addressKind(own), value: serial }] });
}

function addressKind(node: Readonly<Record<string, unknown>>): string {
  const { capabilities } = node;
  const isWireless =
    (isMembers(capabilities) && Object.hasOwn(capabilities, 'wireless')) || /wireless/i.test(String(node.description ?? ''));
  return isWireless ? 'wlan-mac' : 'ethernet-mac';
}

function readSystem(root: unknown, notes: Notes): PlatformIdentity {
  if (!isMembers(root)) return NO_PLATFORM;
  const members = membersOf(root, '');
  const text = (name: string): string | null => textOf(members.take([name]), notes);
  return { manufacturer: text('VENDOR'), model: text('PRODUCT'), version: text('VERSION'), serial: text('SERIAL') };
}
