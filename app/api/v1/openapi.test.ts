import { globSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { ROLES } from '#components/upload/upload-item.ts';
import { openApiDocument } from './openapi.ts';

// A document read as data.
const document = JSON.parse(JSON.stringify(openApiDocument()));

function documented(): readonly string[] {
  return Object.entries<Record<string, unknown>>(document.paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
  );
}

function routed(): readonly string[] {
  const files = [...globSync('app/api/v1/**/route.ts'), ...globSync('app/healthz/route.ts')];
  return files.flatMap((file) => {
    const path = file
      .replace(/^app/, '')
      .replace(/\/route\.ts$/, '')
      .replaceAll(/\[(\w+)\]/g, '{$1}');
    return [...readFileSync(file, 'utf8').matchAll(/export const (GET|POST|PUT|PATCH|DELETE)\b/g)].map(([, method]) => `${method} ${path}`);
  });
}

test('every route and method is in the document, and nothing else', () => {
  expect(routed().length).toBeGreaterThan(20);
  expect([...documented()].sort()).toEqual([...routed()].sort());
});

test('it says which version of OpenAPI it follows, and every operation has a name of its own', () => {
  expect(document.openapi).toBe('3.1.1');
  const operations = Object.values<Record<string, { operationId: string }>>(document.paths).flatMap((methods) => Object.values(methods));
  const names = operations.map(({ operationId }) => operationId);
  expect(new Set(names).size).toBe(names.length);
});

test('every part of a path is a parameter', () => {
  for (const [path, methods] of Object.entries<Record<string, { parameters: { name: string; in: string }[] }>>(document.paths)) {
    const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
    for (const { parameters } of Object.values(methods)) {
      expect(parameters.filter((parameter) => parameter.in === 'path').map(({ name }) => name)).toEqual(names);
    }
  }
});

test('every reference leads somewhere', () => {
  const references = JSON.stringify(document).matchAll(/"\$ref":"#\/([^"]+)"/g);
  for (const [, pointer = ''] of references) {
    const target = pointer.split('/').reduce((node, part) => node?.[part], document);
    expect(target, pointer).toBeDefined();
  }
});

test('an upload is octets, everything else that is sent is bounded JSON', () => {
  expect(Object.keys(document.paths['/api/v1/artifacts'].post.requestBody.content)).toEqual(['application/octet-stream']);
  expect(Object.keys(document.paths['/api/v1/anchors'].post.requestBody.content)).toEqual(['application/json']);
  expect(document.paths['/healthz'].get.security).toEqual([]);
});

test('the occasions that the upload page offers are told to programs as well', () => {
  const { parameters } = document.paths['/api/v1/artifacts'].post;
  const { schema, description } = parameters.find(({ name }: { name: string }) => name === 'role');
  const commandLine = readFileSync('docs/cli.md', 'utf8');
  for (const role of ROLES) {
    expect(`${description ?? ''} ${schema.description ?? ''}`).toContain(role);
    expect(commandLine).toContain(`\`${role}\``);
  }
});
