/** How much a finding matters. Keys are the values of `Severity`. */
export const severity = {
  critical: 'critical',
  high: 'high',
  medium: 'medium',
  low: 'low',
  info: 'info',
} as const;
