import { withdrawable } from '../../../../../server/approval-right.ts';
import { guardedRoute } from '../../../../../server/guarded-route.ts';
import { readJsonBody } from '../../../../../server/json-body.ts';
import { recordedResponse } from '../../../../../server/recorded-response.ts';
import { say } from '../../../../../server/say.ts';
import { removalBody } from '../../../schema/statements.ts';

export const POST = guardedRoute<{ id: string }>(
  'POST /api/v1/statements/[id]/withdrawals',
  async ({ store, principal, params, request }) => {
    const { reason } = await readJsonBody(request, removalBody);
    const { id } = await withdrawable(store, principal, params.id);
    return recordedResponse(await say(store, principal, { kind: 'withdrawal', statement: id, reason }));
  },
);
