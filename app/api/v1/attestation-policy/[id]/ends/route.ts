import { guardedRoute } from '../../../../../server/guarded-route.ts';
import { readJsonBody } from '../../../../../server/json-body.ts';
import { recordedResponse } from '../../../../../server/recorded-response.ts';
import { say } from '../../../../../server/say.ts';
import { endBody } from '../../../schema/policy.ts';

/** Proposes the end of a line: another person approves it like the line itself. */
export const POST = guardedRoute<{ id: string }>(
  'POST /api/v1/attestation-policy/[id]/ends',
  async ({ store, principal, params, request }) => {
    const { until, reason } = await readJsonBody(request, endBody);
    const change = { action: 'end', line: params.id, until } as const;
    return recordedResponse(await say(store, principal, { kind: 'attestation-policy', change, reason }));
  },
);
