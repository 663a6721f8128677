import { exposureSigns } from '../exposure-sign.ts';
import type { Rule } from '../rule.ts';

const RESOLVE =
  'Switch DMA protection (IOMMU, VT-d or AMD-Vi) on in the settings of the firmware, start the device, and hand in its event log.';

/** At the last start that is known, the firmware let attached devices read and write all memory. */
export const memoryOpen: Rule = {
  id: 'memory-open',
  means: 'At the last start that is known, the firmware let attached devices read and write all memory (DMA protection was off).',
  matters:
    'A device in a slot or at a port can then change firmware and operating system while they start. Where it was protected before, somebody switched that off.',
  resolve: RESOLVE,
  source: 'TCG PC Client Platform Firmware Profile 1.06 section 3.3.4.8 (DMA Protection Disabled)',
  weighs: 'changed',
  evaluate: ({ device }) =>
    exposureSigns(device, {
      exposure: 'open-memory',
      subject: 'DMA protection',
      tells: 'The firmware let attached devices read and write all memory',
      resolve: RESOLVE,
      always: { severity: 'low', weighs: 'none' },
    }),
};
