import { listGoverned } from '#lib/ingest/list-governed.ts';
import { openRights } from '#lib/present/policy-text.ts';
import { guardedRoute } from '../../../server/guarded-route.ts';
import { readJsonBody } from '../../../server/json-body.ts';
import { type Limits, lineOf } from '../../../server/policy-line.ts';
import { RequestProblem } from '../../../server/problem.ts';
import { recordedResponse } from '../../../server/recorded-response.ts';
import { say } from '../../../server/say.ts';
import { lineBody } from '../schema/governed.ts';

/** The whole table: tens of lines, so that one page holds them. */
export const GET = guardedRoute('GET /api/v1/issuer-policy', async ({ store }) => {
  const { table, version, waiting } = await listGoverned(store, 'issuer-policy', new Date());
  return Response.json({ version, open: openRights(table), lines: table.lines, waiting });
});

export const POST = guardedRoute('POST /api/v1/issuer-policy', async ({ store, principal, request }) => {
  const { issuer, account, reason, ...limits } = await readJsonBody(request, lineBody);
  const result = await lineOf(store, { issuer: issuer ?? '', account: account ?? '', limits: limits satisfies Limits });
  if ('problem' in result) throw new RequestProblem('invalidInput', { problems: result.problem });
  return recordedResponse(await say(store, principal, { kind: 'issuer-policy', change: { action: 'add', line: result.line }, reason }));
});
