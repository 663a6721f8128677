import { visibleText } from '#lib/component/visible-text.ts';
import type { Inventory } from './types.ts';

/** One line for a person, such as `paccor inventory of Acme X1, serial 123: 6 components`. */
export function describeInventory({ format, platform, components }: Inventory): string {
  const name = [platform.manufacturer, platform.model].filter((text) => text !== null && text !== '').join(' ');
  const serial = platform.serial === null || platform.serial === '' ? 'without serial' : `serial ${platform.serial}`;
  const count = components.length === 1 ? '1 component' : `${components.length} components`;
  return visibleText(`${format} inventory of ${name === '' ? 'an unnamed platform' : name}, ${serial}: ${count}`);
}
