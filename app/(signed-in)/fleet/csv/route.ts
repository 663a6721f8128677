import { visibleDevices } from '#lib/auth/visible-devices.ts';
import { CSV_BYTE_ORDER_MARK } from '#lib/present/csv.ts';
import { fleetCsvHeader, fleetCsvRow } from '#lib/present/fleet-view.ts';
import type { FleetDevice } from '#lib/store/device-row.ts';
import { type FleetQuery, listFleet } from '#lib/store/fleet.ts';
import type { Store } from '#lib/store/open-store.ts';
import { MAX_PAGE } from '#lib/store/page.ts';
import { byteStream } from '../../../server/byte-stream.ts';
import { guardedRoute } from '../../../server/guarded-route.ts';
import { viewerLocale, viewerTexts } from '../../../server/texts.ts';
import { readFleetQuery } from '../fleet-query.ts';

/** All devices of exactly the filter that the page shows, in its order, page by page: never all in memory. */
export const GET = guardedRoute('GET /fleet/csv', async ({ store, principal, query }) => {
  const { filter, sort } = readFleetQuery(Object.fromEntries(query));
  const { csvFile } = (await viewerTexts()).fleet;
  const lines = csvLines(store, { filter, sort, visible: visibleDevices(principal) });
  return new Response(byteStream(lines), {
    headers: {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="${csvFile}"`,
      'cache-control': 'no-store',
    },
  });
});

async function* csvLines(store: Store, asked: FleetQuery): AsyncGenerator<Uint8Array> {
  const locale = await viewerLocale();
  const encoder = new TextEncoder();
  yield encoder.encode(`${CSV_BYTE_ORDER_MARK}${fleetCsvHeader(locale)}`);
  for (let cursor: string | undefined; ; ) {
    const page = await listFleet(store, { ...asked, limit: MAX_PAGE, ...(cursor === undefined ? {} : { cursor }) });
    yield encoder.encode(page.items.map((device) => fleetCsvRow(locale, csvRow(device))).join(''));
    if (page.nextCursor === null) return;
    cursor = page.nextCursor;
  }
}

function csvRow({ openFindings, ...device }: FleetDevice) {
  const { critical, high, medium, low } = openFindings;
  return { ...device, findings: critical + high + medium + low };
}
