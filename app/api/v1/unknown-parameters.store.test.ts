import { expect, test } from 'vitest';
import { openTestStore } from '#lib/store/testing/test-database.ts';
import { type ApiAnswer, callApi, userWithToken } from '../../server/testing/api-client.ts';
import { openApiDocument } from './openapi.ts';

interface Described {
  readonly parameters: readonly { readonly name: string; readonly in: string }[];
}

// A document read as data.
const { paths } = openApiDocument() as { paths: Record<string, { get?: Described }> };
const LISTED = Object.entries(paths).flatMap(([path, { get }]) =>
  get === undefined || !path.startsWith('/api/v1/')
    ? []
    : [
        {
          path: path.replaceAll(/\{\w+\}/g, 'x'),
          names: get.parameters.filter((each) => each.in === 'query').map(({ name }) => name),
        },
      ],
);

interface Asked {
  readonly path: string;
  readonly query: readonly string[];
}

async function administrator(): Promise<(asked: Asked) => Promise<ApiAnswer>> {
  const store = await openTestStore();
  const token = await userWithToken(store, { name: 'adam', role: 'administrator' });
  return ({ path, query }) => callApi(store, `GET /${path.slice(1)}?${query.map((name) => `${name}=1`).join('&')}`, { token });
}

test('each GET of the document refuses a parameter that it does not list, tells which it takes, and takes those', async () => {
  const ask = await administrator();
  expect(LISTED.filter(({ names }) => names.length > 0).length).toBeGreaterThanOrEqual(12);
  expect(LISTED.filter(({ names }) => names.length === 0).length).toBeGreaterThanOrEqual(8);
  for (const { path, names } of LISTED) {
    const { status, body } = await ask({ path, query: [...names, 'serach'] });
    const takesSome = names.length > 0;
    expect([status, body.type], path).toEqual([400, `urn:assay:problem:${takesSome ? 'unknown-parameter' : 'no-parameters'}`]);
    const rest = takesSome ? `those of this address are ${names.join(', ')}` : 'this address takes none';
    expect(body.detail, path).toBe(`There is no parameter “serach”; ${rest}.`);
    expect(body.fix, path).toContain('/api/v1/openapi.json');
    if (takesSome) expect((await ask({ path, query: names })).body.type, path).not.toBe('urn:assay:problem:unknown-parameter');
  }
});

test('whoever is not signed in is told that first, and a name without end is told back in part', async () => {
  expect((await callApi(await openTestStore(), 'GET /api/v1/devices?search=X', { token: 'assay_wrong' })).status).toBe(401);
  const ask = await administrator();
  const { body } = await ask({ path: '/api/v1/devices', query: ['n'.repeat(5000)] });
  expect(body.detail).toContain(`“${'n'.repeat(100)}”`);
});
