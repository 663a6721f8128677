import { globSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { ACTION_RIGHTS, PAGE_RIGHTS, ROUTE_RIGHTS } from './route-rights.ts';

const METHODS = 'GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS';
const NEXT_AUTH = 'app/api/auth/[...nextauth]/route.ts';

function filesUnder(pattern: string): readonly string[] {
  return globSync(pattern).map((path) => path.replaceAll('\\', '/'));
}

/** Route groups such as `(signed-in)` are no part of the address. */
function addressOf(path: string): string {
  const folders = path
    .split('/')
    .slice(1, -1)
    .filter((folder) => !folder.startsWith('('));
  return `/${folders.join('/')}`;
}

/** Methods that a route file answers, with what follows the name. */
function methodsOf(text: string): readonly { method: string; value: string }[] {
  const exported = [...text.matchAll(new RegExp(`export (?:const|async function|function) (${METHODS})\\b([^;]*?=>|[^;]*;)`, 'g'))];
  const renamed = [...text.matchAll(new RegExp(`\\bas (${METHODS})\\b`, 'g'))];
  return [...exported, ...renamed].map(([, method = '', value = '']) => ({ method, value }));
}

/** What a route file gets wrong. */
function routeProblems(path: string, text: string): readonly string[] {
  const found = methodsOf(text);
  if (found.length === 0) return [`${path} answers no method that this test can see`];
  return found.flatMap(({ method, value }) => {
    const key = `${method} ${addressOf(path)}`;
    const requirement = new Map<string, string>(Object.entries(ROUTE_RIGHTS)).get(key);
    if (requirement === undefined) return [`${key} is not in ROUTE_RIGHTS`];
    if (path === NEXT_AUTH) return [];
    const guard = requirement === 'public' ? 'publicRoute' : 'guardedRoute';
    return new RegExp(`= ${guard}(<[^(]*>)?\\(\\s*'${escaped(key)}'`).test(value) ? [] : [`${key} is not made by ${guard}('${key}', …)`];
  });
}

/** What a file of server actions gets wrong. */
function actionProblems(path: string, text: string): readonly string[] {
  const keys = new Set<string>(Object.keys(ACTION_RIGHTS));
  const actions = [...text.matchAll(/export (async function|const|function) (\w+)[\s\S]*?\{\n([\s\S]*?\n\})/g)];
  return actions.flatMap(([, form, name = '', body = '']) => {
    const key = `${path}#${name}`;
    if (form !== 'async function') return [`${key} is not an async function, which alone this test can read`];
    if (!keys.has(key)) return [`${key} is not in ACTION_RIGHTS`];
    return new RegExp(`^\\s*(const \\w+ = )?await requireActor\\(\\s*'${escaped(key)}'`).test(body)
      ? []
      : [`${key} does not begin with requireActor('${key}')`];
  });
}

/** What a page gets wrong. */
function pageProblems(path: string, text: string): readonly string[] {
  const key = addressOf(path);
  const requirement = new Map<string, string>(Object.entries(PAGE_RIGHTS)).get(key);
  if (requirement === undefined) return [`${key} is not in PAGE_RIGHTS`];
  return requirement === 'public' || text.includes(`await requirePage('${key}')`) ? [] : [`${key} does not call requirePage('${key}')`];
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

const ROUTE_FILES = filesUnder('app/**/route.ts');
const ACTION_FILES = filesUnder('app/**/*.{ts,tsx}').filter((path) => /^\s*['"]use server['"]/m.test(readFileSync(path, 'utf8')));
const PAGE_FILES = filesUnder('app/**/page.tsx');

test('every route handler is in the table and asks it', () => {
  expect(ROUTE_FILES.length).toBeGreaterThan(5);
  expect(ROUTE_FILES.flatMap((path) => routeProblems(path, readFileSync(path, 'utf8')))).toEqual([]);
});

test('every route of the table exists', () => {
  const found = ROUTE_FILES.flatMap((path) => methodsOf(readFileSync(path, 'utf8')).map(({ method }) => `${method} ${addressOf(path)}`));
  expect(Object.keys(ROUTE_RIGHTS).filter((key) => !found.includes(key))).toEqual([]);
});

test('every server action is in the table and asks it first', () => {
  expect(ACTION_FILES.length).toBeGreaterThan(1);
  expect(ACTION_FILES.flatMap((path) => actionProblems(path, readFileSync(path, 'utf8')))).toEqual([]);
});

test('every server action of the table exists', () => {
  const missing = Object.keys(ACTION_RIGHTS).filter((key) => {
    const [path = '', name = ''] = key.split('#');
    return !ACTION_FILES.includes(path) || !readFileSync(path, 'utf8').includes(`export async function ${name}(`);
  });
  expect(missing).toEqual([]);
});

test('server actions stand in files of their own, never inside a component', () => {
  const inside = filesUnder('{app,components}/**/*.{ts,tsx}').filter((path) => /\n\s+['"]use server['"]/.test(readFileSync(path, 'utf8')));
  expect(inside).toEqual([]);
});

test('every page is in the table and asks it', () => {
  expect(PAGE_FILES.flatMap((path) => pageProblems(path, readFileSync(path, 'utf8')))).toEqual([]);
});

test('every page of the table exists', () => {
  const found = PAGE_FILES.map(addressOf);
  expect(Object.keys(PAGE_RIGHTS).filter((key) => !found.includes(key))).toEqual([]);
});

test('a route, an action or a page that forgets the guard is found', () => {
  const route = 'export const GET = async () => Response.json({});';
  expect(routeProblems('app/api/v1/devices/route.ts', route)).toEqual([expect.stringContaining('is not made by guardedRoute')]);
  expect(routeProblems('app/api/v1/secrets/route.ts', route)).toEqual(['GET /api/v1/secrets is not in ROUTE_RIGHTS']);
  const other = "export const GET = guardedRoute('GET /api/v1/search', async () => Response.json({}));";
  expect(routeProblems('app/api/v1/devices/route.ts', other)).toHaveLength(1);
  const path = 'app/(signed-in)/account/actions.ts';
  const late = 'export async function changePassword() {\n  await store();\n  await requireActor();\n}\n';
  expect(actionProblems(path, late)).toEqual([expect.stringContaining('does not begin with requireActor')]);
  expect(actionProblems(path, 'export async function more() {\n  return 1;\n}\n')).toEqual([
    expect.stringContaining('not in ACTION_RIGHTS'),
  ]);
  expect(pageProblems('app/(signed-in)/log/page.tsx', 'export default function Page() {}')).toHaveLength(1);
  expect(pageProblems('app/(signed-in)/new/page.tsx', '')).toEqual(['/new is not in PAGE_RIGHTS']);
});
