import type { DecisionKind, Statement } from '#lib/device/statement/statement-types.ts';
import { statementsInForce, TAKES_WEIGHT } from '#lib/device/statement/statements.ts';
import type { Locale } from '#lib/i18n/catalogue.ts';
import { translate } from '#lib/i18n/message.ts';
import type { ClosedGround } from './closed-ground.ts';
import { dayText } from './time-text.ts';

/** One thing that happened to a finding. */
export interface HistoryEntry {
  readonly id: string;
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly text: string;
  /** The reason that the person gave; null where nobody spoke. */
  readonly reason: string | null;
  /** What became of it, each in a few words. */
  readonly states: readonly string[];
}

type Decision = Extract<Statement, { readonly kind: 'decision' }>;

/** Whether a decision counts only with an end and the agreement of a second person. */
export const needsSecondPerson = (decision: DecisionKind): boolean => TAKES_WEIGHT.includes(decision);

interface HistoryQuestion {
  readonly locale: Locale;
  readonly finding: {
    readonly id: string;
    readonly episode: number;
    readonly openedAt: string;
    readonly closedAt: string | null;
    /** Told where it is closed. */
    readonly closedGround: ClosedGround;
  };
  /** What people said about the device, in any order; what is about other findings is left out. */
  readonly statements: readonly Statement[];
  /** The instant of looking, ISO 8601. */
  readonly now: string;
}

/** Episodes and decisions of one finding, the newest first. */
export function findingHistory({ locale, finding, statements, now }: HistoryQuestion): readonly HistoryEntry[] {
  const said = statements.toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at) || (a.id < b.id ? -1 : 1));
  const decisions = said.filter((statement) => statement.kind === 'decision' && statement.finding === finding.id);
  const entries = decisions.flatMap((decision) => (decision.kind === 'decision' ? [decisionEntry({ locale, decision, said, now })] : []));
  return [...episodeEntries(locale, finding), ...entries].sort((a, b) => Date.parse(b.at) - Date.parse(a.at) || (a.id < b.id ? 1 : -1));
}

function episodeEntries(
  locale: Locale,
  { id, episode, openedAt, closedAt, closedGround }: HistoryQuestion['finding'],
): readonly HistoryEntry[] {
  const entry = (at: string, key: 'findings.episodeOpened' | 'findings.episodeClosed') => {
    const text = translate(locale, key, { count: episode, why: translate(locale, `findings.closedGrounds.${closedGround}`) });
    return { id: `${id}-${key}`, at, text, reason: null, states: [] };
  };
  const opened = entry(openedAt, 'findings.episodeOpened');
  return closedAt === null ? [opened] : [opened, entry(closedAt, 'findings.episodeClosed')];
}

interface Told {
  readonly locale: Locale;
  readonly decision: Decision;
  readonly said: readonly Statement[];
  readonly now: string;
}

function decisionEntry(told: Told): HistoryEntry {
  const { locale, decision } = told;
  const { id, at, author, expiresAt, reason } = decision;
  const word = translate(locale, `findings.decisions.${decision.decision}`);
  const text =
    expiresAt === null
      ? translate(locale, 'findings.decided', { author, decision: word })
      : translate(locale, 'findings.decidedUntil', { author, decision: word, until: dayText(expiresAt) });
  return { id, at, text, reason, states: statesOf(told) };
}

function statesOf({ locale, decision, said, now }: Told): readonly string[] {
  const sorted = statementsInForce(said);
  const withdrawal = said.find((statement) => statement.kind === 'withdrawal' && statement.statement === decision.id);
  if (sorted.withdrawn.includes(decision)) {
    return withdrawal === undefined ? [] : [translate(locale, 'findings.withdrawnBy', { author: withdrawal.author })];
  }
  const ended = decision.expiresAt !== null && Date.parse(decision.expiresAt) <= Date.parse(now);
  const end = ended ? [translate(locale, 'findings.ended')] : [];
  if (!needsSecondPerson(decision.decision)) return end;
  const approval = sorted.approvals.get(decision.id);
  if (approval !== undefined) return [translate(locale, 'findings.approvedBy', { author: approval.author }), ...end];
  const self = sorted.selfApprovals.filter((statement) => statement.kind === 'approval' && statement.statement === decision.id);
  const told = self.slice(0, 1).map(({ author }) => translate(locale, 'findings.selfApproved', { author }));
  return ended ? [...told, ...end] : [translate(locale, 'findings.waits'), ...told];
}
