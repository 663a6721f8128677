import { guardedRoute } from '../../../../../server/guarded-route.ts';
import { askedDevice } from '../../asked-device.ts';

export const GET = guardedRoute<{ id: string }>('GET /api/v1/devices/[id]/findings', async (call) => {
  const { head, traced, assessed } = await askedDevice(call);
  // The ids that decisions name; both lists are in one order.
  const items = traced.findings.map((finding, index) => ({ ...finding, id: assessed.findings[index]?.id }));
  return Response.json({ ...head, items });
});
