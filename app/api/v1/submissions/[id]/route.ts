import { maySeeDevice, maySeeSubmission } from '#lib/auth/visible-devices.ts';
import { devicesOfArtifacts } from '#lib/store/devices.ts';
import { findSubmission } from '#lib/store/submissions.ts';
import { listUnlinked } from '#lib/store/unlinked.ts';
import { guardedRoute } from '../../../../server/guarded-route.ts';
import { RequestProblem } from '../../../../server/problem.ts';
import { documentsJson } from '../../artifacts/document-json.ts';
import { standings } from '../standing.ts';
import { submissionJson } from '../submission-json.ts';

export const GET = guardedRoute<{ id: string }>('GET /api/v1/submissions/[id]', async ({ store, principal, params }) => {
  const submission = await findSubmission(store, params.id);
  if (submission === undefined || !maySeeSubmission(principal, submission.submittedBy)) {
    throw new RequestProblem('notFound', { what: 'submission' });
  }
  const { id, sha256 } = submission;
  const [documents, devices, unlinked] = await Promise.all([
    documentsJson(store, sha256),
    devicesOfArtifacts(store.pool, [sha256]),
    listUnlinked(store, { submissionId: id }),
  ]);
  const seen = (devices.get(sha256) ?? []).filter((device) => maySeeDevice(principal, device));
  return Response.json({
    ...submissionJson(submission),
    documents,
    devices: seen,
    // Costly for large devices, and only true once everything was folded.
    standing: submission.status === 'settled' ? await standings(store, sha256, seen) : [],
    unlinked: unlinked.items.map(({ documentId, reason, detail }) => ({ documentId, reason, detail })),
  });
});
