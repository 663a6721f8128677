import { guardedRoute } from '../../../../../server/guarded-route.ts';
import { readJsonBody } from '../../../../../server/json-body.ts';
import { recordedResponse } from '../../../../../server/recorded-response.ts';
import { say } from '../../../../../server/say.ts';
import { lifecycleBody } from '../../../schema/devices.ts';

export const POST = guardedRoute<{ id: string }>(
  'POST /api/v1/devices/[id]/lifecycle-events',
  async ({ store, principal, params, request }) => {
    const { state, reason } = await readJsonBody(request, lifecycleBody);
    return recordedResponse(await say(store, principal, { kind: 'lifecycle', device: params.id, state, reason }));
  },
);
