import { benchAppraisal } from './appraisal.ts';
import { benchPosts } from './attestation-posts.ts';
import type { BenchServer } from './bench-server.ts';
import type { Figure } from './harness.ts';

/** Attestation: what one answer costs, and how many come in. */
export async function benchAttestation({
  rounds,
  server,
}: {
  rounds: number;
  server: () => Promise<BenchServer>;
}): Promise<readonly Figure[]> {
  return [...(await benchAppraisal({ rounds })), ...(await benchPosts(await server(), { rounds }))];
}
