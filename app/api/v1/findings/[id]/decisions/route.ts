import { findFinding } from '#lib/store/findings.ts';
import { guardedRoute } from '../../../../../server/guarded-route.ts';
import { readJsonBody } from '../../../../../server/json-body.ts';
import { RequestProblem } from '../../../../../server/problem.ts';
import { recordedResponse } from '../../../../../server/recorded-response.ts';
import { say } from '../../../../../server/say.ts';
import { decisionBody } from '../../../schema/findings.ts';

export const POST = guardedRoute<{ id: string }>('POST /api/v1/findings/[id]/decisions', async ({ store, principal, params, request }) => {
  const { device, decision, reason, expiresAt } = await readJsonBody(request, decisionBody);
  const finding = await findFinding(store, { deviceId: device, id: params.id });
  if (finding === undefined) throw new RequestProblem('notFound', { what: 'finding of this device' });
  return recordedResponse(
    await say(store, principal, {
      kind: 'decision',
      device,
      finding: finding.id,
      decision,
      reason,
      expiresAt: expiresAt === null ? null : new Date(expiresAt).toISOString(),
    }),
  );
});
