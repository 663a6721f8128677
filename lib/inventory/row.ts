import { categoryOf } from '#lib/component/category.ts';
import { isPlaceholder } from '#lib/component/placeholder.ts';
import type { Category, ComponentAddress, ComponentClass, Unit } from '#lib/component/types.ts';
import { type Member, type Members, membersOf, type Notes, note, textOf } from './members.ts';
import type { InventoryComponent, SourcedField } from './types.ts';

/** One row of a source while it is read: it remembers from which member each field came. */
export interface Row {
  readonly members: Members;
  readonly path: string;
  readonly raw: unknown;
  readonly notes: Notes;
  readonly texts: Map<SourcedField, string | null>;
  readonly from: Map<SourcedField, string>;
}

/** @throws ParseError 'bad-value' for no object, 'duplicate-key' */
export function openRow(raw: unknown, path: string, notes: Notes): Row {
  return { members: membersOf(raw, path), path, raw, notes, texts: new Map(), from: new Map() };
}

/** Reads a field from the first of the members that is there. @throws ParseError 'too-large' */
export function take(row: Row, field: SourcedField, names: readonly string[]): string | null {
  const member = row.members.take(names);
  const text = textOf(member, row.notes);
  remember(row, field, member, text);
  return text;
}

/** A member that no field keeps: a size, a speed. @throws ParseError 'too-large' */
export function textIn(row: Row, names: readonly string[]): string | null {
  return textOf(row.members.take(names), row.notes);
}

function remember(row: Row, field: SourcedField, member: Member | undefined, text: string | null): void {
  row.texts.set(field, text);
  if (member !== undefined && text !== null) row.from.set(field, member.key);
}

/** What a reader knows of a row beside the texts that it took. */
export interface RowFacts {
  readonly class?: ComponentClass | null;
  /** For sources whose class is no value of a registry. */
  readonly category?: Category;
  readonly addresses?: readonly ComponentAddress[];
  readonly fieldReplaceable?: boolean | null;
  readonly status?: Unit['status'];
  readonly hashes?: Unit['hashes'];
  /** How the revision counts, as the source declares it. */
  readonly versionScheme?: string | null;
}

/** The component of a row. Placeholders stay as written; an absent manufacturer or model is an empty text. */
export function componentOf(row: Row, facts: RowFacts = {}): InventoryComponent {
  const { texts } = row;
  const componentClass = facts.class ?? null;
  const manufacturer = texts.get('manufacturer') ?? '';
  const model = texts.get('model') ?? '';
  return {
    class: componentClass,
    manufacturer,
    model,
    serial: texts.get('serial') ?? null,
    revision: texts.get('revision') ?? null,
    manufacturerId: texts.get('manufacturerId') ?? null,
    fieldReplaceable: facts.fieldReplaceable ?? null,
    addresses: facts.addresses ?? [],
    status: facts.status ?? null,
    category: facts.category ?? categoryOf(componentClass, { model, manufacturer }),
    slot: texts.get('slot') ?? null,
    hashes: facts.hashes ?? {},
    ...(facts.versionScheme == null ? {} : { versionScheme: facts.versionScheme }),
    path: row.path,
    raw: row.raw,
    from: Object.fromEntries(row.from),
  };
}

/**
 * Whether a row names a part. An empty memory slot is a row of placeholders beside a locator: it is noted, and no part.
 * An address names a part too.
 */
export function namesPart({ manufacturer, model, serial, addresses, path }: InventoryComponent, notes: Notes): boolean {
  if (![manufacturer, model, serial].every(isPlaceholder) || addresses.some(({ value }) => !isPlaceholder(value))) return true;
  note(notes, {
    code: 'empty-row',
    detail: 'names neither manufacturer nor model nor serial nor address: an empty slot, not a part',
    path,
  });
  return false;
}
