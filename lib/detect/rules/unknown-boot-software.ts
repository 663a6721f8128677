import { isBootSoftware, recordSigns } from '../firmware-record.ts';
import type { Rule } from '../rule.ts';

/** The firmware started a program or driver that no reference value and no BOM knows. */
export const unknownBootSoftware: Rule = {
  id: 'unknown-boot-software',
  means: 'The firmware started a program or driver that no reference value and no BOM knows.',
  matters: 'What runs before the operating system can hide from it: a boot kit is a loader or a driver that nobody released.',
  resolve: 'Hand in the reference manifest or the BOM of what was started, or remove it.',
  source: 'TCG PC Client Platform Firmware Profile 1.06 section 3.3.4.5 (PCR 4); NIST SP 800-155 section 3.3',
  weighs: 'changed',
  evaluate: ({ device }) =>
    recordSigns(device, {
      isMeant: (record) => record.outcome === 'mismatch' && isBootSoftware(record),
      severity: 'high',
      resolve: 'Hand in the reference manifest or the BOM of what was started, or remove it.',
      tells: 'was started, and no reference value of that PCR knows it',
    }),
};
