import { daysText } from '#lib/encoding/time-text.ts';
import type { EnrolmentMethod, Lifecycle, Statement } from '../statement/statement-types.ts';
import type { DeviceStatements } from '../statement/statements.ts';
import { compareTimes, DAY_MS, instantOf } from '../time.ts';
import { timelineEvent } from './timeline-events.ts';
import type { TimelineEvent } from './timeline-types.ts';

/** One event for everything that somebody said about the device, and one for every gap in its custody. */
export function statementEvents({ own, all }: DeviceStatements): readonly TimelineEvent[] {
  const pending = new Set(all.pending);
  const withdrawn = new Set(all.withdrawn);
  const told = own.map((statement) => {
    const state = withdrawn.has(statement) ? ', withdrawn later' : pending.has(statement) ? ', waiting for a second person' : '';
    return timelineEvent({
      at: statement.at,
      receivedAt: statement.at,
      lane: LANES[statement.kind],
      kind: statement.kind,
      title: `${isAnotherKey(statement, own) ? 'Another key than before. ' : ''}${statementText(statement)}${state}`,
      // What was taken back opens no phase of the device's life.
      facts: withdrawn.has(statement) ? reasonOf(statement) : factsOf(statement),
      statement: statement.id,
      by: statement.author,
      seed: '',
    });
  });
  return [...told, ...custodyGaps(own.filter((statement) => !withdrawn.has(statement)))];
}

/** Whether another attestation key was enrolled for the device just before, one that was enrolled earlier still included. @param own in order of time */
function isAnotherKey(statement: Statement, own: readonly Statement[]): boolean {
  if (statement.kind !== 'attestation-key') return false;
  const before = own.slice(0, own.indexOf(statement)).findLast((each) => each.kind === 'attestation-key');
  return before !== undefined && before.attestationKey !== statement.attestationKey;
}

const LANES: Readonly<Record<Statement['kind'], TimelineEvent['lane']>> = {
  lifecycle: 'custody',
  'identity-continuity': 'custody',
  baseline: 'decision',
  'base-choice': 'decision',
  link: 'decision',
  decision: 'decision',
  approval: 'decision',
  withdrawal: 'decision',
  anchor: 'decision',
  'verifier-key': 'decision',
  policy: 'decision',
  'issuer-policy': 'decision',
  'manufacturer-alias': 'decision',
  'attestation-policy': 'decision',
  'attestation-key': 'attestation',
};

const STATES: Readonly<Record<Lifecycle, string>> = {
  unknown: 'Lifecycle unknown',
  manufactured: 'Manufactured',
  'in-transit': 'In transit',
  received: 'Received',
  accepted: 'Accepted',
  'in-service': 'In service',
  'in-repair': 'In repair',
  quarantined: 'Quarantined',
  retired: 'Retired',
};

const ENROLMENTS: Readonly<Record<EnrolmentMethod, string>> = {
  'credential-activation': 'An attestation key was enrolled: it answered from the TPM of the endorsement key',
  certificate: 'An attestation key was enrolled by its certificate',
  certification: 'An attestation key was enrolled: another key of its TPM, which has a certificate, certified it',
};

function statementText(statement: Statement): string {
  switch (statement.kind) {
    case 'lifecycle':
      return STATES[statement.state];
    case 'baseline':
      return 'An observation accepted as what the device holds';
    case 'base-choice':
      return 'One of several base certificates chosen as the one of this device';
    case 'link':
      return 'A submission linked to this device';
    case 'decision':
      return `A finding decided: ${statement.decision}`;
    case 'approval':
      return 'A statement approved';
    case 'withdrawal':
      return 'A statement withdrawn';
    case 'identity-continuity':
      return 'A new identity of the same device';
    case 'attestation-key':
      return ENROLMENTS[statement.method];
    case 'verifier-key':
      return 'The key of a verifier changed';
    case 'anchor':
      return 'A trust anchor changed';
    case 'policy':
      return 'The policy changed';
    case 'issuer-policy':
      return 'Who may say what changed';
    case 'manufacturer-alias':
      return 'Names that mean the same changed';
    case 'attestation-policy':
      return 'What groups of devices have to attest changed';
    default:
      return statement satisfies never;
  }
}

function factsOf(statement: Statement): TimelineEvent['facts'] {
  const reason = reasonOf(statement);
  if (statement.kind === 'lifecycle') return { ...reason, state: statement.state };
  return statement.kind === 'decision' ? { ...reason, decision: statement.decision, finding: statement.finding } : reason;
}

const reasonOf = ({ reason }: Statement): TimelineEvent['facts'] => (reason === '' ? {} : { reason });

/** Days on the way that nobody recorded: from one custody record in transit to the next record. */
function custodyGaps(statements: readonly Statement[]): readonly TimelineEvent[] {
  const records = statements.filter((statement) => statement.kind === 'lifecycle').toSorted((a, b) => compareTimes(a.at, b.at));
  return records.flatMap((record, index) => {
    const before = records[index - 1];
    if (before?.state !== 'in-transit') return [];
    const days = Math.floor((instantOf(record.at) - instantOf(before.at)) / DAY_MS);
    if (days < 1) return [];
    const title = `No custody record for ${daysText(days)}`;
    const event = {
      at: record.at,
      receivedAt: record.at,
      lane: 'gap',
      kind: 'custody-gap',
      title,
      facts: { days, from: before.at },
    } as const;
    return [timelineEvent({ ...event, by: record.author, seed: `${before.id} ${record.id}` })];
  });
}
