import { type ManufacturerAlias, type ManufacturerAliases, manufacturerAliases } from '#lib/component/aliases.ts';
import { type GovernedTable, isOpenAt } from './governed-lines.ts';

/** Manufacturer names that mean the same, each pair put there by two people. */
export type AliasTable = GovernedTable<ManufacturerAlias>;

export const NO_ALIAS_TABLE: AliasTable = { lines: [] };

/** What comparisons at an instant go by: every alias that hasn't ended until then, whenever it was approved. @param at ISO 8601 */
export const aliasesAt = ({ lines }: AliasTable, at: string): ManufacturerAliases =>
  manufacturerAliases(lines.filter((each) => isOpenAt(each, at)).map(({ line }) => line));
