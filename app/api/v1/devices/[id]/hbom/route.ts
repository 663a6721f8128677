import { hbomFile } from '#lib/present/hbom-file.ts';
import { guardedRoute } from '../../../../../server/guarded-route.ts';
import { RequestProblem } from '../../../../../server/problem.ts';
import { readQuery } from '../../../../../server/query.ts';
import { hbomQuery } from '../../../schema/devices.ts';
import { askedDevice } from '../../asked-device.ts';

/** Whoever may read the device may take its HBOM away: it says nothing that its pages don't. */
export const GET = guardedRoute<{ id: string }>('GET /api/v1/devices/[id]/hbom', async (call) => {
  const { side, version } = readQuery(call.query, hbomQuery);
  const { assessed } = await askedDevice(call);
  const file = hbomFile(assessed.device, { side, version });
  if (file === undefined) throw new RequestProblem(side === 'expected' ? 'nothingExpected' : 'nothingObserved');
  return new Response(Buffer.from(file.bytes), {
    headers: {
      'content-type': `application/vnd.cyclonedx+json; version=${version}`,
      'content-disposition': `attachment; filename="${file.fileName}"`,
      'x-content-type-options': 'nosniff',
    },
  });
});
