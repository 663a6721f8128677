import type { PlatformIdentity, Unit } from '#lib/component/types.ts';
import { visibleText } from '#lib/component/visible-text.ts';

/** White space, width and case that never make two units different. */
const folded = (text: string | null): string => (text ?? '').normalize('NFKC').replace(/\s+/gu, ' ').trim().toUpperCase();

/**
 * One unit in a few words: what it is, its version where it is software, and its serial where it has one.
 * Invisible characters of the file are made visible.
 */
export function describeUnit(unit: Unit): string {
  const product = [unit.manufacturer, unit.model].filter((part) => part.trim() !== '').join(' ');
  const version = unit.category === 'firmware' || unit.category === 'operating-system' ? unit.revision : null;
  const name = [product === '' ? 'without a name' : product, version].filter((part) => part !== null).join(' ');
  return visibleText(`${unit.category} ${name}${unit.serial === null ? '' : `, serial ${unit.serial}`}`);
}

/** One unit or none, in a few words. */
export const describeUnitOrNone = (unit: Unit | null): string | null => (unit === null ? null : describeUnit(unit));

/**
 * What makes a unit this unit in a finding's id: category, names, serial and revision, folded.
 * Provenance and class are no part of it, so the id survives another file and another tool.
 */
export function unitKey(unit: Unit | null): string {
  if (unit === null) return '-';
  return [unit.category, ...[unit.manufacturer, unit.model, unit.serial, unit.revision].map(folded)].join('|');
}

/** A platform in a few words. */
export function describePlatform(identity: PlatformIdentity): string {
  const product = [identity.manufacturer, identity.model].filter((part) => part !== null && part.trim() !== '').join(' ');
  const serial = identity.serial === null ? 'without a serial' : `serial ${identity.serial}`;
  return product === '' ? `platform ${serial}` : `${product}, ${serial}`;
}
