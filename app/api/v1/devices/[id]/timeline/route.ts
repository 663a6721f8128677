import { guardedRoute } from '../../../../../server/guarded-route.ts';
import { askedDevice } from '../../asked-device.ts';

export const GET = guardedRoute<{ id: string }>('GET /api/v1/devices/[id]/timeline', async (call) => {
  const { head, traced } = await askedDevice(call);
  return Response.json({ ...head, items: traced.timeline });
});
