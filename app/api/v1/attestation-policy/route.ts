import { listAttestationPolicy } from '#lib/ingest/list-attestation-policy.ts';
import { attestationPolicyLine } from '#lib/present/governing-schema.ts';
import { guardedRoute } from '../../../server/guarded-route.ts';
import { readJsonBody } from '../../../server/json-body.ts';
import { RequestProblem } from '../../../server/problem.ts';
import { recordedResponse } from '../../../server/recorded-response.ts';
import { say } from '../../../server/say.ts';
import { attestationPolicyBody } from '../schema/attestation-policy.ts';

/** The whole table: lines are made by hand, so that one page holds them. */
export const GET = guardedRoute('GET /api/v1/attestation-policy', async ({ store }) => {
  const { table, version, waiting } = await listAttestationPolicy(store, new Date());
  return Response.json({ version, lines: table.lines, waiting });
});

export const POST = guardedRoute('POST /api/v1/attestation-policy', async ({ store, principal, request }) => {
  const { reason, ...asked } = await readJsonBody(request, attestationPolicyBody);
  const read = attestationPolicyLine.safeParse(asked);
  if (!read.success) throw new RequestProblem('invalidInput', { problems: read.error.issues.map(({ message }) => message).join('; ') });
  return recordedResponse(await say(store, principal, { kind: 'attestation-policy', change: { action: 'add', line: read.data }, reason }));
});
