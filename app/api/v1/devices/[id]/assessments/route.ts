import { maySeeDevice } from '#lib/auth/visible-devices.ts';
import { listAssessments } from '#lib/store/assessments.ts';
import { findDevice } from '#lib/store/devices.ts';
import { guardedRoute } from '../../../../../server/guarded-route.ts';
import { given, pageJson } from '../../../../../server/page-json.ts';
import { RequestProblem } from '../../../../../server/problem.ts';
import { readQuery } from '../../../../../server/query.ts';
import { pageQuery } from '../../../schema/queries.ts';

/** What was said at the time, as it was kept: nothing is folded again. */
export const GET = guardedRoute<{ id: string }>('GET /api/v1/devices/[id]/assessments', async ({ store, principal, params, query }) => {
  const device = maySeeDevice(principal, params.id) ? await findDevice(store, params.id) : undefined;
  if (device === undefined) throw new RequestProblem('notFound', { what: 'device' });
  const page = await listAssessments(store, { deviceId: params.id, ...given(readQuery(query, pageQuery)) });
  return pageJson({ ...page, items: page.items.map(({ deviceId: _, ...assessment }) => assessment) });
});
