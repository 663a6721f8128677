import { compareTimes } from '../time.ts';
import type { LineChange, Statement } from './statement-types.ts';
import type { StatementsInForce } from './statements.ts';

/** A statement that changes a table of lines of one kind. */
export type GoverningStatement<Line> = Pick<Statement, 'id' | 'author' | 'at' | 'reason'> & { readonly change: LineChange<Line> };

/** A line that two people put into a table. */
export interface GovernedLine<Line> {
  /** Id of the statement that added it. */
  readonly id: string;
  readonly line: Line;
  readonly proposedBy: string;
  readonly approvedBy: string;
  /** ISO 8601: since when it is in the table. */
  readonly approvedAt: string;
  readonly reason: string;
  /** What two people said about its end; null while nobody did. */
  readonly end: LineEnd | null;
}

/** From `until` on the line doesn't hold; null: it never did. */
export interface LineEnd {
  readonly until: string | null;
  readonly proposedBy: string;
  readonly approvedBy: string;
  readonly approvedAt: string;
  readonly reason: string;
}

/**
 * The lines of a table with their ends, by id. Where a line was ended more than once, the earliest end counts: one that
 * ended never comes back, a new line takes its place.
 * @param said those in force, of one kind
 */
export function governedLines<Line>(
  said: readonly GoverningStatement<Line>[],
  approvals: StatementsInForce['approvals'],
): readonly GovernedLine<Line>[] {
  const ends = endsOf(said, approvals);
  const lines = said.flatMap(({ change, ...head }) => {
    const settled = settledHead(head, approvals);
    if (change.action !== 'add' || settled === null) return [];
    return [{ id: head.id, line: change.line, ...settled, end: ends.get(head.id) ?? null }];
  });
  return lines.sort((a, b) => (a.id < b.id ? -1 : 1));
}

function endsOf<Line>(said: readonly GoverningStatement<Line>[], approvals: StatementsInForce['approvals']): ReadonlyMap<string, LineEnd> {
  const ends = new Map<string, LineEnd>();
  for (const { change, ...head } of said) {
    const settled = settledHead(head, approvals);
    if (change.action !== 'end' || settled === null) continue;
    const end = { until: change.until, ...settled };
    const known = ends.get(change.line);
    if (known === undefined || isEarlier(end, known)) ends.set(change.line, end);
  }
  return ends;
}

function isEarlier({ until }: LineEnd, known: LineEnd): boolean {
  if (known.until === null) return false;
  return until === null || compareTimes(until, known.until) < 0;
}

function settledHead(
  { id, author, reason }: Pick<Statement, 'id' | 'author' | 'reason'>,
  approvals: StatementsInForce['approvals'],
): Omit<LineEnd, 'until'> | null {
  const approval = approvals.get(id);
  return approval === undefined ? null : { proposedBy: author, approvedBy: approval.author, approvedAt: approval.at, reason };
}
