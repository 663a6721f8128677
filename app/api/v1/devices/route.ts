import { visibleDevices } from '#lib/auth/visible-devices.ts';
import { listFleet } from '#lib/store/fleet.ts';
import { guardedRoute } from '../../../server/guarded-route.ts';
import { given, pageJson } from '../../../server/page-json.ts';
import { readQuery } from '../../../server/query.ts';
import { deviceQuery } from '../schema/devices.ts';
import { deviceRowJson } from './device-row-json.ts';

export const GET = guardedRoute('GET /api/v1/devices', async ({ store, principal, query }) => {
  const { cursor, limit, sort, ...filter } = readQuery(query, deviceQuery);
  const page = await listFleet(store, { filter: given(filter), visible: visibleDevices(principal), sort, limit, ...given({ cursor }) });
  return pageJson({ ...page, items: page.items.map(deviceRowJson) });
});
