import { normalizeAddress, normalizeSerial, normalizeText } from '#lib/component/normalize.ts';
import { isPlaceholder } from '#lib/component/placeholder.ts';
import { isSystemFirmwareClass } from '#lib/component/system-firmware.ts';
import type { Component, Unit } from '#lib/component/types.ts';
import type { StateUnit } from '../types.ts';

/**
 * A multiset of units that one delta is applied to; a unit is found in constant time by what a line may say of it.
 * Changes stay inside: throw the pool away and nothing happened.
 */
export interface UnitPool {
  /** Never copied: a hostile certificate may repeat one unit fifty thousand times. */
  readonly find: (key: string) => ReadonlySet<StateUnit>;
  readonly remove: (unit: StateUnit) => void;
  readonly add: (unit: StateUnit) => void;
  /** In their order; what was added comes last. The last that is asked of a pool: it may go on as the pool of what it gave. */
  readonly units: () => readonly StateUnit[];
}

const NONE: ReadonlySet<StateUnit> = new Set();

/** Pools that nobody has changed since they gave these units. */
const left = new WeakMap<readonly StateUnit[], UnitPool>();

/**
 * A pool of the units, in their order. Units that a pool gave last are that pool again, whole: of fifty deltas each costs
 * what it changes. It is given once only, so that a second delta to the same units, or one after a contradiction, gets a pool of its own.
 */
export function unitPool(units: readonly StateUnit[]): UnitPool {
  const pool = left.get(units) ?? makePool(units);
  left.delete(units);
  return pool;
}

function makePool(units: readonly StateUnit[]): UnitPool {
  const held = new Set<StateUnit>();
  const byKey = new Map<string, Set<StateUnit>>();
  const add = (unit: StateUnit): void => {
    held.add(unit);
    for (const key of keysOf(unit)) byKey.set(key, (byKey.get(key) ?? new Set()).add(unit));
  };
  for (const unit of units) add(unit);
  const pool: UnitPool = {
    find: (key) => byKey.get(key) ?? NONE,
    remove(unit) {
      held.delete(unit);
      for (const key of keysOf(unit)) byKey.get(key)?.delete(unit);
    },
    add,
    units() {
      const now = [...held];
      left.set(now, pool);
      return now;
    },
  };
  return pool;
}

/** The unit's serial for comparison; null where it means nothing. */
export const serialOf = ({ serial }: Component): string | null =>
  serial === null || isPlaceholder(serial) ? null : normalizeSerial(serial);

const said = (text: string | null): string => (text === null || isPlaceholder(text) ? '' : normalizeText(text));
const classText = ({ class: value }: Component): string => (value === null ? '' : `${value.registry} ${value.value.trim().toUpperCase()}`);
const keyOf = (...parts: readonly string[]): string => JSON.stringify(parts);

const serialKeys = new WeakMap<Component, string | null>();

/** Manufacturer, model and a serial that means something; null without one. Made once for each unit: histories ask often. */
export function serialKey(unit: Component): string | null {
  const known = serialKeys.get(unit);
  if (known !== undefined) return known;
  const serial = serialOf(unit);
  const key = serial === null ? null : keyOf('serial', said(unit.manufacturer), said(unit.model), serial);
  serialKeys.set(unit, key);
  return key;
}

/** Manufacturer, model and revision of a unit without a serial. */
export const revisionKey = (unit: Component): string => keyOf('revision', said(unit.manufacturer), said(unit.model), said(unit.revision));

/** Manufacturer and model of a unit without a serial. */
export const productKey = (unit: Component): string => keyOf('product', said(unit.manufacturer), said(unit.model));

/** Manufacturer, model and one of the addresses of a unit without a serial; none without addresses. */
export const addressKeys = (unit: Component): readonly string[] =>
  unit.addresses.flatMap(({ value }) => {
    const address = normalizeAddress(value);
    return address === null ? [] : [keyOf('address', said(unit.manufacturer), said(unit.model), address)];
  });

/** Class and manufacturer of firmware, which has no serial. */
export const firmwareKey = (unit: Unit): string => keyOf('firmware', classText(unit), said(unit.manufacturer));

/**
 * Manufacturer of the firmware that starts the platform, whatever its class: the SMBIOS registry puts characteristics of a version into it, and
 * codes drift between issuers. Null for other firmware.
 */
export const systemFirmwareKey = (unit: Unit): string | null =>
  unit.class !== null && isSystemFirmwareClass(unit.class) ? keyOf('system firmware', said(unit.manufacturer)) : null;

/** A key narrowed to one class: the class breaks ties and decides nothing else. */
export const inClass = (key: string, unit: Component): string => `${key} ${classText(unit)}`;

function keysOf(unit: StateUnit): readonly string[] {
  const serial = serialKey(unit);
  const keys = serial === null ? [revisionKey(unit), productKey(unit), ...addressKeys(unit)] : [serial];
  const firmware = unit.category === 'firmware' ? [firmwareKey(unit), systemFirmwareKey(unit)].filter((key) => key !== null) : [];
  return [...keys, ...keys.map((key) => inClass(key, unit)), ...firmware];
}
