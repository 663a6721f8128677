import { guardedRoute } from '../../../../../server/guarded-route.ts';
import { askedDevice } from '../../asked-device.ts';

export const GET = guardedRoute<{ id: string }>('GET /api/v1/devices/[id]/components', async (call) => {
  const { head, traced } = await askedDevice(call);
  const { expected, observed, differences } = traced;
  return Response.json({ ...head, expected, observed, differences });
});
