import { expect, test, vi } from 'vitest';
import {
  hashPassword,
  MAX_PASSWORD_LENGTH,
  MIN_PASSWORD_LENGTH,
  makeOneTimePassword,
  passwordProblem,
  verifyPassword,
} from './password.ts';

// Hashing is slow on purpose, and slower where many tests share few cores.
vi.setConfig({ testTimeout: 240_000 });

test('a password is verified against its own hash only', async () => {
  const stored = await hashPassword('correct horse battery');
  expect(stored).toMatch(/^scrypt\$65536\$8\$2\$/);
  expect(await verifyPassword('correct horse battery', stored)).toBe(true);
  expect(await verifyPassword('correct horse batterz', stored)).toBe(false);
});

test('equal passwords have different hashes', async () => {
  expect(await hashPassword('the same words')).not.toBe(await hashPassword('the same words'));
});

test('a hash made with other parameters is verified with those', async () => {
  const { scryptSync } = await import('node:crypto');
  const salt = Buffer.from('0123456789abcdef');
  const key = scryptSync('older password', salt, 32, { N: 16384, r: 8, p: 1 });
  expect(await verifyPassword('older password', `scrypt$16384$8$1$${salt.toString('base64url')}$${key.toString('base64url')}`)).toBe(true);
});

test('composed and decomposed spellings of a password are one', async () => {
  expect(await verifyPassword('re\u0301sume\u0301 words', await hashPassword('r\u00e9sum\u00e9 words'))).toBe(true);
});

test('an unknown user is never signed in, and takes as long as a known one', async () => {
  const stored = await hashPassword('known password');
  const time = async (hash: string | null) => {
    const before = process.cpuUsage();
    expect(await verifyPassword('wrong password', hash)).toBe(false);
    return process.cpuUsage(before).user;
  };
  await time(stored);
  const [known, unknown] = [await time(stored), await time(null)];
  expect(unknown).toBeGreaterThan(known / 5);
});

test('a password longer than the limit is never right', async () => {
  const long = 'x'.repeat(MAX_PASSWORD_LENGTH + 1);
  expect(await verifyPassword(long, await hashPassword(long))).toBe(false);
  expect(passwordProblem(long, 'ada')).toBe('too-long');
  expect(passwordProblem('x'.repeat(MAX_PASSWORD_LENGTH), 'ada')).toBeNull();
});

test('a new password is long enough and not the name', () => {
  expect(passwordProblem('x'.repeat(MIN_PASSWORD_LENGTH - 1), 'ada')).toBe('too-short');
  expect(passwordProblem('x'.repeat(MIN_PASSWORD_LENGTH), 'ada')).toBeNull();
  expect(passwordProblem('Administrator-2026', 'administrator')).toBe('contains-name');
});

test('a stored hash out of bounds is an error of ours, not a wrong password', async () => {
  await expect(verifyPassword('x', `scrypt$${2 ** 21}$8$1$AA$AA`)).rejects.toThrow('not in the form');
});

test('one-time passwords are long, readable and differ', () => {
  const made = new Set(Array.from({ length: 50 }, makeOneTimePassword));
  expect(made.size).toBe(50);
  for (const password of made) expect(password).toMatch(/^[a-hjkmnp-z2-9]{5}(-[a-hjkmnp-z2-9]{5}){3}$/);
});
