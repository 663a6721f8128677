import type { ApiRequest } from './api-request.ts';
import { RequestProblem } from './problem.ts';
import { refuseCompressed } from './refuse-compressed.ts';

/** Reads a body of octets, refused while it comes when it is over the limit. @throws RequestProblem */
export async function readOctetBody(request: ApiRequest, limit: number): Promise<Uint8Array> {
  refuseCompressed(request.headers);
  if (request.body === null) throw new RequestProblem('emptyBody');
  const chunks: Uint8Array[] = [];
  let size = 0;
  // The DOM's type lacks the async iterator that Node's streams have.
  for await (const chunk of request.body as unknown as AsyncIterable<Uint8Array>) {
    size += chunk.byteLength;
    if (size > limit) throw new RequestProblem('bodyTooLarge', { limit });
    chunks.push(chunk);
  }
  if (size === 0) throw new RequestProblem('emptyBody');
  return new Uint8Array(Buffer.concat(chunks));
}
