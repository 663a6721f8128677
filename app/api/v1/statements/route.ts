import { listStatements } from '#lib/store/statements.ts';
import { guardedRoute } from '../../../server/guarded-route.ts';
import { given, pageJson } from '../../../server/page-json.ts';
import { readQuery } from '../../../server/query.ts';
import { statementQuery } from '../schema/statements.ts';

export const GET = guardedRoute('GET /api/v1/statements', async ({ store, query }) =>
  pageJson(await listStatements(store, given(readQuery(query, statementQuery)))),
);
