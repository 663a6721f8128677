import { guardedRoute } from '../../../../server/guarded-route.ts';
import { readJsonBody } from '../../../../server/json-body.ts';
import { RequestProblem } from '../../../../server/problem.ts';
import { say } from '../../../../server/say.ts';
import { verifierKeyRemoval } from '../../../../server/verifier-key-removal.ts';
import { removalBody } from '../../schema/statements.ts';

/** Nothing is deleted: the key ends by a statement. */
export const DELETE = guardedRoute<{ sha256: string }>(
  'DELETE /api/v1/verifier-keys/[sha256]',
  async ({ store, principal, params, request }) => {
    const { reason } = await readJsonBody(request, removalBody);
    const said = await verifierKeyRemoval(store, { sha256: params.sha256, reason });
    if (said === undefined) throw new RequestProblem('notFound', { what: 'verifier key' });
    return Response.json(await say(store, principal, said));
  },
);
