import { changeEffect } from '#lib/ingest/change-effect.ts';
import { guardedRoute } from '../../../../../server/guarded-route.ts';
import { RequestProblem } from '../../../../../server/problem.ts';

/** What a waiting change would do, before anybody approves it. */
export const GET = guardedRoute<{ id: string }>('GET /api/v1/attestation-policy/[id]/effect', async ({ store, params }) => {
  const effect = await changeEffect(store, { kind: 'attestation-policy', id: params.id, now: new Date() });
  if (effect === undefined) throw new RequestProblem('notFound', { what: 'waiting change' });
  return Response.json(effect);
});
