import { revokedImage } from '#lib/attestation/revoked-image.ts';
import { bootFactsOf } from '#lib/tpm/boot-facts.ts';
import type { EventLog } from '#lib/tpm/types.ts';

/** What a start left open, as the records of its log tell it. */
export const EXPOSURES = ['firmware-debugger', 'kernel-debugger', 'open-memory', 'test-signing', 'revoked-image'] as const;
export type Exposure = (typeof EXPOSURES)[number];

/** What a log tells against itself: nobody gains by writing it, and leaving it out takes other digests. */
export function exposuresOf(log: EventLog, facts = bootFactsOf(log)): readonly Exposure[] {
  const { debugMode, kernelDebugging, dmaProtectionDisabled, testSigning } = facts;
  const isOpen: Readonly<Record<Exposure, boolean>> = {
    'firmware-debugger': debugMode !== null,
    'kernel-debugger': kernelDebugging === 'on',
    'open-memory': dmaProtectionDisabled !== null,
    'test-signing': testSigning === 'on',
    'revoked-image': revokedImage(log) !== null,
  };
  return EXPOSURES.filter((exposure) => isOpen[exposure]);
}
