import type { LineEnd } from '#lib/device/governed-lines.ts';
import { type IssuerPolicy, isGoverned, issuerPolicyOf, issuerPolicyVersion } from '#lib/device/issuer-policy.ts';
import { type IssuerPolicyLine, POLICY_RIGHTS, type PolicyRight } from '#lib/device/issuer-policy-types.ts';
import { type StatementsInForce, statementsInForce } from '#lib/device/statements.ts';
import { compareTimes } from '#lib/device/time.ts';
import type { Statement } from '#lib/device/types.ts';

export const LINE_STATES = ['in-force', 'waiting', 'ended', 'withdrawn'] as const;
export type LineState = (typeof LINE_STATES)[number];

/** Who said something, when and why. */
interface SaidBy {
  readonly id: string;
  readonly by: string;
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly reason: string;
}

/** A line of the table of who may say what, in whatever state. */
export interface PolicyRow {
  /** Id of the statement that proposed it. */
  readonly id: string;
  readonly line: IssuerPolicyLine;
  readonly state: LineState;
  readonly proposed: SaidBy;
  readonly approved: SaidBy | null;
  readonly end: LineEnd | null;
  /** Ends that wait for a second person. `until` null: as if it had never been there. */
  readonly proposedEnds: readonly (SaidBy & { readonly until: string | null })[];
  readonly withdrawn: SaidBy | null;
}

/** The whole table for a page. */
export interface PolicyView {
  /** What is judged by. */
  readonly policy: IssuerPolicy;
  /** Null while it says nothing. */
  readonly version: string | null;
  /** Rights that no line speaks of: every anchor, or every submitter, has them. */
  readonly open: readonly PolicyRight[];
  /** The newest proposal first. */
  readonly rows: readonly PolicyRow[];
}

/** @param said  what was said about all devices until then, in order of time */
export function policyView(said: readonly Statement[], now: string): PolicyView {
  const sorted = statementsInForce(said);
  const policy = issuerPolicyOf(sorted);
  const context: Context = { said, sorted, policy, now };
  const rows = said.flatMap((statement) => (statement.kind === 'issuer-policy' ? rowsOf(statement, context) : []));
  return {
    policy,
    version: issuerPolicyVersion(policy),
    open: POLICY_RIGHTS.filter((right) => !isGoverned(policy, right)),
    rows: rows.toReversed(),
  };
}

interface Context {
  readonly said: readonly Statement[];
  readonly sorted: StatementsInForce;
  readonly policy: IssuerPolicy;
  readonly now: string;
}

type Change = Extract<Statement, { readonly kind: 'issuer-policy' }>;

function rowsOf(statement: Change, context: Context): readonly PolicyRow[] {
  if (statement.change.action !== 'add') return [];
  const { said, sorted, policy } = context;
  const { id, change } = statement;
  const approval = sorted.approvals.get(id);
  const ends = sorted.pending.flatMap((each) =>
    each.kind === 'issuer-policy' && each.change.action === 'end' && each.change.line === id
      ? [{ ...saidBy(each), until: each.change.until }]
      : [],
  );
  const withdrawal = said.findLast((each) => each.kind === 'withdrawal' && each.statement === id);
  const isWithdrawn = sorted.withdrawn.some((each) => each.id === id);
  return [
    {
      id,
      line: change.line,
      state: stateOf(statement, isWithdrawn, context),
      proposed: saidBy(statement),
      approved: approval === undefined || isWithdrawn ? null : saidBy(approval),
      end: policy.lines.find((line) => line.id === id)?.end ?? null,
      proposedEnds: ends,
      withdrawn: isWithdrawn && withdrawal !== undefined ? saidBy(withdrawal) : null,
    },
  ];
}

const saidBy = ({ id, author, at, reason }: Statement): SaidBy => ({ id, by: author, at, reason });

function stateOf({ id }: Change, isWithdrawn: boolean, { policy, now }: Context): LineState {
  if (isWithdrawn) return 'withdrawn';
  const line = policy.lines.find((each) => each.id === id);
  if (line === undefined) return 'waiting';
  if (line.end !== null && (line.end.until === null || compareTimes(line.end.until, now) <= 0)) return 'ended';
  return line.line.until !== null && compareTimes(line.line.until, now) <= 0 ? 'ended' : 'in-force';
}
