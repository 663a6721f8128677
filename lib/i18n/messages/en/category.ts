/** What kind of part. Keys are the values of `Category`. */
export const category = {
  chassis: 'Chassis',
  board: 'Boards',
  processor: 'Processors',
  accelerator: 'Accelerators',
  memory: 'Memory',
  storage: 'Storage',
  network: 'Network',
  controller: 'Controllers',
  'security-module': 'Security modules',
  power: 'Power',
  cooling: 'Cooling',
  'input-output': 'Input and output',
  firmware: 'Firmware',
  'operating-system': 'Operating systems',
  software: 'Software',
  other: 'Other parts',
} as const;
