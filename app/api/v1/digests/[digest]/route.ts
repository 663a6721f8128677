import { digestKnowledge } from '#lib/ingest/digest-knowledge.ts';
import { readDigest } from '#lib/present/digest-text.ts';
import { guardedRoute } from '../../../../server/guarded-route.ts';
import { RequestProblem } from '../../../../server/problem.ts';
import { readQuery } from '../../../../server/query.ts';
import { pageQuery } from '../../schema/queries.ts';

/** What knows one digest, and a page of the devices of which a start measured it. */
export const GET = guardedRoute<{ digest: string }>('GET /api/v1/digests/[digest]', async ({ store, params, query }) => {
  const digest = readDigest(params.digest);
  if (digest === null) throw new RequestProblem('notFound', { what: 'digest' });
  const { cursor, limit } = readQuery(query, pageQuery);
  const asked = { digest, limit, now: new Date(), ...(cursor === undefined ? {} : { cursor }) };
  const { sources, isCut, devices } = await digestKnowledge(store, asked);
  return Response.json({ digest, sources, furtherSources: isCut, items: devices.items, next: devices.nextCursor });
});
