import { guardedRoute } from '../../../../server/guarded-route.ts';
import { askedDevice } from '../asked-device.ts';

export const GET = guardedRoute<{ id: string }>('GET /api/v1/devices/[id]', async (call) => {
  const { head, traced, assessed, stopped } = await askedDevice(call);
  const { key, tier, identity, verdict, attestation } = traced;
  return Response.json({ ...head, key, tier, identity, verdict, attestation, nextChangeAt: assessed.device.nextChangeAt, stopped });
});
