import { approvable } from '../../../../../server/approval-right.ts';
import { guardedRoute } from '../../../../../server/guarded-route.ts';
import { readJsonBody } from '../../../../../server/json-body.ts';
import { recordedResponse } from '../../../../../server/recorded-response.ts';
import { say } from '../../../../../server/say.ts';
import { approvalBody } from '../../../schema/statements.ts';

/** Two people: the right depends on what is approved, and nobody approves what they said themselves. */
export const POST = guardedRoute<{ id: string }>(
  'POST /api/v1/statements/[id]/approvals',
  async ({ store, principal, params, request }) => {
    const { reason } = await readJsonBody(request, approvalBody);
    const { id } = await approvable(store, principal, params.id);
    return recordedResponse(await say(store, principal, { kind: 'approval', statement: id, reason }));
  },
);
