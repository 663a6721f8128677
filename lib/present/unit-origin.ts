import { type FieldReading, fieldReadings, type UnitSource } from '#lib/component/field-readings.ts';
import type { Unit } from '#lib/component/types.ts';
import { visibleText } from '#lib/component/visible-text.ts';
import type { DeviceDocument, StateUnit } from '#lib/device/types.ts';
import { catalogueOf, type Locale } from '#lib/i18n/catalogue.ts';
import { type MessageKey, translate } from '#lib/i18n/message.ts';
import type { InventoryComponent } from '#lib/inventory/types.ts';

/** One field: what the source wrote, and what it is compared as. Safe to show as text. */
export interface OriginField {
  readonly label: string;
  /** The member of the source's row; null where there is no such choice. */
  readonly member: string | null;
  readonly written: string;
  /** In words where the text says nothing. */
  readonly compared: string;
  /** The rules that made the one out of the other, in words; null where both are the same. */
  readonly rules: string | null;
}

/** Where a unit comes from: its fields as written, and the whole row. */
export interface UnitOrigin {
  readonly fields: readonly OriginField[];
  /** The row as JSON; null where the document has no row beside its fields. */
  readonly raw: string | null;
  /** Where the row stands in the file. */
  readonly path: string | null;
}

/** Characters of a row that a page shows; the file has the rest. */
export const MAX_RAW = 2000;

/** The origin of a component of an inventory. */
export function componentOrigin(locale: Locale, component: InventoryComponent): UnitOrigin {
  return { fields: fieldsOf(locale, component, component), raw: rawText(component.raw), path: visibleText(component.path) };
}

/** Finds the origin of the units of a device in its documents; null for a unit whose document is not at hand. */
export function unitOrigins(locale: Locale, documents: readonly DeviceDocument[]): (unit: StateUnit) => UnitOrigin | null {
  const byId = new Map(documents.map((document) => [document.read.id, document.read.document]));
  return (unit) => {
    const { documentId, index } = unit.provenance;
    const document = byId.get(documentId);
    if (document === undefined) return null;
    const component = document.kind === 'inventory' ? document.components[index] : undefined;
    return component === undefined ? { fields: fieldsOf(locale, unit, null), raw: null, path: null } : componentOrigin(locale, component);
  };
}

const LABELS: Readonly<Record<FieldReading['field'], MessageKey>> = {
  manufacturer: 'difference.field.manufacturer',
  model: 'difference.field.model',
  serial: 'difference.field.serial',
  revision: 'difference.field.revision',
  slot: 'difference.field.slot',
  addresses: 'difference.field.address',
};

function fieldsOf(locale: Locale, unit: Unit, source: UnitSource | null): readonly OriginField[] {
  const words: Readonly<Record<string, string>> = catalogueOf(locale).difference.equalBy;
  return fieldReadings(unit, source).map(({ field, member, written, compared, rules }) => ({
    label: translate(locale, LABELS[field]),
    member: member === null ? null : visibleText(member),
    written: visibleText(written),
    compared: compared === null ? translate(locale, 'difference.origin.nothing') : visibleText(compared),
    rules: rules.length === 0 ? null : rules.map((rule) => words[rule] ?? rule).join(', '),
  }));
}

function rawText(raw: unknown): string {
  const text = visibleText(JSON.stringify(raw, null, 1) ?? '').replaceAll('\\u{000A}', '\n');
  return text.length > MAX_RAW ? `${text.slice(0, MAX_RAW)}…` : text;
}
