import { listSubmissions } from '#lib/store/submissions.ts';
import { guardedRoute } from '../../../server/guarded-route.ts';
import { given, pageJson } from '../../../server/page-json.ts';
import { readQuery } from '../../../server/query.ts';
import { submissionQuery } from '../schema/artifacts.ts';
import { submissionJson } from './submission-json.ts';

/** One's own submissions only: the answer never tells whether somebody else handed in the same bytes. */
export const GET = guardedRoute('GET /api/v1/submissions', async ({ store, principal, query }) => {
  const page = await listSubmissions(store, { ...given(readQuery(query, submissionQuery)), submittedBy: principal.name });
  return pageJson({ ...page, items: page.items.map(submissionJson) });
});
