import { compareTimes } from '#lib/device/time.ts';
import { type AttestationPolicyView, attestationPolicyView } from '#lib/present/attestation-policy-view.ts';
import type { Store } from '#lib/store/open-store.ts';
import { governingStatements } from '#lib/store/statements.ts';

/** What groups of devices have to show, with what waits for a second person. */
export async function listAttestationPolicy(store: Store, now: Date): Promise<AttestationPolicyView> {
  const at = now.toISOString();
  return attestationPolicyView(
    (await governingStatements(store.pool)).filter((statement) => compareTimes(statement.at, at) <= 0),
    at,
  );
}
