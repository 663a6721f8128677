import { guardedRoute } from '../../../../../server/guarded-route.ts';
import { readJsonBody } from '../../../../../server/json-body.ts';
import { recordedResponse } from '../../../../../server/recorded-response.ts';
import { say } from '../../../../../server/say.ts';
import { baselineBody } from '../../../schema/devices.ts';

export const POST = guardedRoute<{ id: string }>('POST /api/v1/devices/[id]/baselines', async ({ store, principal, params, request }) => {
  const { submission, reason } = await readJsonBody(request, baselineBody);
  return recordedResponse(await say(store, principal, { kind: 'baseline', device: params.id, submission, reason }));
});
