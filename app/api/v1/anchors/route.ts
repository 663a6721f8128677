import { listAnchors } from '#lib/ingest/governing.ts';
import { anchorView, readAnchor } from '#lib/present/anchor-view.ts';
import { guardedRoute } from '../../../server/guarded-route.ts';
import { readJsonBody } from '../../../server/json-body.ts';
import { RequestProblem } from '../../../server/problem.ts';
import { recordedResponse } from '../../../server/recorded-response.ts';
import { say } from '../../../server/say.ts';
import { anchorBody } from '../schema/statements.ts';

/** All anchors in force; tens, so that one page holds them. */
export const GET = guardedRoute('GET /api/v1/anchors', async ({ store }) => {
  const anchors = await listAnchors(store, new Date());
  const items = anchors.map(({ certificate, label, statement }) => ({
    ...anchorView(certificate),
    label,
    addedBy: statement.author,
    addedAt: statement.at,
  }));
  return Response.json({ items, next: null });
});

export const POST = guardedRoute('POST /api/v1/anchors', async ({ store, principal, request }) => {
  const { certificate, label, reason } = await readJsonBody(request, anchorBody);
  const read = readAnchor(certificate);
  if (read.kind === 'not-single')
    throw new RequestProblem('invalidInput', { problems: `certificate: ${read.count} documents, exactly one is needed` });
  if (read.kind === 'unreadable') throw new RequestProblem('invalidInput', { problems: `certificate: ${read.detail}` });
  const { sha256 } = read.view;
  return recordedResponse(
    await say(store, principal, { kind: 'anchor', action: 'add', sha256, certificate: read.certificate, label, reason }),
  );
});
