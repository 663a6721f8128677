import { newestOwnSubmissions } from '#lib/store/submissions.ts';
import { guardedRoute } from '../../../../server/guarded-route.ts';
import { readJsonBody } from '../../../../server/json-body.ts';
import { lookupBody } from '../../schema/artifacts.ts';

/** Among one's own submissions only: the answer never tells whether somebody else handed in the same bytes. */
export const POST = guardedRoute('POST /api/v1/submissions/lookups', async ({ store, principal, request }) => {
  const { sha256 } = await readJsonBody(request, lookupBody);
  return Response.json({ items: await newestOwnSubmissions(store, { submittedBy: principal.name, artifacts: sha256 }) });
});
