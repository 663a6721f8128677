import type { IncomingMessage, ServerResponse } from 'node:http';
import type { RouteKey } from '#lib/auth/route-rights.ts';
import { POST as handIn } from '../api/v1/artifacts/route.ts';
import { POST as ask } from '../api/v1/attestation/challenges/route.ts';
import type { ApiRequest } from './api-request.ts';
import { problemResponse } from './problem.ts';

type Handler = (request: ApiRequest, context: { params: Promise<object> }) => Promise<Response>;

/** Routes that fleets of agents call all the time. Their handlers are the ones that Next has; only the way to them is shorter. */
export const DIRECT_ROUTES: ReadonlyMap<string, Handler> = new Map<RouteKey, Handler>([
  ['POST /api/v1/artifacts', handIn],
  ['POST /api/v1/attestation/challenges', ask],
]);
const NO_PARAMS = { params: Promise.resolve({}) };

/**
 * Answers a request without Next, where it is for one of the routes above and carries a token: sessions are Next's to read.
 * @returns false, and does nothing, where Next has to answer
 */
export function answerDirectly(request: IncomingMessage, response: ServerResponse, headers: Readonly<Record<string, string>>): boolean {
  const url = request.url ?? '';
  const end = url.indexOf('?');
  const handler = DIRECT_ROUTES.get(`${request.method} ${end === -1 ? url : url.slice(0, end)}`);
  if (handler === undefined || request.headers.authorization === undefined) return false;
  const searchParams = new URLSearchParams(end === -1 ? '' : url.slice(end + 1));
  answer({ handler, asked: asked(request, searchParams), request, response, headers }).catch((error: unknown) => {
    console.error(error);
    response.destroy();
  });
  return true;
}

interface Answering {
  readonly handler: Handler;
  readonly asked: ApiRequest;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly headers: Readonly<Record<string, string>>;
}

async function answer({ handler, asked, request, response, headers }: Answering): Promise<void> {
  const answered = await handler(asked, NO_PARAMS).catch(problemResponse);
  const body = Buffer.from(await answered.arrayBuffer());
  response.writeHead(answered.status, {
    ...headers,
    ...Object.fromEntries(answered.headers),
    'content-length': body.byteLength,
  });
  response.end(body);
  // What is left of a refused body is let pass, so that the sender gets to read the refusal.
  request.resume();
}

function asked(request: IncomingMessage, searchParams: URLSearchParams): ApiRequest {
  return {
    method: request.method ?? '',
    headers: {
      get(name) {
        const value = request.headers[name.toLowerCase()];
        return Array.isArray(value) ? value.join(', ') : (value ?? null);
      },
    },
    body: hasBody(request) ? request.iterator({ destroyOnReturn: false }) : null,
    nextUrl: { searchParams },
  };
}

/** @spec RFC 9112 section 6.3 */
const hasBody = ({ headers }: IncomingMessage): boolean =>
  headers['transfer-encoding'] !== undefined || (headers['content-length'] ?? '0') !== '0';
