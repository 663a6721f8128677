import { guardedRoute } from '../../../../../server/guarded-route.ts';
import { readJsonBody } from '../../../../../server/json-body.ts';
import { recordedResponse } from '../../../../../server/recorded-response.ts';
import { say } from '../../../../../server/say.ts';
import { baseChoiceBody } from '../../../schema/devices.ts';

export const POST = guardedRoute<{ id: string }>(
  'POST /api/v1/devices/[id]/base-choices',
  async ({ store, principal, params, request }) => {
    const { certificate, reason } = await readJsonBody(request, baseChoiceBody);
    return recordedResponse(await say(store, principal, { kind: 'base-choice', device: params.id, certificate, reason }));
  },
);
