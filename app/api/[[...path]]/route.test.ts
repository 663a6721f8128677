import { NextRequest } from 'next/server';
import { expect, test } from 'vitest';
import * as route from './route.ts';

// Nothing is asked of it.
Object.assign(globalThis, { assayStore: {} });

test('an address that the API does not have is answered with a problem document, whatever the method', async () => {
  for (const [method, handler] of Object.entries(route)) {
    const request = new NextRequest('http://assay.test/api/v1/nonsense/7', { method });
    const response = await handler(request, { params: Promise.resolve({ path: ['v1', 'nonsense', '7'] }) });
    expect([response.status, response.headers.get('content-type')], method).toEqual([404, 'application/problem+json']);
    expect(await response.json()).toMatchObject({ type: 'urn:assay:problem:unknown-path', status: 404 });
  }
  expect(Object.keys(route).sort()).toEqual(['DELETE', 'GET', 'PATCH', 'POST', 'PUT']);
});
