import { manufacturerAlias } from '#lib/present/governing-schema.ts';
import { guardedRoute } from '../../../server/guarded-route.ts';
import { readJsonBody } from '../../../server/json-body.ts';
import { RequestProblem } from '../../../server/problem.ts';
import { recordedResponse } from '../../../server/recorded-response.ts';
import { say } from '../../../server/say.ts';
import { tableOf } from '../governed-routes.ts';
import { aliasBody } from '../schema/governed.ts';

export const GET = guardedRoute('GET /api/v1/manufacturer-aliases', tableOf('manufacturer-alias'));

export const POST = guardedRoute('POST /api/v1/manufacturer-aliases', async ({ store, principal, request }) => {
  const { name, means, reason } = await readJsonBody(request, aliasBody);
  const read = manufacturerAlias.safeParse({ scheme: 'manufacturer', name, means });
  if (!read.success) throw new RequestProblem('invalidInput', { problems: read.error.issues.map(({ message }) => message).join('; ') });
  return recordedResponse(await say(store, principal, { kind: 'manufacturer-alias', change: { action: 'add', line: read.data }, reason }));
});
