import { listUnlinked } from '#lib/store/unlinked.ts';
import { guardedRoute } from '../../../server/guarded-route.ts';
import { given, pageJson } from '../../../server/page-json.ts';
import { readQuery } from '../../../server/query.ts';
import { pageQuery } from '../schema/queries.ts';

export const GET = guardedRoute('GET /api/v1/unlinked', async ({ store, query }) => {
  const page = await listUnlinked(store, given(readQuery(query, pageQuery)));
  return pageJson({ ...page, items: page.items.map(({ submissionId, ...rest }) => ({ submission: submissionId, ...rest })) });
});
