import { expect, test } from 'vitest';
import { bearerToken, hashToken, isTokenLive, makeToken, scopesInForce } from './token.ts';

test('a token carries 32 random bytes and only its hash is kept', () => {
  const { token, hash } = makeToken();
  expect(token).toMatch(/^assay_[A-Za-z0-9_-]{43}$/);
  expect(Buffer.from(token.slice(6), 'base64url')).toHaveLength(32);
  expect(hash).toBe(hashToken(token));
  expect(hash).toMatch(/^[0-9a-f]{64}$/);
  expect(makeToken().token).not.toBe(token);
});

test('only a bearer token of the right form is read from the header', () => {
  const { token } = makeToken();
  expect(bearerToken(`Bearer ${token}`)).toBe(token);
  expect(bearerToken(`bearer ${token}`)).toBe(token);
  for (const header of [null, '', token, `Basic ${token}`, `Bearer ${token}x`, 'Bearer assay_short', `Bearer ${token} ${token}`]) {
    expect(bearerToken(header)).toBeNull();
  }
});

test('scopes shrink with the role of the owner and never grow', () => {
  expect(scopesInForce(['artifact.submit', 'fleet.read'], 'operator')).toEqual(['fleet.read', 'artifact.submit']);
  expect(scopesInForce(['artifact.submit', 'fleet.read'], 'auditor')).toEqual(['fleet.read']);
  expect(scopesInForce(['decision.approve', 'no-such-right'], 'operator')).toEqual([]);
});

test('a token ends with its date or its revocation', () => {
  const at = new Date('2026-11-22T12:00:00Z');
  expect(isTokenLive({ expiresAt: null, revokedAt: null }, at)).toBe(true);
  expect(isTokenLive({ expiresAt: new Date('2026-11-22T12:00:01Z'), revokedAt: null }, at)).toBe(true);
  expect(isTokenLive({ expiresAt: at, revokedAt: null }, at)).toBe(false);
  expect(isTokenLive({ expiresAt: null, revokedAt: at }, at)).toBe(false);
});
