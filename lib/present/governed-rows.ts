import { type GovernedLine, type GoverningStatement, isOpenAt, type LineEnd, ownDays } from '#lib/device/statement/governed-lines.ts';
import type { GoverningKind, GoverningLines, Statement } from '#lib/device/statement/statement-types.ts';
import type { StatementsInForce } from '#lib/device/statement/statements.ts';
import { compareTimes } from '#lib/device/time.ts';

type AnyLine = GoverningLines[GoverningKind];
type LineState = 'in-force' | 'waiting' | 'ended' | 'withdrawn';

/** Who said something, when and why. */
export interface SaidBy {
  readonly id: string;
  readonly by: string;
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly reason: string;
}

/** A line of a governing table, in whatever state. */
export interface GovernedRow<Line> {
  /** Id of the statement that proposed it. */
  readonly id: string;
  readonly line: Line;
  readonly state: LineState;
  readonly proposed: SaidBy;
  readonly approved: SaidBy | null;
  readonly end: LineEnd | null;
  /** Ends that wait for a second person. `until` null: as if it had never been there. */
  readonly proposedEnds: readonly (SaidBy & { readonly until: string | null })[];
  readonly withdrawn: SaidBy | null;
}

/** What was said about one table. */
interface RowsQuestion<Line> {
  /** Statements that change this table, in order of time. */
  readonly changes: readonly GoverningStatement<Line>[];
  /** What was said about all devices, in order of time. */
  readonly said: readonly Statement[];
  readonly sorted: StatementsInForce;
  readonly lines: readonly GovernedLine<Line>[];
  /** ISO 8601. */
  readonly now: string;
}

/** Every line that was ever proposed for a table, the newest first, with all that was said about it. */
export function governedRows<Line extends AnyLine>(table: RowsQuestion<Line>): readonly GovernedRow<Line>[] {
  return table.changes.flatMap((statement) => rowsOf(statement, table)).toReversed();
}

function rowsOf<Line extends AnyLine>(statement: GoverningStatement<Line>, table: RowsQuestion<Line>): readonly GovernedRow<Line>[] {
  if (statement.change.action !== 'add') return [];
  const { said, sorted, lines } = table;
  const { id, change } = statement;
  const approval = sorted.approvals.get(id);
  const withdrawal = said.findLast((each) => each.kind === 'withdrawal' && each.statement === id);
  const isWithdrawn = sorted.withdrawn.some((each) => each.id === id);
  return [
    {
      id,
      line: change.line,
      state: isWithdrawn ? 'withdrawn' : stateOf(id, table),
      proposed: saidBy(statement),
      approved: approval === undefined || isWithdrawn ? null : saidBy(approval),
      end: lines.find((line) => line.id === id)?.end ?? null,
      proposedEnds: proposedEndsOf(id, table),
      withdrawn: isWithdrawn && withdrawal !== undefined ? saidBy(withdrawal) : null,
    },
  ];
}

function proposedEndsOf<Line>(id: string, { changes, sorted }: RowsQuestion<Line>): GovernedRow<Line>['proposedEnds'] {
  const pending = new Set(sorted.pending.map((each) => each.id));
  return changes.flatMap((each) =>
    each.change.action === 'end' && each.change.line === id && pending.has(each.id) ? [{ ...saidBy(each), until: each.change.until }] : [],
  );
}

export const saidBy = ({ id, author, at, reason }: Pick<Statement, 'id' | 'author' | 'at' | 'reason'>): SaidBy => ({
  id,
  by: author,
  at,
  reason,
});

function stateOf<Line extends AnyLine>(id: string, { lines, now }: RowsQuestion<Line>): LineState {
  const line = lines.find((each) => each.id === id);
  if (line === undefined) return 'waiting';
  if (!isOpenAt(line, now)) return 'ended';
  const { until } = ownDays(line.line);
  return until !== null && compareTimes(until, now) <= 0 ? 'ended' : 'in-force';
}
