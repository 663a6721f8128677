import type { PciNames } from '#lib/component/pci-names.ts';
import { CATEGORIES } from '#lib/component/types.ts';
import type { DeviceState } from '#lib/device/device-state.ts';
import type { Locale } from '#lib/i18n/catalogue.ts';
import { translate } from '#lib/i18n/message.ts';
import { type UnitCell, unitCells } from '#lib/present/unit-cells.ts';
import { unitOrigins } from '#lib/present/unit-origin.ts';

/** What was observed, by kind of part, where nothing is expected that it could be compared with. */
export interface ObservedParts {
  readonly groups: readonly { readonly word: string; readonly parts: readonly { readonly key: string; readonly cell: UnitCell }[] }[];
  /** Parts that the limit leaves out. */
  readonly left: number;
}

/** How many parts the device holds: as observed, or as expected before anything was observed. */
export const partCount = ({ observed, expected }: Pick<DeviceState, 'observed' | 'expected'>): number =>
  (observed ?? expected).units.length;

export interface ObservedQuestion {
  readonly locale: Locale;
  readonly device: Pick<DeviceState, 'observed' | 'documents'>;
  readonly limit: number;
  /** None: PCI numbers stand alone. */
  readonly pciNames?: PciNames;
}

export function observedParts({ locale, device, limit, pciNames }: ObservedQuestion): ObservedParts {
  const units = device.observed?.units ?? [];
  const originOf = unitOrigins(locale, device.documents);
  const named = pciNames === undefined ? {} : { pciNames };
  const shown = units.slice(0, limit);
  const groups = CATEGORIES.map((category) => ({
    word: translate(locale, `category.${category}`),
    parts: shown.flatMap((unit, index) => {
      if (unit.category !== category) return [];
      const cell = unitCells(locale, { expected: null, observed: unit, originOf, ...named }).observed;
      return cell === null ? [] : [{ key: `${category}-${index}`, cell }];
    }),
  }));
  return { groups: groups.filter(({ parts }) => parts.length > 0), left: units.length - shown.length };
}
