import { isBootSoftware, recordSigns } from '../firmware-record.ts';
import type { Rule } from '../rule.ts';

/** The device measured something else than the reference values of its model know. */
export const measurementMismatch: Rule = {
  id: 'measurement-mismatch',
  means: 'The device measured something else than the reference values of its model know.',
  matters:
    'Firmware or its configuration is not what its maker or integrator released: it was changed, or nobody handed in the values of an update.',
  resolve: 'Hand in the reference manifest of the installed firmware, or restore the firmware that the manifests describe.',
  source: 'TCG PC Client Reference Integrity Manifest 1.1 section 6.2; NIST SP 800-155 section 3.3',
  weighs: 'changed',
  evaluate: ({ device }) =>
    recordSigns(device, {
      isMeant: (record) => record.outcome === 'mismatch' && !isBootSoftware(record),
      severity: 'high',
      resolve: 'Hand in the reference manifest of the installed firmware, or restore the firmware that the manifests describe.',
      tells: 'is in no reference value of that PCR',
    }),
};
