import { listIssuerPolicy } from '#lib/ingest/list-policy.ts';
import type { PolicyRow } from '#lib/present/policy-view.ts';
import { guardedRoute } from '../../../server/guarded-route.ts';
import { readJsonBody } from '../../../server/json-body.ts';
import { type Limits, lineOf } from '../../../server/policy-line.ts';
import { RequestProblem } from '../../../server/problem.ts';
import { recordedResponse } from '../../../server/recorded-response.ts';
import { say } from '../../../server/say.ts';
import { lineBody } from '../schema/policy.ts';

/** The whole table: tens of lines, so that one page holds them. */
export const GET = guardedRoute('GET /api/v1/issuer-policy', async ({ store }) => {
  const { policy, version, open, rows } = await listIssuerPolicy(store, new Date());
  return Response.json({ version, open, lines: policy.lines, waiting: rows.flatMap(waitingOf) });
});

function waitingOf({ id, line, state, proposed, proposedEnds }: PolicyRow): readonly object[] {
  const ends = proposedEnds.map(({ until, ...said }) => ({ ...said, change: { action: 'end', line: id, until } }));
  return state === 'waiting' ? [{ ...proposed, change: { action: 'add', line } }, ...ends] : ends;
}

export const POST = guardedRoute('POST /api/v1/issuer-policy', async ({ store, principal, request }) => {
  const { issuer, account, reason, ...limits } = await readJsonBody(request, lineBody);
  const result = await lineOf(store, { issuer: issuer ?? '', account: account ?? '', limits: limits satisfies Limits });
  if ('problem' in result) throw new RequestProblem('invalidInput', { problems: result.problem });
  return recordedResponse(await say(store, principal, { kind: 'issuer-policy', change: { action: 'add', line: result.line }, reason }));
});
