/** Phases of a device's life. Keys are the values of `Lifecycle`. */
export const lifecycle = {
  unknown: 'unknown',
  manufactured: 'manufactured',
  'in-transit': 'in transit',
  received: 'received',
  accepted: 'accepted',
  'in-service': 'in service',
  'in-repair': 'in repair',
  quarantined: 'quarantined',
  retired: 'retired',
} as const;
