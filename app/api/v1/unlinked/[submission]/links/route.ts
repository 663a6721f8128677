import { guardedRoute } from '../../../../../server/guarded-route.ts';
import { readJsonBody } from '../../../../../server/json-body.ts';
import { recordedResponse } from '../../../../../server/recorded-response.ts';
import { say } from '../../../../../server/say.ts';
import { linkBody } from '../../../schema/statements.ts';

export const POST = guardedRoute<{ submission: string }>(
  'POST /api/v1/unlinked/[submission]/links',
  async ({ store, principal, params, request }) => {
    const { device, reason } = await readJsonBody(request, linkBody);
    return recordedResponse(await say(store, principal, { kind: 'link', submission: params.submission, device, reason }));
  },
);
