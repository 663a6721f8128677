import { RequestProblem } from './problem.ts';

/** A body that would have to be unpacked is refused before it is read: what it becomes has no limit. @throws RequestProblem */
export function refuseCompressed(headers: Pick<Headers, 'get'>): void {
  const encoding = headers.get('content-encoding')?.trim().toLowerCase() ?? '';
  if (encoding !== '' && encoding !== 'identity') throw new RequestProblem('compressedBody');
}
