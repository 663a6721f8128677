import { type ManufacturerAlias, type ManufacturerAliases, manufacturerAliases } from '#lib/component/aliases.ts';
import { digestOfJson } from '#lib/encoding/digest.ts';
import { compareTimes } from '../time.ts';
import { type GovernedLine, governedLines } from './governed-lines.ts';
import type { StatementsInForce } from './statements.ts';

/** Manufacturer names that mean the same, each pair put there by two people. */
export interface AliasTable {
  readonly lines: readonly GovernedLine<ManufacturerAlias>[];
}

export const NO_ALIAS_TABLE: AliasTable = { lines: [] };

/** The table as two people at a time made it. */
export function aliasTableOf({ inForce, approvals }: Pick<StatementsInForce, 'inForce' | 'approvals'>): AliasTable {
  const said = inForce.filter((statement) => statement.kind === 'manufacturer-alias');
  return { lines: governedLines(said, approvals) };
}

/** What comparisons at an instant go by: every alias that hasn't ended until then, whenever it was approved. @param at ISO 8601 */
export const aliasesAt = ({ lines }: AliasTable, at: string): ManufacturerAliases =>
  manufacturerAliases(lines.filter(({ end }) => holdsAt(end?.until, at)).map(({ line }) => line));

/** Undefined: no end. Null: it never held. */
function holdsAt(until: string | null | undefined, at: string): boolean {
  return until === undefined || (until !== null && compareTimes(at, until) < 0);
}

/** When aliases end that two people ended, ISO 8601. */
export const aliasEnds = ({ lines }: AliasTable): readonly string[] => lines.flatMap(({ end }) => end?.until ?? []);

/** A short name of what the table says, whoever computes it; null while it says nothing. */
export function aliasTableVersion({ lines }: AliasTable): string | null {
  const said = lines.filter(({ end }) => end === null || end.until !== null).map(({ id, end }) => ({ id, until: end?.until ?? null }));
  return said.length === 0 ? null : digestOfJson(said.sort((a, b) => (a.id < b.id ? -1 : 1))).slice(0, VERSION_DIGITS);
}
const VERSION_DIGITS = 16;
