import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { NextRequest } from 'next/server';
import { RIGHTS, type Role } from '#lib/auth/rights.ts';
import { issueToken } from '#lib/auth/tokens.ts';
import { saveGrant } from '#lib/store/grants.ts';
import type { Store } from '#lib/store/open-store.ts';
import { createUser } from '#lib/store/users.ts';
import { openApiDocument } from '../../api/v1/openapi.ts';
import { OPERATIONS } from '../../api/v1/operations.ts';
import { answerDirectly, DIRECT_ROUTES } from '../direct-routes.ts';

export interface ApiCall {
  readonly token?: string;
  readonly json?: unknown;
  readonly bytes?: Uint8Array | ReadableStream<Uint8Array>;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface ApiAnswer {
  readonly status: number;
  readonly headers: Headers;
  /** The parsed JSON; tests look into it as they expect it. */
  // biome-ignore lint/suspicious/noExplicitAny: tests assert on what they read
  readonly body: any;
}

const ajv = formats.default(new Ajv2020({ strict: false }));
ajv.addSchema(openApiDocument(), 'openapi');

/** Calls a route of the API as the web server would, past Next where it does that, and throws when the answer isn't what the OpenAPI document promises. */
export async function callApi(store: Store, line: `${string} /${string}`, call: ApiCall = {}): Promise<ApiAnswer> {
  Object.assign(globalThis, { assayStore: store });
  const [method = '', address = ''] = line.split(' ');
  const url = new URL(address, 'http://assay.test');
  const { key, params } = routeOf(method, url.pathname);
  const request = requestOf(method, url, call);
  if (DIRECT_ROUTES.has(key) && call.token !== undefined && !(call.bytes instanceof ReadableStream))
    return checked(key, await sent(request));
  const module: Record<string, unknown> = await import(/* @vite-ignore */ join(process.cwd(), 'app', key.split(' ')[1] ?? '', 'route.ts'));
  const handler = module[method];
  if (typeof handler !== 'function') throw new Error(`${key} has no handler`);
  const response: Response = await handler(request, { params: Promise.resolve(params) });
  return checked(key, response);
}

/** Over the network of this machine, to a server that has nothing behind the direct routes. */
async function sent(request: NextRequest): Promise<Response> {
  direct ??= new Promise((resolve) => {
    const server = createServer((asked, response) => {
      if (!answerDirectly(asked, response, {})) response.writeHead(421).end();
    });
    server.listen(0, '127.0.0.1', () => resolve(server.address()));
    server.unref();
  });
  const address = await direct;
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const { pathname, search } = request.nextUrl;
  const body = await request.arrayBuffer();
  return fetch(`http://127.0.0.1:${port}${pathname}${search}`, { method: request.method, headers: request.headers, body });
}

let direct: Promise<ReturnType<Server['address']>> | undefined;

function requestOf(method: string, url: URL, { token, json, bytes, headers }: ApiCall): NextRequest {
  const all = new Headers(headers);
  if (token !== undefined) all.set('authorization', `Bearer ${token}`);
  if (json !== undefined && !all.has('content-type')) all.set('content-type', 'application/json');
  const body = json === undefined ? bytes : JSON.stringify(json);
  // Node asks for `duplex` with a stream; the DOM's type doesn't know it.
  return new NextRequest(url, { method, headers: all, ...(body === undefined ? {} : { body, duplex: 'half' }) } as ConstructorParameters<
    typeof NextRequest
  >[1]);
}

function routeOf(method: string, path: string): { key: string; params: Record<string, string> } {
  for (const key of Object.keys(OPERATIONS).sort((a, b) => b.length - a.length)) {
    const [own, pattern = ''] = key.split(' ');
    const names = [...pattern.matchAll(/\[(\w+)\]/g)].map(([, name = '']) => name);
    const match = new RegExp(`^${pattern.replaceAll('.', '\\.').replaceAll(/\[\w+\]/g, '([^/]+)')}$`).exec(path);
    if (own === method && match !== null)
      return { key, params: Object.fromEntries(names.map((name, index) => [name, decodeURIComponent(match[index + 1] ?? '')])) };
  }
  throw new Error(`no route ${method} ${path}`);
}

async function checked(key: string, response: Response): Promise<ApiAnswer> {
  const type = response.headers.get('content-type') ?? '';
  const isProblem = type === 'application/problem+json';
  const answer = {
    status: response.status,
    headers: response.headers,
    body: type.includes('json') ? await response.json() : Buffer.from(await response.arrayBuffer()),
  };
  if (response.ok === isProblem) throw new Error(`${key} answered ${response.status} as ${type}`);
  const operation = Object.entries(OPERATIONS).find(([name]) => name === key)?.[1];
  if (response.ok && response.status !== operation?.success.status) throw new Error(`${key} answered ${response.status}`);
  if (isProblem || operation?.success.schema !== undefined) validate(key, response.status, isProblem, answer.body);
  return answer;
}

function validate(key: string, status: number, isProblem: boolean, body: unknown): void {
  const [method = '', path = ''] = key.split(' ');
  const address = path
    .replaceAll(/\[(\w+)\]/g, '{$1}')
    .replaceAll('~', '~0')
    .replaceAll('/', '~1');
  const at = isProblem
    ? '/components/schemas/Problem'
    : `/paths/${address}/${method.toLowerCase()}/responses/${status}/content/application~1json/schema`;
  const check = ajv.getSchema(`openapi#${at.replaceAll('{', '%7B').replaceAll('}', '%7D')}`);
  if (check === undefined) throw new Error(`the OpenAPI document has nothing at ${at}`);
  if (!check(body)) throw new Error(`${key} does not answer what it promises: ${ajv.errorsText(check.errors)}\n${JSON.stringify(body)}`);
}

/** A user of a role with a token for everything that the role's tokens may carry. */
export async function userWithToken(
  store: Store,
  { name, role, devices = [] }: { name: string; role: Role; devices?: readonly string[] },
): Promise<string> {
  const at = new Date();
  const user = await createUser(store, { name, role, passwordHash: 'none', mustChangePassword: false, at });
  for (const deviceId of devices) await saveGrant(store.pool, { userId: user.id, deviceId, grantedBy: 'test', at });
  const outcome = await issueToken(store, { ownerId: user.id, name: 'test', scopes: RIGHTS, days: 1 }, { actor: name, at });
  if (outcome.kind !== 'done') throw new Error(outcome.code);
  return outcome.token;
}
