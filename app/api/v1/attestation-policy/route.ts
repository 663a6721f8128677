import { attestationPolicyLine } from '#lib/present/governing-schema.ts';
import { guardedRoute } from '../../../server/guarded-route.ts';
import { readJsonBody } from '../../../server/json-body.ts';
import { RequestProblem } from '../../../server/problem.ts';
import { recordedResponse } from '../../../server/recorded-response.ts';
import { say } from '../../../server/say.ts';
import { tableOf } from '../governed-routes.ts';
import { attestationPolicyBody } from '../schema/governed.ts';

export const GET = guardedRoute('GET /api/v1/attestation-policy', tableOf('attestation-policy'));

export const POST = guardedRoute('POST /api/v1/attestation-policy', async ({ store, principal, request }) => {
  const { reason, ...asked } = await readJsonBody(request, attestationPolicyBody);
  const read = attestationPolicyLine.safeParse(asked);
  if (!read.success) throw new RequestProblem('invalidInput', { problems: read.error.issues.map(({ message }) => message).join('; ') });
  return recordedResponse(await say(store, principal, { kind: 'attestation-policy', change: { action: 'add', line: read.data }, reason }));
});
