import type { PlatformIdentity } from '#lib/component/types.ts';
import { visibleText } from '#lib/component/visible-text.ts';
import { formatName } from './identify.ts';
import type { Inventory } from './types.ts';

/** One line for a person, such as `paccor inventory of Acme X1, serial 123: 6 components`. */
export function describeInventory({ format, platform, components, events, measurements }: Inventory): string {
  const counts = [
    ...(components.length === 0 && events.length > 0 ? [] : [counted(components.length, 'component')]),
    ...(events.length === 0 ? [] : [counted(events.length, 'event')]),
    ...(measurements.length === 0 ? [] : [counted(measurements.length, 'reported digest')]),
  ];
  return visibleText(`${formatName(format)} of ${platformText(platform)}: ${counts.join(', ')}`);
}

function platformText(platform: PlatformIdentity): string {
  const name = [platform.manufacturer, platform.model].filter((text) => text !== null && text !== '').join(' ');
  const serial = platform.serial === null || platform.serial === '' ? 'without serial' : `serial ${platform.serial}`;
  return `${name === '' ? 'an unnamed platform' : name}, ${serial}`;
}

const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;
