import { benchAppraisal } from './appraisal.ts';
import { benchAgents } from './attestation-fleet.ts';
import { benchPosts } from './attestation-posts.ts';
import type { BenchServer } from './bench-server.ts';
import { benchFoldAnswers } from './fold-answers.ts';
import type { Figure } from './harness.ts';

/** Attestation: what one answer costs, what a year of them does to a fold, how many come in, and whether a fleet of agents is served. */
export async function benchAttestation({
  rounds,
  server,
}: {
  rounds: number;
  server: () => Promise<BenchServer>;
}): Promise<readonly Figure[]> {
  return [
    ...(await benchAppraisal({ rounds })),
    ...(await benchFoldAnswers({ rounds })),
    ...(await benchPosts(await server(), { rounds })),
    ...(await benchAgents(await server())),
  ];
}
