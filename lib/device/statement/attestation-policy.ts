import { normalizeText } from '#lib/component/normalize.ts';
import type { PlatformIdentity } from '#lib/component/types.ts';
import { digestOfJson } from '#lib/encoding/digest.ts';
import type { AttestationPolicy } from '../attested/attestation-types.ts';
import type { Policy } from '../policy.ts';
import { compareTimes } from '../time.ts';
import type { AttestationPolicyLine } from './attestation-policy-types.ts';
import { type GovernedLine, governedLines } from './governed-lines.ts';
import type { StatementsInForce } from './statements.ts';

/** What groups of devices have to show, each line put there by two people. */
export interface AttestationPolicyTable {
  readonly lines: readonly GovernedLine<AttestationPolicyLine>[];
}

export const NO_ATTESTATION_POLICY: AttestationPolicyTable = { lines: [] };

/** The table as two people at a time made it. */
export function attestationPolicyTableOf({ inForce, approvals }: Pick<StatementsInForce, 'inForce' | 'approvals'>): AttestationPolicyTable {
  const said = inForce.filter((statement) => statement.kind === 'attestation-policy');
  return { lines: governedLines(said, approvals) };
}

/** A short name of what the table says, whoever computes it; null while it says nothing. */
export function attestationPolicyVersion({ lines }: AttestationPolicyTable): string | null {
  const said = lines.filter(({ end }) => end === null || end.until !== null).map(({ id, end }) => ({ id, until: end?.until ?? null }));
  return said.length === 0 ? null : digestOfJson(said.sort((a, b) => (a.id < b.id ? -1 : 1))).slice(0, VERSION_DIGITS);
}
const VERSION_DIGITS = 16;

/** When lines end that two people ended, ISO 8601. */
export const attestationPolicyEnds = ({ lines }: AttestationPolicyTable): readonly string[] => lines.flatMap(({ end }) => end?.until ?? []);

/** The device that is asked about. */
export interface AskedDevice {
  readonly identity: PlatformIdentity;
  /** Whether a name that a line uses is this device's. */
  readonly isDevice: (name: string) => boolean;
}

/**
 * What is asked of one device at an instant: of all lines that it falls under the strictest. Freshness follows the general policy where no line
 * says otherwise; a line may allow more days than that.
 * @param at ISO 8601
 */
export function attestationPolicyFor(
  table: AttestationPolicyTable,
  { device, policy, at }: { readonly device: AskedDevice; readonly policy: Pick<Policy, 'freshnessDays'>; readonly at: string },
): AttestationPolicy {
  const own = table.lines.filter(({ line, end }) => holdsAt(end?.until, at) && isAbout(line, device));
  const days = own.flatMap(({ line }) => line.freshnessDays ?? []);
  return {
    freshnessDays: days.length === 0 ? policy.freshnessDays : Math.min(...days),
    requiredPcrs: [...new Set(own.flatMap(({ line }) => line.requiredPcrs))].sort((a, b) => a - b),
    requireSecureBoot: own.some(({ line }) => line.requireSecureBoot),
    requireReferences: own.some(({ line }) => line.requireReferences),
    lines: own.map(({ id }) => id),
  };
}

/** Undefined: no end. Null: it never held. */
function holdsAt(until: string | null | undefined, at: string): boolean {
  return until === undefined || (until !== null && compareTimes(at, until) < 0);
}

function isAbout({ manufacturers, models, devices }: AttestationPolicyLine, { identity, isDevice }: AskedDevice): boolean {
  const isNamed = (names: readonly string[], name: string | null): boolean =>
    names.length === 0 || (name !== null && names.some((each) => normalizeText(each) === normalizeText(name)));
  return (
    isNamed(manufacturers, identity.manufacturer) && isNamed(models, identity.model) && (devices.length === 0 || devices.some(isDevice))
  );
}
