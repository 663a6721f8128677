import { categoryOf } from '#lib/component/category.ts';
import { CATEGORIES, type Category, type ComponentClass } from '#lib/component/types.ts';
import { firstValue } from './device-properties.ts';
import { OWN } from './own-names.ts';
import type { NamedValue } from './types.ts';

/**
 * Words of `cdx:device:deviceType` and `cdx:device:function`, in the order in which they are asked:
 * an "Ethernet controller" is network, a "memory controller" is a controller.
 */
const WORDS: readonly { readonly category: Category; readonly words: RegExp }[] = [
  { category: 'security-module', words: /\b(?:tpm|hsm|secure element|security module|trusted platform module)\b/i },
  { category: 'network', words: /\b(?:nic|ethernet|network|wi-?fi|wlan|bluetooth|modem)\b/i },
  { category: 'controller', words: /\b(?:controller|bmc|hba|raid|bridge|chipset)\b/i },
  { category: 'accelerator', words: /\b(?:gpu|accelerator|fpga|dpu)\b/i },
  { category: 'memory', words: /\b(?:memory|dimm|so-?dimm|ram|dram|ddr[2-6]?)\b/i },
  { category: 'storage', words: /\b(?:storage|ssd|hdd|nvme|disk|drive|emmc|flash)\b/i },
  { category: 'processor', words: /\b(?:processor|cpu|soc|microcontroller|mcu)\b/i },
  { category: 'cooling', words: /\b(?:fan|cooling|heat ?sink|pump)\b/i },
  { category: 'power', words: /\b(?:power|psu|battery|voltage regulator)\b/i },
  { category: 'board', words: /\b(?:mainboard|motherboard|baseboard|board|pcb|backplane|riser)\b/i },
  { category: 'chassis', words: /\b(?:chassis|enclosure)\b/i },
  { category: 'input-output', words: /\b(?:keyboard|mouse|display|audio|usb|serial port|input|output)\b/i },
];
/** A device is never firmware or software, whatever it says. */
const HARDWARE = CATEGORIES.filter((category) => !['firmware', 'operating-system', 'software'].includes(category));
/** Characters of a hint that are looked at. */
const MAX_HINT = 200;

interface Described {
  readonly type: string;
  readonly class: ComponentClass | null;
  readonly model: string;
  readonly properties: readonly NamedValue[];
}

/**
 * What kind of part a component is. Only a class, or a property that the author filled in, tells of hardware;
 * a component without a type counts as a device when it carries either.
 */
export function categoryOfComponent(component: Described): Category {
  switch (component.type) {
    case 'firmware':
      return 'firmware';
    case 'operating-system':
      return 'operating-system';
    case 'device':
    case 'hardware':
      return deviceCategory(component);
    default:
      return component.type === '' && isMarkedAsDevice(component) ? deviceCategory(component) : 'software';
  }
}

function deviceCategory({ class: componentClass, model, properties }: Described): Category {
  const said = firstValue(properties, OWN.category);
  const own = HARDWARE.find((category) => category === said);
  if (own !== undefined) return own;
  if (componentClass !== null) return categoryOf(componentClass);
  const hints = ['cdx:device:deviceType', 'cdx:device:function'].map((name) => firstValue(properties, name)?.slice(0, MAX_HINT) ?? '');
  for (const hint of hints) {
    const found = WORDS.find(({ words }) => words.test(hint));
    if (found !== undefined) return found.category;
  }
  return categoryOf(null, { model });
}

function isMarkedAsDevice({ class: componentClass, properties }: Described): boolean {
  return componentClass !== null || properties.some(({ name }) => name.startsWith('cdx:device:'));
}
