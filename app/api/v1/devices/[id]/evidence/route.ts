import { maySeeDevice } from '#lib/auth/visible-devices.ts';
import { exportEvidence } from '#lib/ingest/export-evidence.ts';
import { recordAction } from '#lib/store/audit.ts';
import { byteStream } from '../../../../../server/byte-stream.ts';
import { guardedRoute } from '../../../../../server/guarded-route.ts';
import { RequestProblem } from '../../../../../server/problem.ts';

/** Taking evidence away is logged: it leaves the program's hands. */
export const GET = guardedRoute<{ id: string }>('GET /api/v1/devices/[id]/evidence', async ({ store, principal, params }) => {
  const at = new Date();
  const evidence = maySeeDevice(principal, params.id) ? await exportEvidence(store, params.id, at) : undefined;
  if (evidence === undefined) throw new RequestProblem('notFound', { what: 'device' });
  await recordAction(store.pool, { at, actor: principal.name, action: 'evidence-exported', subject: params.id, detail: {} });
  return new Response(byteStream(evidence.stream), {
    headers: {
      'content-type': 'application/zip',
      'content-disposition': `attachment; filename="${evidence.fileName}"`,
      'x-content-type-options': 'nosniff',
    },
  });
});
