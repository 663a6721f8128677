import { describe } from 'vitest';
import { missingTpmPrograms, TPM_PACKAGES } from './software-tpm.ts';

const missing = missingTpmPrograms();
const required = process.env.REQUIRE_REAL === '1';
if (missing.length > 0) {
  console.warn(
    `NOTICE: ${missing.join(', ')} ${missing.length === 1 ? 'is' : 'are'} not installed; what needs a TPM is NOT TESTED. As root: apt-get install -y ${TPM_PACKAGES}`,
  );
}

/** Tests that start a TPM in software. Left out where its programs are missing; with REQUIRE_REAL=1 they fail there. */
export const describeWithTpm = describe.skipIf(missing.length > 0 && !required);
