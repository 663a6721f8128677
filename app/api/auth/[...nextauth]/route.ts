import type { NextRequest } from 'next/server';
import NextAuth from 'next-auth';
import { problemResponse, RequestProblem } from '../../../server/problem.ts';
import { authOptions } from '../../../server/session.ts';

interface Context {
  readonly params: Promise<{ nextauth: string[] }>;
}

/** Anybody may send here, and the library reads whole bodies: what names no small length is refused unread. */
const MAX_BODY_BYTES = 16 * 1024;

async function answer(request: NextRequest, context: Context): Promise<Response> {
  const length = Number(request.headers.get('content-length') ?? Number.NaN);
  if (request.method === 'POST' && !(length <= MAX_BODY_BYTES))
    return problemResponse(new RequestProblem('bodyTooLarge', { limit: MAX_BODY_BYTES }));
  return NextAuth(authOptions())(request, context);
}

export { answer as GET, answer as POST };
