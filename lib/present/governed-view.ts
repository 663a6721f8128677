import { changesTable, type GovernedTable, governedTable, tableVersion } from '#lib/device/statement/governed-lines.ts';
import type { GoverningKind, GoverningLines, LineChange, Statement } from '#lib/device/statement/statement-types.ts';
import { statementsInForce } from '#lib/device/statement/statements.ts';
import { type GovernedRow, governedRows, type SaidBy, saidBy } from './governed-rows.ts';

/** The whole table of a kind: what counts, what waits, and what is over. */
export interface GovernedView<Line> {
  readonly table: GovernedTable<Line>;
  /** Null while it says nothing. */
  readonly version: string | null;
  /** Changes that wait for a second person, in order of time. */
  readonly waiting: readonly (SaidBy & { readonly change: LineChange<Line> })[];
  /** The newest proposal first. */
  readonly rows: readonly GovernedRow<Line>[];
}

/**
 * @param said  what was said about all devices until then, in order of time
 * @param now   ISO 8601
 */
export function governedView<Kind extends GoverningKind>(
  kind: Kind,
  { said, now }: { readonly said: readonly Statement[]; readonly now: string },
): GovernedView<GoverningLines[Kind]> {
  const sorted = statementsInForce(said);
  const table = governedTable(kind, sorted);
  const changes = said.filter(changesTable(kind));
  return {
    table,
    version: tableVersion(table),
    waiting: sorted.pending.filter(changesTable(kind)).map((statement) => ({ ...saidBy(statement), change: statement.change })),
    rows: governedRows({ changes, said, sorted, lines: table.lines, now }),
  };
}
