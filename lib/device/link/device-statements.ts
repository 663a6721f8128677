import type { Statement } from '../statement/statement-types.ts';
import { endorsementKeyOf } from './attestation-keys.ts';
import type { NamedGroup } from './device-ids.ts';
import type { ResolveDevice } from './device-references.ts';

/**
 * Statements by the device that they are about, in order of time. An approval or a withdrawal is about what it approves
 * or withdraws; an enrolled key is about the device of its endorsement key. What names no device at hand, or anchors and policy, belongs to none.
 */
export function statementsByDevice(
  statements: readonly Statement[],
  resolve: ResolveDevice,
): ReadonlyMap<NamedGroup, readonly Statement[]> {
  const byId = new Map(statements.map((statement) => [statement.id, statement]));
  const byGroup = new Map<NamedGroup, Statement[]>();
  for (const statement of statements) {
    const name = deviceNamed(statement, byId);
    const group = name === null ? undefined : resolve(name);
    if (group === undefined) continue;
    const known = byGroup.get(group);
    if (known === undefined) byGroup.set(group, [statement]);
    else known.push(statement);
  }
  return byGroup;
}

/** A withdrawal of an approval of a statement is about that statement's device; longer chains say nothing. */
const MAX_HOPS = 8;

function deviceNamed(statement: Statement, byId: ReadonlyMap<string, Statement>): string | null {
  let about: Statement | undefined = statement;
  for (let hop = 0; about !== undefined && hop < MAX_HOPS; hop += 1) {
    if ('device' in about) return about.device;
    if (about.kind === 'attestation-key') return endorsementKeyOf(about.endorsementKey) ?? null;
    about = about.kind === 'approval' || about.kind === 'withdrawal' ? byId.get(about.statement) : undefined;
  }
  return null;
}
