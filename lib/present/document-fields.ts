import { NO_PCI_NAMES, type PciNames, pciMeaning } from '#lib/component/pci-names.ts';
import { visibleText } from '#lib/component/visible-text.ts';
import { catalogueOf, type Locale } from '#lib/i18n/catalogue.ts';
import { translate } from '#lib/i18n/message.ts';
import type { UnitOrigin } from './unit-origin.ts';

type Labels = ReturnType<typeof catalogueOf>['document'];
export type FieldLabel = keyof Labels['field'];
export type SectionLabel = keyof Labels['section'];

/** One labeled value, safe to show as text. */
export interface FieldRow {
  readonly label: string;
  readonly value: string;
}

/** Rows of equal shape under headings. */
export interface FieldTable {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** What the view leaves out, in words; null when nothing. */
  readonly more: string | null;
  /** By row: where its values come from. Absent in tables of other things. */
  readonly origins?: readonly UnitOrigin[];
}

/** A part of a document: values, then a table. */
export interface Section {
  readonly heading: string;
  readonly rows: readonly FieldRow[];
  readonly table: FieldTable | null;
}

/** Rows of a table that a page shows; a BOM may have a hundred thousand. */
export const MAX_TABLE_ROWS = 2000;

/** A value as a document has it: what is absent has no row. */
export type Value = string | number | bigint | boolean | null | undefined;

/** Makes sections in one language. */
export interface SectionMaker {
  readonly section: (heading: SectionLabel, rows: readonly (readonly [FieldLabel, Value])[]) => Section;
  readonly table: (heading: SectionLabel, columns: readonly FieldLabel[], rows: readonly (readonly Value[])[]) => Section;
  readonly text: (value: Value) => string;
  readonly locale: Locale;
  /** What the PCI numbers of a component mean; null where they mean nothing. */
  readonly meaning: (component: Parameters<typeof pciMeaning>[0]) => string | null;
  /** That so many rows are left out. */
  readonly more: (count: number) => string;
}

/** Labels and values in one language. Every value passes through `visibleText`: it comes from a file. */
export function sectionMaker(locale: Locale, pciNames: PciNames = NO_PCI_NAMES): SectionMaker {
  const { section: headings, field: labels, yes, no, notSaid } = catalogueOf(locale).document;
  const text = (value: Value): string => {
    if (value === null || value === undefined || value === '') return notSaid;
    if (typeof value === 'boolean') return value ? yes : no;
    return visibleText(String(value));
  };
  const more = (count: number): string => translate(locale, 'document.more', { count });
  return {
    text,
    locale,
    meaning: (component) => pciMeaning(component, pciNames),
    more,
    section: (heading, rows) => ({
      heading: headings[heading],
      rows: rows
        .filter(([, value]) => value !== null && value !== undefined)
        .map(([label, value]) => ({ label: labels[label], value: text(value) })),
      table: null,
    }),
    table: (heading, columns, rows) => ({
      heading: headings[heading],
      rows: [],
      table: {
        columns: columns.map((column) => labels[column]),
        rows: rows.slice(0, MAX_TABLE_ROWS).map((row) => row.map((value) => (value === null || value === undefined ? '' : text(value)))),
        more: rows.length > MAX_TABLE_ROWS ? more(rows.length - MAX_TABLE_ROWS) : null,
      },
    }),
  };
}

/** Whether a section has anything to show. */
export const hasContent = ({ rows, table }: Section): boolean => rows.length > 0 || (table !== null && table.rows.length > 0);
