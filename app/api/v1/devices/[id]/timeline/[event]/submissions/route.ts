import { findRepeats } from '#lib/ingest/find-repeats.ts';
import { guardedRoute } from '../../../../../../../server/guarded-route.ts';
import { given, pageJson } from '../../../../../../../server/page-json.ts';
import { RequestProblem } from '../../../../../../../server/problem.ts';
import { readQuery } from '../../../../../../../server/query.ts';
import { repeatQuery } from '../../../../../schema/devices.ts';
import { askedDevice } from '../../../../asked-device.ts';

interface Params extends Record<string, string> {
  id: string;
  event: string;
}

/** Of the device at the moment that is asked about: what a page leaves out was not there then, or not known. */
export const GET = guardedRoute<Params>('GET /api/v1/devices/[id]/timeline/[event]/submissions', async (call) => {
  const { cursor, limit } = readQuery(call.query, repeatQuery);
  const { assessed } = await askedDevice(call);
  const page = findRepeats(assessed.device, { event: call.params.event, ...given({ cursor, limit }) });
  if (page === undefined) throw new RequestProblem('notFound', { what: 'event' });
  const items = page.items.map(({ id, at, submission: { id: submission, sha256, receivedAt, observedAt, submittedBy, fileName } }) => ({
    ...{ id, submission, sha256, at, receivedAt, observedAt, submittedBy, fileName },
  }));
  return pageJson({ ...page, items });
});
