import { listAnchors } from '#lib/ingest/governing.ts';
import { inflate } from '#lib/ingest/inflate.ts';
import { MAX_ANCHOR_SET_BYTES, previewAnchors } from '#lib/present/anchor-set-view.ts';
import { guardedRoute } from '../../../../server/guarded-route.ts';
import { readOctetBody } from '../../../../server/octet-body.ts';
import { RequestProblem } from '../../../../server/problem.ts';

/** What a set of certificates offers. It is read here, because nothing of it is kept: the limits hold before anything is unpacked. */
export const POST = guardedRoute('POST /api/v1/anchors/previews', async ({ store, request }) => {
  const bytes = await readOctetBody(request, MAX_ANCHOR_SET_BYTES);
  const now = new Date();
  const known = new Set((await listAnchors(store, now)).map(({ sha256 }) => sha256));
  const preview = previewAnchors(bytes, { known, at: now.toISOString(), inflate });
  if ('refused' in preview) throw new RequestProblem('invalidInput', { problems: preview.refused });
  return Response.json(preview);
});
