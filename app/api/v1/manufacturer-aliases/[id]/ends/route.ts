import { guardedRoute } from '../../../../../server/guarded-route.ts';
import { readJsonBody } from '../../../../../server/json-body.ts';
import { recordedResponse } from '../../../../../server/recorded-response.ts';
import { say } from '../../../../../server/say.ts';
import { endBody } from '../../../schema/policy.ts';

/** Proposes that two names no longer mean the same: another person approves it like the alias itself. */
export const POST = guardedRoute<{ id: string }>(
  'POST /api/v1/manufacturer-aliases/[id]/ends',
  async ({ store, principal, params, request }) => {
    const { until, reason } = await readJsonBody(request, endBody);
    const change = { action: 'end', line: params.id, until } as const;
    return recordedResponse(await say(store, principal, { kind: 'manufacturer-alias', change, reason }));
  },
);
