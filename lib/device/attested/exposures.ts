import type { BootFacts } from '#lib/tpm/boot-facts.ts';

/** What a start left open, as the records of its log tell it. */
export const EXPOSURES = ['firmware-debugger', 'kernel-debugger', 'open-memory', 'test-signing'] as const;
export type Exposure = (typeof EXPOSURES)[number];

/** What a log tells against itself: nobody gains by writing it, and leaving it out takes other digests. */
export function exposuresOf({ debugMode, kernelDebugging, dmaProtectionDisabled, testSigning }: BootFacts): readonly Exposure[] {
  const isOpen: Readonly<Record<Exposure, boolean>> = {
    'firmware-debugger': debugMode !== null,
    'kernel-debugger': kernelDebugging === 'on',
    'open-memory': dmaProtectionDisabled !== null,
    'test-signing': testSigning === 'on',
  };
  return EXPOSURES.filter((exposure) => isOpen[exposure]);
}
