/** Headers of the fleet's CSV. */
export const fleetCsv = {
  id: 'Device',
  manufacturer: 'Manufacturer',
  model: 'Model',
  serial: 'Serial',
  trust: 'Trust',
  lifecycle: 'Lifecycle',
  tier: 'Identity',
  findings: 'Open findings above info',
  lastObserved: 'Last observed',
  assessed: 'Assessed',
  attestation: 'Attestation',
  lastAttested: 'Last attested',
  secureBoot: 'Secure Boot',
  firmware: 'Firmware version',
} as const;
