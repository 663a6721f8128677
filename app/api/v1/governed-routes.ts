import { changeEffect } from '#lib/ingest/change-effect.ts';
import { listGoverned } from '#lib/ingest/list-governed.ts';
import type { GoverningKind } from '#lib/present/vocabulary.ts';
import type { GuardedCall } from '../../server/guarded-route.ts';
import { readJsonBody } from '../../server/json-body.ts';
import { RequestProblem } from '../../server/problem.ts';
import { readQuery } from '../../server/query.ts';
import { recordedResponse } from '../../server/recorded-response.ts';
import { say } from '../../server/say.ts';
import { endBody } from './schema/governed.ts';
import { pageQuery } from './schema/queries.ts';

type LineCall = GuardedCall<{ id: string }>;

/** The whole table: lines are made by hand, so that one page holds them. */
export const tableOf =
  (kind: GoverningKind) =>
  async ({ store }: GuardedCall<object>): Promise<Response> => {
    const { table, version, waiting } = await listGoverned(store, kind, new Date());
    return Response.json({ version, lines: table.lines, waiting });
  };

/** Proposes the end of a line: another person approves it like the line itself. */
export const proposeEndOf =
  (kind: GoverningKind) =>
  async ({ store, principal, params, request }: LineCall): Promise<Response> => {
    const { until, reason } = await readJsonBody(request, endBody);
    return recordedResponse(await say(store, principal, { kind, change: { action: 'end', line: params.id, until }, reason }));
  };

/** What a waiting change would do, before anybody approves it. */
export const effectOf =
  (kind: GoverningKind) =>
  async ({ store, params, query }: LineCall): Promise<Response> => {
    const effect = await changeEffect(store, { kind, id: params.id, now: new Date(), ...readQuery(query, pageQuery) });
    if (effect === undefined) throw new RequestProblem('notFound', { what: 'waiting change' });
    return Response.json(effect);
  };
