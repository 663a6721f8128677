import { createHmac } from 'node:crypto';
import dns from 'node:dns';
import net from 'node:net';
import { afterEach, expect, test, vi } from 'vitest';
import { concatBytes, toBase64 } from '#lib/encoding/bytes.ts';
import { earClaims, makeTokenFile, VERIFIER_KEY } from '#lib/testing/attestation-results.ts';
import { le, makeLogHead } from '#lib/testing/event-logs.ts';
import { makeKey } from '#lib/testing/test-keys.ts';
import { readArtifact } from './read.ts';
import { verifyDocument } from './verify.ts';

const SHA1 = 0x0004;
const head = makeLogHead([SHA1]);
const record = concatBytes([head, le(4, 1), le(4, 5), le(4, 1), le(2, SHA1), new Uint8Array(20)]);
const banks = Uint8Array.from(head);
banks.set(le(4, 0xffffffff), 32 + 24);

afterEach(() => vi.restoreAllMocks());

test.each([
  [
    'an event of 3 GB',
    concatBytes([record, le(4, 3_000_000_000)]),
    { code: 'truncated', offset: record.length + 4, says: /3000000000 octets/ },
  ],
  ['2^32-1 algorithms', banks, { code: 'too-many', offset: 32 + 28, says: /4294967295 banks; 1 to 16 are read/ }],
  [
    '2^32-1 digests',
    concatBytes([head, le(4, 1), le(4, 5), le(4, 0xffffffff)]),
    { code: 'too-many', offset: head.length + 12, says: /4294967295 digests in one record; at most 16/ },
  ],
])('a log with %s is refused in a sentence with the octet, and nothing is allocated for it', (_, bytes, { code, offset, says }) => {
  const before = process.memoryUsage().arrayBuffers;
  const [read] = readArtifact(bytes).documents;
  expect(read?.error).toMatchObject({ code, offset, message: expect.stringMatching(says) });
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(16 * 1024 * 1024);
});

const pem = `-----BEGIN PUBLIC KEY-----\n${toBase64(VERIFIER_KEY.publicKeyInfo)}\n-----END PUBLIC KEY-----\n`;
const stranger = makeKey('ec-p256', 'stranger');
const ADDRESS = 'https://stranger.example/keys';
const token = (header: Record<string, unknown>, sign?: (octets: Uint8Array) => Uint8Array) =>
  makeTokenFile({ claims: earClaims(), key: stranger, header, ...(sign === undefined ? {} : { sign }) });
const TOKENS: readonly (readonly [what: string, bytes: Uint8Array, status: string, says: RegExp])[] = [
  [
    'alg none',
    token({ alg: 'none' }, () => new Uint8Array()),
    'fail',
    /says that it is not signed \(alg none\): anybody can have written it/,
  ],
  [
    'HS256 with the public key as the secret',
    token({ alg: 'HS256' }, (octets) => new Uint8Array(createHmac('sha256', pem).update(octets).digest())),
    'fail',
    /shared secret: whoever can check it can have made it/,
  ],
  [
    'a foreign jku',
    token({ jku: ADDRESS }),
    'unknown',
    /key .*is missing; what it says itself of its key \(jku\) is neither used nor fetched/,
  ],
  ['a foreign x5u', token({ x5u: ADDRESS }), 'unknown', /\(x5u\) is neither used nor fetched/],
  ['a key of its own', token({ jwk: stranger.privateKey.export({ format: 'jwk' }) }), 'unknown', /\(jwk\) is neither used nor fetched/],
];

test.each(TOKENS)('a token with %s is not trusted, says why, and nothing is asked of the network', (_, bytes, status, says) => {
  const asked = [
    vi.spyOn(globalThis, 'fetch'),
    vi.spyOn(net.Socket.prototype, 'connect'),
    vi.spyOn(dns, 'lookup').mockImplementation((() => undefined) as never),
  ];
  const [read] = readArtifact(bytes).documents;
  if (read === undefined) throw new Error('no document');
  const verifierKeys = [{ issuer: null, id: null, subjectPublicKeyInfo: VERIFIER_KEY.publicKeyInfo }];
  const trust = { anchors: [], intermediates: [], endorsementKeyCertificates: [] };
  for (const keys of [verifierKeys, []]) {
    const checks = verifyDocument({ read, ...trust, verifierKeys: keys, at: '2026-05-01T10:01:00.000Z' });
    expect(checks.find(({ id }) => id === 'verifier')?.status).not.toBe('pass');
    expect(checks.find(({ id }) => id === 'signature')?.status).not.toBe('pass');
    if (keys.length > 0 && status === 'unknown') continue;
    expect(checks.find(({ id }) => id === 'signature')).toMatchObject({ status, detail: expect.stringMatching(says) });
  }
  for (const spy of asked) expect(spy).not.toHaveBeenCalled();
});

test('whoever asked the network would be seen', async () => {
  const connect = vi.spyOn(net.Socket.prototype, 'connect').mockImplementation(function (this: net.Socket) {
    return this;
  } as never);
  net.connect(1, '127.0.0.1').destroy();
  expect(connect).toHaveBeenCalled();
});
