import type { Principal } from '#lib/auth/principal.ts';
import { type NewStatement, recordStatement, StatementRefused } from '#lib/ingest/record-statement.ts';
import { needsSecondPerson } from '#lib/present/finding-history.ts';
import { recordAction } from '#lib/store/audit.ts';
import type { Store } from '#lib/store/open-store.ts';
import { RequestProblem } from './problem.ts';

/** A statement without its head: the author and the time come from the request. */
export type Said = NewStatement extends infer Each ? (Each extends unknown ? Omit<Each, 'id' | 'author' | 'at'> : never) : never;

/** What was recorded. */
export interface Recorded {
  readonly statement: string;
  /** False while a second person must approve it. */
  readonly inForce: boolean;
}

/**
 * Records what a person says, in their name, and in the log of who did what. The caller has asked the table of rights.
 * @throws RequestProblem when it names something that isn't there, or needs another person
 */
export async function say(store: Store, principal: Principal, said: Said): Promise<Recorded> {
  const at = new Date();
  // Omit splits the union of statements; with author and time each is whole again, and recordStatement checks it.
  const whole = { ...said, author: principal.name, at: at.toISOString() } as NewStatement;
  const statement = await recordStatement(store, whole).catch((error: unknown) => {
    throw error instanceof StatementRefused ? problemOf(error) : error;
  });
  const subject = 'device' in statement ? statement.device : 'statement' in statement ? statement.statement : statement.id;
  const detail = { statement: statement.id, reason: statement.reason };
  await recordAction(store.pool, { at, actor: principal.name, action: `${statement.kind}-recorded`, subject, detail });
  return { statement: statement.id, inForce: !needsApproval(statement) };
}

/** Baselines, choices of a base, decisions that take weight away and identity continuity and changes of governing tables need two people. */
function needsApproval(statement: Awaited<ReturnType<typeof recordStatement>>): boolean {
  if (statement.kind === 'decision') return needsSecondPerson(statement.decision);
  if ('change' in statement) return true;
  return statement.kind === 'baseline' || statement.kind === 'base-choice' || statement.kind === 'identity-continuity';
}

function problemOf({ code, message }: StatementRefused): RequestProblem {
  switch (code) {
    case 'no-such-device':
      return new RequestProblem('notFound', { what: 'device' });
    case 'no-such-submission':
      return new RequestProblem('notFound', { what: 'submission' });
    case 'no-such-statement':
      return new RequestProblem('notFound', { what: 'statement' });
    case 'own-statement':
    case 'settled':
      return new RequestProblem('conflict', { reason: message });
    case 'not-a-certificate':
    case 'wrong-digest':
    case 'not-a-key':
    case 'control-character':
      return new RequestProblem('invalidInput', { problems: message });
    default:
      return code satisfies never;
  }
}
