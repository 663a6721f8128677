import { attestationKeyOf, endorsementKeyOf } from '../link/attestation-keys.ts';
import { linkKeysOf } from '../link/keys.ts';
import type { LinkedGroup } from '../link/link.ts';
import type { Statement } from '../statement/statement-types.ts';
import type { EnrolledKey } from './attestation-types.ts';

/** The attestation keys that were seen beside an endorsement key of this device, in order of time. @param inForce in order of time */
export function enrolledKeysOf({ group }: LinkedGroup, inForce: readonly Statement[]): readonly EnrolledKey[] {
  const own = new Map<string, boolean>();
  for (const { judged } of group.endorsementKeys) {
    for (const key of linkKeysOf(judged.read).strong) own.set(key, own.get(key) === true || judged.convinces);
  }
  const keys = new Map<string, EnrolledKey>();
  for (const statement of inForce) {
    if (statement.kind !== 'attestation-key') continue;
    const convinces = own.get(endorsementKeyOf(statement.endorsementKey) ?? '');
    const name = attestationKeyOf(statement.attestationKey)?.slice('ak:'.length);
    if (convinces === undefined || name === undefined || keys.has(name)) continue;
    keys.set(name, { name, enrolledAt: statement.at, method: statement.method, statement: statement.id, convinces });
  }
  return [...keys.values()];
}
