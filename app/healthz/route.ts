import { checkHealth } from '#lib/store/health.ts';
import { publicRoute } from '../server/guarded-route.ts';

/** 503 when the database doesn't answer; a silent worker is told, and files are still taken in. */
export const GET = publicRoute('GET /healthz', async ({ store }) => {
  const { database, worker } = await checkHealth(store);
  const status = database === 'ok' && worker === 'ok' ? 'ok' : 'degraded';
  return Response.json({ status, database, worker }, { status: database === 'ok' ? 200 : 503 });
});
