import type { DeviceGroup } from '#lib/device/statement/device-group.ts';
import type { Catalogue } from '#lib/i18n/catalogue.ts';
import { fill } from '#lib/i18n/fill.ts';
import { visibleText } from './visible-text.ts';

/** What limits the devices that a line is about, one text each; safe to show. */
export function groupLimits({ governed }: Pick<Catalogue, 'governed'>, { manufacturers, models, devices }: DeviceGroup): readonly string[] {
  const limit = (message: string, names: readonly string[]): readonly string[] =>
    names.length === 0 ? [] : [fill(message, { names: names.map(shown).join(', ') })];
  return [
    ...limit(governed.manufacturersText, manufacturers),
    ...limit(governed.modelsText, models),
    ...limit(governed.devicesText, devices),
  ];
}

/** A name that somebody wrote, as far as anybody can see it. */
export const shown = (text: string): string => visibleText(text) || '—';
