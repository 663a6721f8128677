import { publicRoute } from '../../server/guarded-route.ts';
import { RequestProblem } from '../../server/problem.ts';

/** Programs ask here: an address that the API doesn't have is answered with a problem document, not with a page. */
async function refuse(): Promise<Response> {
  throw new RequestProblem('unknownPath');
}

export const GET = publicRoute('GET /api/[[...path]]', refuse);
export const POST = publicRoute('POST /api/[[...path]]', refuse);
export const PUT = publicRoute('PUT /api/[[...path]]', refuse);
export const PATCH = publicRoute('PATCH /api/[[...path]]', refuse);
export const DELETE = publicRoute('DELETE /api/[[...path]]', refuse);
