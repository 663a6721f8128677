import type { Statement } from '#lib/device/statement/statement-types.ts';
import { statementsInForce } from '#lib/device/statement/statements.ts';
import { type EnrolledKeyFilter, type EnrolledKeyRow, listEnrolledKeys } from '#lib/store/enrolled-keys.ts';
import type { Store } from '#lib/store/open-store.ts';
import type { Page } from '#lib/store/page.ts';
import { statementsAbout } from '#lib/store/statements.ts';

export { ENROLMENT_METHODS } from '#lib/device/statement/statement-types.ts';

/** That an attestation key was enrolled, and whether that stands. */
export interface ListedEnrolment extends EnrolledKeyRow {
  /** Who took it back; null while it stands. */
  readonly withdrawal: Pick<Statement, 'author' | 'at' | 'reason'> | null;
}

/** Enrolments of attestation keys, those that were taken back too, the newest first. */
export async function listEnrolments(store: Store, filter: EnrolledKeyFilter): Promise<Page<ListedEnrolment>> {
  const { items, nextCursor } = await listEnrolledKeys(store, filter);
  const inForce = await inForceAbout(
    store,
    items.map(({ statement }) => statement.id),
  );
  const withdrawals = new Map(inForce.flatMap((said) => (said.kind === 'withdrawal' ? [[said.statement, said] as const] : [])));
  return { items: items.map((item) => ({ ...item, withdrawal: withdrawals.get(item.statement.id) ?? null })), nextCursor };
}

/** Whether a statement says that a key was enrolled, and nobody took it back. */
export async function isStandingEnrolment(store: Store, statement: string): Promise<boolean> {
  return (await inForceAbout(store, [statement])).some(({ id, kind }) => id === statement && kind === 'attestation-key');
}

/** What is said about these enrolments and stands: a withdrawal may be withdrawn itself. */
async function inForceAbout({ pool }: Store, enrolments: readonly string[]): Promise<readonly Statement[]> {
  const said = await statementsAbout(pool, { devices: [], submissions: enrolments });
  return statementsInForce(said.map(({ statement }) => statement)).inForce;
}
