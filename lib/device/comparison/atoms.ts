import type { StateUnit } from '../types.ts';
import { firmwareKey, productKey, revisionKey, serialKey } from '../unit/unit-pool.ts';
import type { Row } from './compare.ts';

/** The smallest thing that can be authorized: one unit that enters, leaves, or becomes something. */
export interface Atom {
  readonly action: '+' | '-' | '~';
  /** Which unit exactly, as far as it can be told. */
  readonly key: string;
  /** Its product, for the case that only one side knows a serial; null where the serial is no question. */
  readonly product: string | null;
  readonly unit: StateUnit;
}

/** By what a unit is told from others: its serial, else its revision. */
export const unitKey = (unit: StateUnit): string => serialKey(unit) ?? revisionKey(unit);

/** What a row does, unit by unit; empty where nothing that a certificate says could explain it. */
export function atomsOf({ kind, before, after }: Row): readonly Atom[] {
  switch (kind) {
    case 'component-added':
    case 'component-removed':
    case 'component-replaced':
      return [...(before === null ? [] : [moved('-', before)]), ...(after === null ? [] : [moved('+', after)])];
    case 'firmware-changed':
    case 'revision-changed':
      return after === null ? [] : [{ action: '~', key: becomes(after), product: null, unit: after }];
    case 'same':
    case 'component-moved':
    case 'attribute-only':
    case 'serial-unconfirmed':
    case 'not-collected':
    case 'not-reported':
      return [];
    default:
      return kind satisfies never;
  }
}

/** One text for an atom, for sets and maps. */
export const atomText = ({ action, key }: Atom): string => `${action}${key}`;

const moved = (action: '+' | '-', unit: StateUnit): Atom => ({ action, key: unitKey(unit), product: productKey(unit), unit });

/** Firmware is told by class and manufacturer and becomes a version; another part keeps its serial and becomes a revision. */
const becomes = (unit: StateUnit): string =>
  `${unit.category === 'firmware' ? firmwareKey(unit) : (serialKey(unit) ?? productKey(unit))} ${revisionKey(unit)}`;
