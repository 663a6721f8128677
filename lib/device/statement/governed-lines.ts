import { digestOfJson } from '#lib/encoding/digest.ts';
import { compareTimes } from '../time.ts';
import type { GoverningKind, GoverningLines, LineChange, Statement } from './statement-types.ts';
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

/** A table whose every line two people put there. */
export interface GovernedTable<Line> {
  readonly lines: readonly GovernedLine<Line>[];
}

/** From `until` on the line doesn't hold; null: it never did. */
export interface LineEnd {
  readonly until: string | null;
  readonly proposedBy: string;
  readonly approvedBy: string;
  readonly approvedAt: string;
  readonly reason: string;
}

/** Whether a statement changes the table of a kind. */
export const changesTable =
  <Kind extends GoverningKind>(kind: Kind) =>
  (statement: Statement): statement is Statement & GoverningStatement<GoverningLines[Kind]> =>
    statement.kind === kind;

/** A table as two people at a time made it. */
export function governedTable<Kind extends GoverningKind>(
  kind: Kind,
  { inForce, approvals }: Pick<StatementsInForce, 'inForce' | 'approvals'>,
): GovernedTable<GoverningLines[Kind]> {
  return { lines: governedLines(inForce.filter(changesTable(kind)), approvals) };
}

/** The days between which a line counts by what it says itself, ISO 8601; only lines of who may say what name any. */
export const ownDays = (line: GoverningLines[GoverningKind]): { readonly from: string | null; readonly until: string | null } =>
  'until' in line ? line : { from: null, until: null };

/** Whether a line holds at some instant: not one that was taken back, or ended before it began. */
export function isStanding({ line, end }: GovernedLine<GoverningLines[GoverningKind]>): boolean {
  if (end === null) return true;
  const { from } = ownDays(line);
  return end.until !== null && (from === null || compareTimes(from, end.until) < 0);
}

/** Whether nobody let a line end until an instant. @param at ISO 8601 */
export const isOpenAt = ({ end }: GovernedLine<unknown>, at: string): boolean =>
  end === null || (end.until !== null && compareTimes(at, end.until) < 0);

/** When lines end that two people ended, ISO 8601. */
export const endsOf = ({ lines }: GovernedTable<unknown>): readonly string[] => lines.flatMap(({ end }) => end?.until ?? []);

/** A short name of what a table says, whoever computes it; null while it says nothing. */
export function tableVersion({ lines }: GovernedTable<GoverningLines[GoverningKind]>): string | null {
  const said = lines.filter(isStanding).map(({ id, end }) => ({ id, until: end?.until ?? null }));
  return said.length === 0 ? null : digestOfJson(said.sort((a, b) => (a.id < b.id ? -1 : 1))).slice(0, VERSION_DIGITS);
}
const VERSION_DIGITS = 16;

/**
 * The lines of a table with their ends, by id. Where a line was ended more than once, the earliest end counts: one that
 * ended never comes back, a new line takes its place.
 * @param said those in force, of one kind
 */
function governedLines<Line>(
  said: readonly GoverningStatement<Line>[],
  approvals: StatementsInForce['approvals'],
): readonly GovernedLine<Line>[] {
  const ends = earliestEnds(said, approvals);
  const lines = said.flatMap(({ change, ...head }) => {
    const settled = settledHead(head, approvals);
    if (change.action !== 'add' || settled === null) return [];
    return [{ id: head.id, line: change.line, ...settled, end: ends.get(head.id) ?? null }];
  });
  return lines.sort((a, b) => (a.id < b.id ? -1 : 1));
}

function earliestEnds<Line>(
  said: readonly GoverningStatement<Line>[],
  approvals: StatementsInForce['approvals'],
): ReadonlyMap<string, LineEnd> {
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
