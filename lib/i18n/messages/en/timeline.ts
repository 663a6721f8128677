/** The timeline of a device. Keys of `lane` are the lanes of `TimelineEvent`. */
export const timeline = {
  beforeLifecycle: 'before the first lifecycle record',
  lane: {
    certificate: 'Certificates',
    observation: 'Observations',
    attestation: 'Attestation',
    bom: 'BOMs',
    custody: 'Custody',
    change: 'Changes',
    decision: 'Decisions',
    finding: 'Findings',
    gap: 'Gaps',
  },
  recorded: 'recorded {at}',
  trusted: 'passes all required checks',
  notTrusted: 'does not convince; changes nothing',
  sameInventory: {
    one: 'The same inventory handed in {count} time, {from} to {to}',
    other: 'The same inventory handed in {count} times, {from} to {to}',
  },
  sameBom: {
    one: 'The same BOM handed in {count} time, {from} to {to}',
    other: 'The same BOM handed in {count} times, {from} to {to}',
  },
  noChange: {
    one: '{count} observation without a change, {from} to {to}',
    other: '{count} observations without a change, {from} to {to}',
  },
  changes: { one: '{count} change', other: '{count} changes' },
} as const;
