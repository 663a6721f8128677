import { expect, test } from 'vitest';
import { isSameOrigin } from './same-origin.ts';

const host = { host: 'assay.example:3000' };

test('a page of this server may change something', () => {
  expect(isSameOrigin(new Headers({ ...host, origin: 'http://assay.example:3000' }))).toBe(true);
  expect(isSameOrigin(new Headers({ ...host, origin: 'http://assay.example:3000', 'sec-fetch-site': 'same-origin' }))).toBe(true);
});

test('behind a proxy the forwarded host counts', () => {
  const headers = { host: '127.0.0.1:3000', 'x-forwarded-host': 'assay.example', origin: 'https://assay.example' };
  expect(isSameOrigin(new Headers(headers))).toBe(true);
});

test('another site, another port, no origin, or a broken one may not', () => {
  for (const origin of ['http://evil.example', 'http://assay.example', 'http://sub.assay.example:3000', 'null', 'not an origin']) {
    expect(isSameOrigin(new Headers({ ...host, origin }))).toBe(false);
  }
  expect(isSameOrigin(new Headers(host))).toBe(false);
});

test('a browser that says that the request crosses sites is believed, whatever the origin', () => {
  for (const site of ['cross-site', 'same-site', 'none']) {
    expect(isSameOrigin(new Headers({ ...host, origin: 'http://assay.example:3000', 'sec-fetch-site': site }))).toBe(false);
  }
});
