import type { ManufacturerAlias } from '#lib/component/aliases.ts';
import { type AliasTable, aliasTableOf, aliasTableVersion } from '#lib/device/statement/alias-table.ts';
import type { LineChange, Statement } from '#lib/device/statement/statement-types.ts';
import { statementsInForce } from '#lib/device/statement/statements.ts';
import { type GovernedRow, governedRows } from './governed-rows.ts';

/** A change of the table that waits for a second person. */
interface WaitingAlias {
  /** Of the statement that proposes it. */
  readonly id: string;
  readonly by: string;
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly reason: string;
  readonly change: LineChange<ManufacturerAlias>;
}

/** Two names that mean the same, in whatever state. */
export type AliasRow = GovernedRow<ManufacturerAlias>;

/** The whole table of names that mean the same. */
export interface AliasView {
  /** What comparisons go by. */
  readonly table: AliasTable;
  /** Null while it says nothing. */
  readonly version: string | null;
  readonly waiting: readonly WaitingAlias[];
  /** The newest proposal first. */
  readonly rows: readonly AliasRow[];
}

/** @param said  what was said about all devices until then, in order of time */
export function aliasView(said: readonly Statement[], now: string): AliasView {
  const sorted = statementsInForce(said);
  const table = aliasTableOf(sorted);
  const waiting = sorted.pending.flatMap((statement) => {
    if (statement.kind !== 'manufacturer-alias') return [];
    const { id, author: by, at, reason, change } = statement;
    return [{ id, by, at, reason, change }];
  });
  const changes = said.filter((statement) => statement.kind === 'manufacturer-alias');
  const rows = governedRows({ changes, said, sorted, lines: table.lines, untilOf: () => null, now });
  return { table, version: aliasTableVersion(table), waiting, rows };
}
