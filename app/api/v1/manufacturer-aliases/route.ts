import { listAliases } from '#lib/ingest/list-aliases.ts';
import { manufacturerAlias } from '#lib/present/governing-schema.ts';
import { guardedRoute } from '../../../server/guarded-route.ts';
import { readJsonBody } from '../../../server/json-body.ts';
import { RequestProblem } from '../../../server/problem.ts';
import { recordedResponse } from '../../../server/recorded-response.ts';
import { say } from '../../../server/say.ts';
import { aliasBody } from '../schema/aliases.ts';

/** The whole table: a vendor has a handful of names, so that one page holds them. */
export const GET = guardedRoute('GET /api/v1/manufacturer-aliases', async ({ store }) => {
  const { table, version, waiting } = await listAliases(store, new Date());
  return Response.json({ version, lines: table.lines, waiting });
});

export const POST = guardedRoute('POST /api/v1/manufacturer-aliases', async ({ store, principal, request }) => {
  const { name, means, reason } = await readJsonBody(request, aliasBody);
  const read = manufacturerAlias.safeParse({ scheme: 'manufacturer', name, means });
  if (!read.success) throw new RequestProblem('invalidInput', { problems: read.error.issues.map(({ message }) => message).join('; ') });
  return recordedResponse(await say(store, principal, { kind: 'manufacturer-alias', change: { action: 'add', line: read.data }, reason }));
});
