import { attestationKeyOf, endorsementKeyOf } from '../link/attestation-keys.ts';
import { linkKeysOf } from '../link/keys.ts';
import type { LinkedGroup } from '../link/link.ts';
import type { Enrolment } from '../link/link-evidence.ts';
import type { Statement } from '../statement/statement-types.ts';
import type { EnrolledKey } from './attestation-types.ts';
import { enrolmentDoubt } from './enrolment-doubt.ts';

/** The attestation keys that were seen beside an endorsement key of this device, in order of time. @param inForce in order of time */
export function enrolledKeysOf(linked: LinkedGroup, inForce: readonly Statement[]): readonly EnrolledKey[] {
  const own = new Map<string, boolean>();
  for (const { judged } of linked.group.endorsementKeys) {
    for (const key of linkKeysOf(judged.read).strong) own.set(key, own.get(key) === true || judged.convinces);
  }
  const keys = new Map<string, EnrolledKey>();
  for (const statement of inForce) {
    if (statement.kind !== 'attestation-key') continue;
    const endorsementKey = endorsementKeyOf(statement.endorsementKey) ?? '';
    const isTrusted = own.get(endorsementKey);
    const name = attestationKeyOf(statement.attestationKey)?.slice('ak:'.length);
    if (isTrusted === undefined || name === undefined) continue;
    const { at: enrolledAt, method, id } = statement;
    const doubt = method === 'credential-activation' ? null : doubtOf(linked, statement);
    const known = keys.get(name);
    // What shows more of a key counts, then what was there first.
    if (known !== undefined && (known.doubt === null || doubt !== null)) continue;
    keys.set(name, { name, enrolledAt, method, endorsementKey, statement: id, convinces: isTrusted && doubt === null, doubt });
  }
  return [...keys.values()];
}

function doubtOf({ group, bases, documents }: LinkedGroup, statement: Enrolment): string | null {
  const { attestationCertificate, endorsementCertificate } = statement;
  return enrolmentDoubt({
    statement,
    certificate: documents.find(({ read }) => read.id === attestationCertificate),
    endorsement: group.endorsementKeys.find(({ judged }) => judged.read.id === endorsementCertificate)?.judged,
    platformSerials: bases.flatMap(({ judged, document: { platform } }) =>
      judged.convinces && platform.serial !== null ? [platform.serial] : [],
    ),
  });
}
