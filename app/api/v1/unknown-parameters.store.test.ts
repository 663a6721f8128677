import { expect, test } from 'vitest';
import type { Store } from '#lib/store/open-store.ts';
import { openTestStore } from '#lib/store/testing/test-database.ts';
import { type ApiAnswer, callApi, userWithToken } from '../../server/testing/api-client.ts';
import { openApiDocument } from './openapi.ts';

interface Described {
  readonly parameters?: readonly { readonly name: string; readonly in: string }[];
}

const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const;
// A document read as data.
const { paths } = openApiDocument() as { paths: Record<string, Partial<Record<(typeof METHODS)[number], Described>>> };
const LISTED = Object.entries(paths).flatMap(([path, methods]) =>
  METHODS.flatMap((method) => {
    const described = methods[method];
    if (described === undefined || !path.startsWith('/api/v1/')) return [];
    const names = (described.parameters ?? []).filter((each) => each.in === 'query').map(({ name }) => name);
    return [{ method: method.toUpperCase(), path: path.replaceAll(/\{\w+\}/g, 'x'), names }];
  }),
);

interface Asked {
  readonly method?: string;
  readonly path: string;
  readonly query: readonly string[];
}

async function administrator(store: Store): Promise<(asked: Asked) => Promise<ApiAnswer>> {
  const token = await userWithToken(store, { name: 'adam', role: 'administrator' });
  const operator = await userWithToken(store, { name: 'olga', role: 'operator' });
  const integrator = await userWithToken(store, { name: 'ines', role: 'integrator' });
  return async ({ method = 'GET', path, query }) => {
    const body = method === 'GET' || method === 'DELETE' ? {} : { json: {} };
    const line = `${method} /${path.slice(1)}?${query.map((name) => `${name}=1`).join('&')}` as const;
    const answers = await Promise.all([token, operator, integrator].map((each) => callApi(store, line, { token: each, ...body })));
    const [first, ...others] = answers;
    return others.find(({ status }) => first?.status === 403 && status !== 403) ?? first ?? expect.fail('no answer');
  };
}

test('each method of each address refuses a parameter that the document does not list, tells which it takes, and takes those', async () => {
  const store = await openTestStore();
  const ask = await administrator(store);
  const counted = (isRead: boolean, takesSome: boolean): number =>
    LISTED.filter(({ method, names }) => (method === 'GET') === isRead && names.length > 0 === takesSome).length;
  expect([counted(true, true) >= 12, counted(true, false) >= 8, counted(false, true), counted(false, false) >= 22]).toEqual([
    true,
    true,
    1,
    true,
  ]);
  for (const { method, path, names } of LISTED) {
    const told = `${method} ${path}`;
    const { status, body } = await ask({ method, path, query: [...names, 'serach'] });
    const takesSome = names.length > 0;
    expect([status, body.type], told).toEqual([400, `urn:assay:problem:${takesSome ? 'unknown-parameter' : 'no-parameters'}`]);
    const rest = takesSome ? `those of this address are ${names.join(', ')}` : 'this address takes none';
    expect(body.detail, told).toBe(`There is no parameter “serach”; ${rest}.`);
    expect(body.fix, told).toContain('/api/v1/openapi.json');
    if (takesSome) expect((await ask({ method, path, query: names })).body.type, told).not.toBe('urn:assay:problem:unknown-parameter');
  }
  const { rows } = await store.pool.query('SELECT id FROM submission UNION ALL SELECT id FROM statement');
  expect(rows).toEqual([]);
});

test('whoever is not signed in is told that first, and a name without end is told back in part', async () => {
  expect((await callApi(await openTestStore(), 'GET /api/v1/devices?search=X', { token: 'assay_wrong' })).status).toBe(401);
  const ask = await administrator(await openTestStore());
  const { body } = await ask({ path: '/api/v1/devices', query: ['n'.repeat(5000)] });
  expect(body.detail).toContain(`“${'n'.repeat(100)}”`);
});
