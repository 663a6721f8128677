import { CLASS_REGISTRY } from '#lib/component/class-registry.ts';
import type { UnitChange } from '#lib/component/diff.ts';
import { normalizeSerial, normalizeText } from '#lib/component/normalize.ts';
import { isPlaceholder } from '#lib/component/placeholder.ts';
import type { PlatformIdentity, Unit } from '#lib/component/types.ts';
import type { Observation } from '../types.ts';
import type { Row } from './compare.ts';

/** The rule that makes a part equal to the platform that the other side names. */
const BY_PLATFORM = 'platform-itself';
/** Structure type of the system, in the second octet of a class value. */
const SYSTEM = '01';

type Named = Pick<PlatformIdentity, 'manufacturer' | 'model' | 'serial'>;

/** What the two sides of a comparison say of the platform itself; null where they say nothing. */
export interface Platforms {
  readonly before: Named | null;
  readonly after: Named | null;
}

/**
 * Some collectors list the whole system as one part, and others name it in the head of what they report alone. A system that one side lists, and
 * that the other side names as its platform with the same manufacturer, model and serial number, neither left nor entered.
 * @spec TCG SMBIOS Component Class Registry 1.01 (System Information, type 1)
 */
export function withPlatformItself(row: Row, platforms: Platforms): Row {
  return isPlatformItself(row, platforms) ? { ...row, kind: 'same', change: 'unchanged', equalBy: [BY_PLATFORM] } : row;
}

/** Whether what one side alone lists is the platform that the other one names. */
export function isPlatformItself(row: Pick<UnitChange, 'before' | 'after'>, { before, after }: Platforms): boolean {
  if (row.before !== null && row.after !== null) return false;
  return row.before === null ? row.after !== null && isPlatform(row.after, before) : isPlatform(row.before, after);
}

function isPlatform(unit: Unit, platform: Named | null): boolean {
  if (platform === null || unit.class?.registry !== CLASS_REGISTRY.smbios || unit.class.value.slice(2, 4) !== SYSTEM) return false;
  return (
    !isPlaceholder(unit.model) &&
    said(unit.manufacturer) === said(platform.manufacturer) &&
    said(unit.model) === said(platform.model) &&
    [numberOf(platform.serial), ''].includes(numberOf(unit.serial))
  );
}

const said = (text: string | null): string => (text === null || isPlaceholder(text) ? '' : normalizeText(text));
const numberOf = (text: string | null): string => (text === null || isPlaceholder(text) ? '' : normalizeSerial(text));

/** The platform that a report names; null where it names none. */
export function platformOf({ document }: Observation): PlatformIdentity | null {
  const content = document.read.document;
  if (content?.kind === 'inventory') return content.platform;
  return content?.kind === 'cyclonedx-bom' ? content.subject : null;
}
