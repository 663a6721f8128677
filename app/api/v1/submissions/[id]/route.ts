import { maySeeSubmission, visibleDevices } from '#lib/auth/visible-devices.ts';
import { actsHandedInAgain, devicesOfSubmission } from '#lib/store/submission-outcomes.ts';
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
  const visible = visibleDevices(principal);
  const [documents, seen, unlinked, again] = await Promise.all([
    documentsJson(store, sha256),
    devicesOfSubmission(store.pool, { id, sha256 }, visible),
    listUnlinked(store, { submissionId: id, visible }),
    actsHandedInAgain(store.pool, [id], visible),
  ]);
  return Response.json({
    ...submissionJson(submission),
    documents,
    devices: seen,
    // Costly for large devices, and only true once everything was folded.
    standing: submission.status === 'settled' ? await standings(store, sha256, seen) : [],
    unlinked: unlinked.items.map(({ documentId, reason, detail }) => ({ documentId, reason, detail })),
    handedInAgain: again.has(id),
  });
});
