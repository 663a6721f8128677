import { classText } from '#lib/component/class-text.ts';
import { NO_PCI_NAMES, type PciNames, pciMeaning } from '#lib/component/pci-names.ts';
import { visibleText } from '#lib/component/visible-text.ts';
import type { StateUnit } from '#lib/device/types.ts';
import type { Locale } from '#lib/i18n/catalogue.ts';
import { type MessageKey, translate } from '#lib/i18n/message.ts';
import { type Segment, segmentsOf } from './segments.ts';
import type { UnitOrigin } from './unit-origin.ts';

/** One labeled value of a unit. */
export interface CellField {
  readonly label: string;
  readonly segments: readonly Segment[];
  /** `was` or `now` where the value differs, in words; null where it is equal or stands alone. */
  readonly word: string | null;
}

/** One side of a row. */
export interface UnitCell {
  readonly fields: readonly CellField[];
  /** What the PCI numbers among the values mean, for a person: beside the numbers, and never marked. Null where it has none. */
  readonly meaning: CellField | null;
  /** Such as `certified` or `as reported`. */
  readonly provenance: string;
  /** The artifact. */
  readonly sha256: string;
  /** What the source wrote; null where its document is not at hand. */
  readonly origin: UnitOrigin | null;
}

interface Field {
  readonly label: MessageKey;
  readonly read: (unit: StateUnit) => string | null;
  /** Shown only where the sides differ. */
  readonly quiet?: boolean;
}

const FIELDS: readonly Field[] = [
  { label: 'difference.field.manufacturer', read: ({ manufacturer }) => manufacturer },
  { label: 'difference.field.model', read: ({ model }) => model },
  { label: 'difference.field.serial', read: ({ serial }) => serial },
  { label: 'difference.field.revision', read: ({ revision }) => revision },
  { label: 'difference.field.slot', read: ({ slot }) => slot },
  { label: 'difference.field.inside', read: ({ nesting }) => nesting?.inside?.name ?? null },
  { label: 'difference.field.class', read: (unit) => (unit.class === null ? null : classText(unit.class)), quiet: true },
  { label: 'difference.field.digest', read: ({ hashes }) => listOf(Object.entries(hashes)), quiet: true },
  { label: 'difference.field.address', read: ({ addresses }) => listOf(addresses.map(({ kind, value }) => [kind, value])), quiet: true },
];

const listOf = (pairs: readonly (readonly [string, string] | readonly string[])[]): string | null =>
  pairs.length === 0
    ? null
    : pairs
        .map((pair) => pair.join(' '))
        .sort()
        .join(', ');

interface Sides {
  readonly expected: StateUnit | null;
  readonly observed: StateUnit | null;
  /** Finds what the source wrote. */
  readonly originOf: (unit: StateUnit) => UnitOrigin | null;
  /** None: numbers stand alone. */
  readonly pciNames?: PciNames;
}

/** Both sides of a row, old and new marked inside their values. A unit that stands alone is not marked: its row says what it is. */
export function unitCells(
  locale: Locale,
  { expected, observed, originOf, pciNames = NO_PCI_NAMES }: Sides,
): { readonly expected: UnitCell | null; readonly observed: UnitCell | null } {
  const fields = FIELDS.flatMap((field) => fieldCells(locale, field, { expected, observed }));
  const cellOf = (unit: StateUnit | null, side: 'old' | 'now'): UnitCell | null =>
    unit === null
      ? null
      : {
          fields: fields.flatMap((field) => (field[side] === null ? [] : [field[side]])),
          meaning: meaningOf(locale, unit, pciNames),
          provenance: translate(locale, `difference.provenance.${unit.provenance.label}`),
          sha256: unit.provenance.sha256,
          origin: originOf(unit),
        };
  return { expected: cellOf(expected, 'old'), observed: cellOf(observed, 'now') };
}

/** Names come from a list of this installation: what differs are the numbers. */
function meaningOf(locale: Locale, unit: StateUnit, names: PciNames): CellField | null {
  const text = pciMeaning(unit, names);
  if (text === null) return null;
  return { label: translate(locale, 'document.field.pci'), segments: [{ text: visibleText(text), mark: 'equal' }], word: null };
}

interface FieldCells {
  readonly old: CellField | null;
  readonly now: CellField | null;
}

function fieldCells(
  locale: Locale,
  { label, read, quiet = false }: Field,
  { expected, observed }: Pick<Sides, 'expected' | 'observed'>,
): readonly FieldCells[] {
  const [old, now] = [expected, observed].map((unit) => (unit === null ? null : read(unit)));
  const areBoth = expected !== null && observed !== null;
  const differ = areBoth && (old ?? '') !== (now ?? '');
  if ((old ?? now ?? '') === '' && (now ?? '') === '') return [];
  if (quiet && !differ) return [];
  const absent = translate(locale, label === 'difference.field.serial' ? 'difference.noSerial' : 'difference.absent');
  const segments = segmentsOf(visibleText(old ?? ''), visibleText(now ?? ''));
  const shown = { label: translate(locale, label), absent, differ };
  return [
    {
      old:
        expected === null ? null : cellField({ ...shown, segments: segments.old, mark: 'old', word: translate(locale, 'difference.was') }),
      now:
        observed === null ? null : cellField({ ...shown, segments: segments.now, mark: 'new', word: translate(locale, 'difference.now') }),
    },
  ];
}

interface Shown {
  readonly label: string;
  readonly absent: string;
  readonly differ: boolean;
  readonly segments: readonly Segment[];
  readonly mark: 'old' | 'new';
  readonly word: string;
}

function cellField({ label, absent, differ, segments, mark, word }: Shown): CellField {
  if (segments.length === 0) return { label, segments: [{ text: absent, mark: differ ? mark : 'equal' }], word: differ ? word : null };
  const calm = segments.map(({ text }) => ({ text, mark: 'equal' }) as const);
  return { label, segments: differ ? segments : calm, word: differ ? word : null };
}
