import { listVerifierKeys } from '#lib/ingest/governing.ts';
import { guardedRoute } from '../../../../server/guarded-route.ts';
import { readJsonBody } from '../../../../server/json-body.ts';
import { RequestProblem } from '../../../../server/problem.ts';
import { say } from '../../../../server/say.ts';
import { removalBody } from '../../schema/statements.ts';

/** Nothing is deleted: results signed with the key stop counting from now on, by a statement. */
export const DELETE = guardedRoute<{ sha256: string }>(
  'DELETE /api/v1/verifier-keys/[sha256]',
  async ({ store, principal, params, request }) => {
    const { reason } = await readJsonBody(request, removalBody);
    const found = (await listVerifierKeys(store, new Date())).find(({ sha256 }) => sha256 === params.sha256);
    if (found === undefined) throw new RequestProblem('notFound', { what: 'verifier key' });
    const { sha256, label, key } = found;
    const said = {
      kind: 'verifier-key',
      action: 'remove',
      sha256,
      publicKey: null,
      keyId: key.id,
      issuer: key.issuer,
      label,
      reason,
    } as const;
    return Response.json(await say(store, principal, said));
  },
);
