import { type PciNumbers, pciNumbers } from './registry-strings.ts';
import type { Component } from './types.ts';

/** Names by PCI numbers. For display alone: no comparison and no verdict rests on them. */
export interface PciNames {
  /** Name of a vendor by 4 hexadecimal digits; null when the list doesn't have it. */
  readonly vendor: (vendor: string) => string | null;
  readonly device: (vendor: string, device: string) => string | null;
}

/** A list without a name. */
export const NO_PCI_NAMES: PciNames = { vendor: () => null, device: () => null };

/** Octets of a list that are read; the list of 2018 has 1.1 MB. */
export const MAX_PCI_LIST_BYTES = 16 * 1024 * 1024;

interface Vendor {
  readonly name: string;
  readonly devices: Map<string, string>;
}

const HEX_DIGITS = 4;
/** After the vendors come classes, each with a letter before its number. */
const CLASSES = 'C ';

/**
 * Reads a list in the form of pci.ids: vendors at the line's start, devices behind one tab, subsystems behind two. Lines of another
 * form are passed over.
 * @spec the PCI ID database's own description of its form, at the head of pci.ids
 */
export function parsePciIds(list: string): PciNames {
  const vendors = new Map<string, Vendor>();
  let current: Vendor | undefined;
  for (const line of list.slice(0, MAX_PCI_LIST_BYTES).split('\n')) {
    if (line === '' || line.startsWith('#') || line.startsWith('\t\t')) continue;
    if (line.startsWith(CLASSES)) break;
    const isDevice = line.startsWith('\t');
    const start = isDevice ? 1 : 0;
    const number = line.slice(start, start + HEX_DIGITS).toLowerCase();
    const name = line.slice(start + HEX_DIGITS).trim();
    if (isDevice) current?.devices.set(number, name);
    else {
      current = { name, devices: new Map() };
      vendors.set(number, current);
    }
  }
  return {
    vendor: (vendor) => vendors.get(vendor.toLowerCase())?.name ?? null,
    device: (vendor, device) => vendors.get(vendor.toLowerCase())?.devices.get(device.toLowerCase()) ?? null,
  };
}

/** What the PCI numbers of a component mean, for a person; null where it has none, or the list knows none of them. */
export function pciMeaning(component: Pick<Component, 'class' | 'manufacturer' | 'model'>, names: PciNames): string | null {
  const numbers = pciNumbers(component);
  if (numbers === null) return null;
  const said = namesOf(numbers, names).filter((name) => name !== null);
  return said.length === 0 ? null : said.join(', ');
}

function namesOf({ vendor, subsystemVendor, device }: PciNumbers, names: PciNames): readonly (string | null)[] {
  const subsystem = subsystemVendor === '' || subsystemVendor === vendor ? null : names.vendor(subsystemVendor);
  return [names.vendor(vendor), names.device(vendor, device), subsystem === null ? null : `on a card of ${subsystem}`];
}
