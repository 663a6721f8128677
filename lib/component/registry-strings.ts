import { CLASS_REGISTRY } from './class-registry.ts';
import type { Component } from './types.ts';

/** The numbers of a PCI function as a class registry writes them into its texts: hexadecimal, empty where one isn't said. */
export interface PciNumbers {
  readonly vendor: string;
  readonly subsystemVendor: string;
  readonly device: string;
  readonly subsystem: string;
}

/** First octet of a class of the storage registry that stands for NVMe. */
const NVME = '02';

/**
 * The PCI numbers in the texts of a component: manufacturer `VID:SVID:…` and model `DID:SSID:…` by the PCIe registry, manufacturer
 * `VID:SSVID:OUI` by the storage registry. Null for components of other registries.
 * @spec TCG PCIe-based Component Class Registry 1.0 section 3; TCG Storage Component Class Registry 1.0 (NVMe)
 */
export function pciNumbers(component: Pick<Component, 'class' | 'manufacturer' | 'model'>): PciNumbers | null {
  const registry = component.class?.registry;
  const [vendor = '', subsystemVendor = ''] = splitAtMost(component.manufacturer, 2);
  if (registry === CLASS_REGISTRY.pcie) {
    const [device = '', subsystem = ''] = splitAtMost(component.model, 2);
    return { vendor, subsystemVendor, device, subsystem };
  }
  if (registry !== CLASS_REGISTRY.storage || component.class?.value.startsWith(NVME) !== true) return null;
  return { vendor, subsystemVendor, device: '', subsystem: '' };
}

/**
 * A text split at its first colons; the rest stays whole, because the last part may hold colons itself (a subsystem's NVMe
 * qualified name does).
 * @param splits how many colons count
 */
export function splitAtMost(text: string, splits: number): readonly string[] {
  const parts = text.split(':');
  return parts.length <= splits + 1 ? parts : [...parts.slice(0, splits), parts.slice(splits).join(':')];
}
