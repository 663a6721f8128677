import { type EqualityRule, equalByRules, normalizeAddress, normalizeSerial, normalizeText } from './normalize.ts';
import { isPlaceholder } from './placeholder.ts';
import type { Unit } from './types.ts';

const READ_FIELDS = ['manufacturer', 'model', 'serial', 'revision', 'slot'] as const;

/** `coded`: the source's word became the code that the class registry uses. */
export type ReadingRule = EqualityRule | 'coded';

/** How one field was read and how it is compared. */
export interface FieldReading {
  readonly field: (typeof READ_FIELDS)[number] | 'addresses';
  /** Member of the source's row; null where the format has one place for each field. */
  readonly member: string | null;
  /** As the source wrote it. */
  readonly written: string;
  /** What comparisons use; null where the text says nothing. Never shown in place of the original. */
  readonly compared: string | null;
  /** What made the one out of the other; empty when both are the same. */
  readonly rules: readonly ReadingRule[];
}

/** Where a unit was read from. */
export interface UnitSource {
  /** The row as JSON. */
  readonly raw: unknown;
  readonly from: Readonly<Partial<Record<string, string>>>;
}

/** The fields that a unit has, each as written and as compared. @param source  null for a document whose fields are the unit's own */
export function fieldReadings(unit: Unit, source: UnitSource | null): readonly FieldReading[] {
  const texts = READ_FIELDS.flatMap((field) => {
    const value = unit[field];
    if (value === null || value === '') return [];
    const member = source?.from[field] ?? null;
    const raw = member === null ? undefined : memberOf(source?.raw, member);
    const isCoded = typeof raw === 'string' && raw !== value;
    const compared = comparedAs(field, value);
    const rules = [...(isCoded ? (['coded'] as const) : []), ...rulesOf(value, compared)];
    return [{ field, member, written: isCoded ? raw : value, compared, rules }];
  });
  return [...texts, ...[...new Set(unit.addresses.map(({ value }) => value))].map(addressReading)];
}

function comparedAs(field: (typeof READ_FIELDS)[number], value: string): string | null {
  if (isPlaceholder(value)) return null;
  return field === 'serial' ? normalizeSerial(value) : normalizeText(value);
}

/** A serial loses every blank and goes to upper case, which the rules for texts don't do. */
function rulesOf(value: string, compared: string | null): readonly EqualityRule[] {
  if (compared === null) return ['placeholder'];
  if (compared === value) return [];
  const { equal, by } = equalByRules(value, compared);
  if (equal) return by;
  const bare = value.replace(/\s/gu, '');
  return [...new Set<EqualityRule>(['white-space', ...equalByRules(bare, compared).by])];
}

function addressReading(value: string): FieldReading {
  const compared = isPlaceholder(value) ? null : (normalizeAddress(value) ?? normalizeText(value));
  const rules: readonly EqualityRule[] = compared === null ? ['placeholder'] : compared === value ? [] : ['separators'];
  return { field: 'addresses', member: null, written: value, compared, rules };
}

function memberOf(raw: unknown, key: string): unknown {
  return typeof raw === 'object' && raw !== null && Object.hasOwn(raw, key) ? Reflect.get(raw, key) : undefined;
}
