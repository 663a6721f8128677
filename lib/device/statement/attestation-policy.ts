import type { AttestationPolicy } from '../attested/attestation-types.ts';
import type { Policy } from '../policy.ts';
import type { AttestationPolicyLine } from './attestation-policy-types.ts';
import { type AskedDevice, isInGroup } from './device-group.ts';
import { type GovernedTable, isOpenAt } from './governed-lines.ts';

/** What groups of devices have to show, each line put there by two people. */
export type AttestationPolicyTable = GovernedTable<AttestationPolicyLine>;

export const NO_ATTESTATION_POLICY: AttestationPolicyTable = { lines: [] };

/**
 * What is asked of one device at an instant: of all lines that it falls under the strictest. Freshness follows the general policy where no line
 * says otherwise; a line may allow more days than that.
 * @param at ISO 8601
 */
export function attestationPolicyFor(
  table: AttestationPolicyTable,
  { device, policy, at }: { readonly device: AskedDevice; readonly policy: Pick<Policy, 'freshnessDays'>; readonly at: string },
): AttestationPolicy {
  const own = table.lines.filter((each) => isOpenAt(each, at) && isInGroup(each.line, device));
  const days = own.flatMap(({ line }) => line.freshnessDays ?? []);
  return {
    freshnessDays: days.length === 0 ? policy.freshnessDays : Math.min(...days),
    requiredPcrs: [...new Set(own.flatMap(({ line }) => line.requiredPcrs))].sort((a, b) => a - b),
    requireSecureBoot: own.some(({ line }) => line.requireSecureBoot),
    requireReferences: own.some(({ line }) => line.requireReferences),
    lines: own.map(({ id }) => id),
  };
}
