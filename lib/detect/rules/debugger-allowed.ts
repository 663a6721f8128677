import { exposureSigns } from '../exposure-sign.ts';
import type { Rule } from '../rule.ts';

const RESOLVE =
  'Switch the debugger off in the settings of the firmware or of the operating system, start the device, and hand in its event log.';
const ALWAYS = { severity: 'high', weighs: 'changed' } as const;

/** At the last start that is known, a debugger could be attached to the firmware or to the kernel. */
export const debuggerAllowed: Rule = {
  id: 'debugger-allowed',
  means: 'At the last start that is known, a debugger could be attached to the firmware or to the kernel of the operating system.',
  matters:
    'Whoever attaches one reads and changes everything that runs, and no later measurement shows it. No device in service starts like this.',
  resolve: RESOLVE,
  source:
    'TCG PC Client Platform Firmware Profile 1.06 section 3.3.4.8 (UEFI Debug Mode); draft-ietf-rats-ar4si section 2.3.4 (configuration)',
  weighs: 'changed',
  evaluate: ({ device }) => [
    ...exposureSigns(device, {
      exposure: 'firmware-debugger',
      subject: 'debugger of the firmware',
      tells: 'The firmware let a debugger be attached',
      resolve: RESOLVE,
      always: ALWAYS,
    }),
    ...exposureSigns(device, {
      exposure: 'kernel-debugger',
      subject: 'debugger of the kernel',
      tells: 'The operating system let a debugger be attached to its kernel',
      resolve: RESOLVE,
      always: ALWAYS,
    }),
  ],
};
