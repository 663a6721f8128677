import { exposureSigns } from '../exposure-sign.ts';
import type { Rule } from '../rule.ts';

const RESOLVE =
  'Install a boot loader, driver or option ROM that is not on the list, switch Secure Boot on, start the device, and hand in its event log.';

/** The last start that is known ran an image that the device's own list of revoked images names. */
export const revokedImageStarted: Rule = {
  id: 'revoked-image-started',
  means: "The last start that is known ran an image that the device's own list of revoked images (dbx) names.",
  matters:
    'The image is on that list because it can be made to start anything, or was made to do harm. With Secure Boot on, the firmware would have refused it.',
  resolve: RESOLVE,
  source: 'UEFI 2.10 section 32.5.3.3 (forbidden signatures); draft-ietf-rats-ar4si section 2.3.4 (executables, 96)',
  weighs: 'changed',
  evaluate: ({ device }) =>
    exposureSigns(device, {
      exposure: 'revoked-image',
      subject: 'image that is revoked',
      tells: 'An image was started that the list of revoked images of the same start names',
      resolve: RESOLVE,
      always: { severity: 'high', weighs: 'changed' },
    }).map((sign) => ({ ...sign, expected: 'none', observed: 'one' })),
};
