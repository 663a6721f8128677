import type { Recorded } from './say.ts';

/** 201 with the id of a statement. */
export function recordedResponse(recorded: Recorded): Response {
  return Response.json(recorded, { status: 201 });
}
