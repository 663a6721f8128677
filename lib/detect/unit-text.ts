import { normalizeSerial, normalizeText } from '#lib/component/normalize.ts';
import { isPlaceholder } from '#lib/component/placeholder.ts';
import type { PlatformIdentity, Unit } from '#lib/component/types.ts';
import { visibleText } from '#lib/component/visible-text.ts';
import { ownerText, partText } from '#lib/device/unit/unit-text.ts';

/** One unit in a few words, safe to print: kind, product, version where it is software, serial where it has one. */
export function describeUnit(unit: Unit): string {
  const isVersioned = unit.category === 'firmware' || unit.category === 'operating-system';
  const version = isVersioned && !isPlaceholder(unit.model) && unit.revision !== null ? ` ${visibleText(unit.revision)}` : '';
  return `${partText(unit)}${version}${ownerText(unit)}`;
}

/** How many parts went with an assembly, to stand behind its name. */
export const partsText = (count: number): string => (count === 0 ? '' : `, with the ${count} ${count === 1 ? 'part' : 'parts'} inside it,`);

/** Where a unit sits, in a few words. */
export function placeText({ slot, nesting }: Unit): string {
  const inside = nesting?.inside?.name;
  const parts = [...(slot === null ? [] : [visibleText(slot)]), ...(inside === undefined ? [] : [`inside ${visibleText(inside)}`])];
  if (parts.length > 0) return parts.join(' ');
  return nesting == null ? 'an unnamed slot' : 'the device itself';
}

/** One unit or none, in a few words. */
export const describeUnitOrNone = (unit: Unit | null): string | null => (unit === null ? null : describeUnit(unit));

/**
 * What makes a unit this unit in a finding's id: category, names, serial and revision, normalized.
 * Provenance and class are no part of it, so the id survives another file and another tool.
 */
export function unitKey(unit: Unit | null): string {
  if (unit === null) return '-';
  const { category, manufacturer, model, serial, revision } = unit;
  const texts = [manufacturer, model, revision].map((text) => (isPlaceholder(text) ? '' : normalizeText(text ?? '')));
  // Firmware has no serial: what tells it from another card's is the card.
  const owner = category === 'firmware' && unit.nesting?.inside != null ? [normalizeText(unit.nesting.inside.name)] : [];
  return [category, ...texts, isPlaceholder(serial) ? '' : normalizeSerial(serial ?? ''), ...owner].join('|');
}

/** A platform in a few words. */
export function describePlatform(identity: PlatformIdentity): string {
  const product = [identity.manufacturer, identity.model].filter((part) => part !== null && part.trim() !== '').join(' ');
  const serial = identity.serial === null ? 'without a serial' : `serial ${identity.serial}`;
  return product === '' ? `platform ${serial}` : `${product}, ${serial}`;
}
