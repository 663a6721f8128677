import { listAnchors } from '#lib/ingest/governing.ts';
import { guardedRoute } from '../../../../server/guarded-route.ts';
import { readJsonBody } from '../../../../server/json-body.ts';
import { RequestProblem } from '../../../../server/problem.ts';
import { say } from '../../../../server/say.ts';
import { removalBody } from '../../schema/statements.ts';

/** Nothing is deleted: the certificate stops being an anchor from now on, by a statement. */
export const DELETE = guardedRoute<{ sha256: string }>('DELETE /api/v1/anchors/[sha256]', async ({ store, principal, params, request }) => {
  const { reason } = await readJsonBody(request, removalBody);
  const anchor = (await listAnchors(store, new Date())).find(({ sha256 }) => sha256 === params.sha256);
  if (anchor === undefined) throw new RequestProblem('notFound', { what: 'trust anchor' });
  const { sha256, label } = anchor;
  return Response.json(await say(store, principal, { kind: 'anchor', action: 'remove', sha256, certificate: null, label, reason }));
});
