import type { ResultAdapter } from './adapter.ts';
import { azureAttestation } from './azure-attestation.ts';
import { ear } from './ear.ts';
import { eat } from './eat.ts';
import { googleCloudAttestation } from './google-cloud-attestation.ts';
import { hirs } from './hirs.ts';
import { intelTrustAuthority } from './intel-trust-authority.ts';
import { keylimeAgent } from './keylime-agent.ts';
import { keylimeAttestations } from './keylime-attestations.ts';
import { keylimeRevocation } from './keylime-revocation.ts';
import { nvidiaNras } from './nvidia-nras.ts';

/** All forms of results, in the order in which they are asked: EAT is the most general, so it is the last of the tokens. */
export const ADAPTERS: readonly ResultAdapter[] = [
  ear,
  azureAttestation,
  intelTrustAuthority,
  googleCloudAttestation,
  eat,
  nvidiaNras,
  keylimeAgent,
  keylimeAttestations,
  keylimeRevocation,
  hirs,
];
