import { CLASS_REGISTRY } from './class-registry.ts';
import { normalizeText } from './normalize.ts';
import type { Category, ComponentClass } from './types.ts';

/** Whole TCG values that don't go with the rest of their group; the group stands in TCG_GROUPS. */
const TCG_EXCEPTIONS: Readonly<Record<string, Category>> = {
  '00010004': 'accelerator',
  '00010005': 'accelerator',
  '00010006': 'accelerator',
  '00010007': 'accelerator',
  '00040009': 'security-module',
  '00050004': 'network',
  '0005000F': 'network',
  // One vendor's BMC is 00060003 in one output and 00050012 in another.
  '00060003': 'controller',
};

/** By the upper half of a TCG value. */
const TCG_GROUPS: Readonly<Record<string, Category>> = {
  '0001': 'processor',
  '0002': 'chassis',
  '0003': 'board',
  '0005': 'controller',
  '0006': 'memory',
  '0007': 'storage',
  '0008': 'storage',
  '0009': 'network',
  '000A': 'power',
  '000D': 'cooling',
  '000E': 'input-output',
  '0013': 'firmware',
};

/** By SMBIOS structure type. */
const SMBIOS_TYPES: Readonly<Record<string, Category>> = {
  '00': 'firmware',
  '01': 'chassis',
  '02': 'board',
  '03': 'chassis',
  '04': 'processor',
  '05': 'controller',
  '06': 'memory',
  '07': 'processor',
  '08': 'input-output',
  '09': 'board',
  '0A': 'controller',
  '10': 'board',
  '11': 'memory',
  '15': 'input-output',
  '16': 'power',
  '1B': 'cooling',
  '27': 'power',
  '29': 'controller',
  '2A': 'controller',
  '2B': 'security-module',
};

/** By base class, or base class and subclass, of the PCI class code. */
const PCIE_CLASSES: Readonly<Record<string, Category>> = {
  '0108': 'storage',
  '02': 'network',
  '0302': 'accelerator',
  '09': 'input-output',
  '0B': 'processor',
  '0D': 'network',
  '10': 'security-module',
  '11': 'accelerator',
  '12': 'accelerator',
};

/** Whole normalized models of documents without classes. Nothing else is concluded from a name. */
const MODELS_WITHOUT_CLASS: Readonly<Record<string, Category>> = {
  chassis: 'chassis',
  baseboard: 'board',
  motherboard: 'board',
  'system board': 'board',
  bios: 'firmware',
  uefi: 'firmware',
  'system bios': 'firmware',
  'system firmware': 'firmware',
  processor: 'processor',
  cpu: 'processor',
  memory: 'memory',
  dimm: 'memory',
  tpm: 'security-module',
  'tpm 2.0': 'security-module',
  'power supply': 'power',
  battery: 'power',
};

/**
 * The category of a class, by table. A class that its registry doesn't list is in the category of its group, else `other`.
 * Names count only where there is no class at all (configuration 1.0), and only a few whole ones.
 * @param hint  what the document says beside the class
 */
export function categoryOf(
  componentClass: ComponentClass | null,
  hint: { readonly model?: string; readonly manufacturer?: string } = {},
): Category {
  if (componentClass === null) return lookUp(MODELS_WITHOUT_CLASS, normalizeText(hint.model ?? '')) ?? 'other';
  const digits = componentClass.value.toUpperCase();
  if (!/^[0-9A-F]{8}$/.test(digits)) return 'other';
  switch (componentClass.registry) {
    case CLASS_REGISTRY.tcg:
      return lookUp(TCG_EXCEPTIONS, digits) ?? lookUp(TCG_GROUPS, digits.slice(0, 4)) ?? 'other';
    case CLASS_REGISTRY.smbios:
      return lookUp(SMBIOS_TYPES, digits.slice(2, 4)) ?? 'other';
    case CLASS_REGISTRY.pcie:
      return lookUp(PCIE_CLASSES, digits.slice(2, 6)) ?? lookUp(PCIE_CLASSES, digits.slice(2, 4)) ?? 'controller';
    case CLASS_REGISTRY.storage:
      return 'storage';
    default:
      return 'other';
  }
}

/** A hostile model may be `constructor`. */
function lookUp(table: Readonly<Record<string, Category>>, key: string): Category | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined;
}
