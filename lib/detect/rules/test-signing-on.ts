import { exposureSigns } from '../exposure-sign.ts';
import type { Rule } from '../rule.ts';

const RESOLVE = 'Switch test signing off (bcdedit /set testsigning off), start the device, and hand in its event log.';

/** At the last start that is known, the operating system ran drivers that anybody could have signed. */
export const testSigningOn: Rule = {
  id: 'test-signing-on',
  means: 'At the last start that is known, the operating system ran drivers that are signed for tests, by whomever.',
  matters: 'Such a driver is part of the kernel, and nobody vouches for it. Where it was off before, somebody switched it on.',
  resolve: RESOLVE,
  source: 'Microsoft, TCG log of Windows: SIPAEVENT_TESTSIGNING; draft-ietf-rats-ar4si section 2.3.4 (configuration)',
  weighs: 'changed',
  evaluate: ({ device }) =>
    exposureSigns(device, {
      exposure: 'test-signing',
      subject: 'test signing',
      tells: 'The operating system ran drivers that are signed for tests',
      resolve: RESOLVE,
      always: { severity: 'low', weighs: 'none' },
    }),
};
