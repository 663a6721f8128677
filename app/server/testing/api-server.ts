import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Store } from '#lib/store/open-store.ts';
import { callApi } from './api-client.ts';

/** The API of a store, over the network of this machine. */
export interface ApiServer {
  readonly url: string;
  readonly close: () => Promise<void>;
}

/** Serves the routes in this process, for programs that speak HTTP; every answer is held against the OpenAPI document. */
export async function serveApi(store: Store): Promise<ApiServer> {
  const server = createServer((request, response) => {
    answer(store, request, response).catch((error: unknown) => {
      console.error(error);
      response.writeHead(500).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const close = (): Promise<void> => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(() => resolve()));
  };
  return { url: `http://127.0.0.1:${port}`, close };
}

async function answer(store: Store, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const pieces: Buffer[] = [];
  for await (const piece of request) pieces.push(piece);
  const headers = Object.fromEntries(
    Object.entries(request.headers).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])),
  );
  const body = pieces.length === 0 ? {} : { bytes: new Uint8Array(Buffer.concat(pieces)) };
  const {
    status,
    headers: told,
    body: content,
  } = await callApi(store, `${request.method ?? ''} ${asPath(request.url)}`, { headers, ...body });
  response.writeHead(status, { 'content-type': told.get('content-type') ?? '' });
  response.end(Buffer.isBuffer(content) ? content : JSON.stringify(content));
}

const asPath = (url = '/'): `/${string}` => `/${url.slice(1)}`;
