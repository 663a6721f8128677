import { hasRight } from '#lib/auth/principal.ts';
import { visibleDevices } from '#lib/auth/visible-devices.ts';
import { guardedRoute } from '../../../server/guarded-route.ts';
import { readQuery } from '../../../server/query.ts';
import { searchHits } from '../../../server/search-hits.ts';
import { viewerTexts } from '../../../server/texts.ts';
import { searchQuery } from '../schema/devices.ts';

export const GET = guardedRoute('GET /api/v1/search', async ({ store, principal, query }) => {
  const { q, limit } = readQuery(query, searchQuery);
  const hits = await searchHits(store, {
    text: q,
    visible: visibleDevices(principal),
    maySeeDigests: hasRight(principal, 'anchor.read'),
    texts: (await viewerTexts()).digests,
  });
  return Response.json({ items: hits.slice(0, limit) });
});
