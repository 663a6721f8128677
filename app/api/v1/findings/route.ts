import { visibleDevices } from '#lib/auth/visible-devices.ts';
import { listFindings } from '#lib/store/findings.ts';
import { guardedRoute } from '../../../server/guarded-route.ts';
import { given, pageJson } from '../../../server/page-json.ts';
import { readQuery } from '../../../server/query.ts';
import { findingQuery } from '../schema/findings.ts';
import { findingRowJson } from './finding-row-json.ts';

export const GET = guardedRoute('GET /api/v1/findings', async ({ store, principal, query }) => {
  const { cursor, limit, state, ...rest } = readQuery(query, findingQuery);
  const filter = { ...given(rest), open: state === 'open' };
  const page = await listFindings(store, { filter, visible: visibleDevices(principal), limit, ...given({ cursor }) });
  return pageJson({ ...page, items: page.items.map(findingRowJson) });
});
