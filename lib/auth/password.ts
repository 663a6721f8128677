import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';

export const MIN_PASSWORD_LENGTH = 12;
/** Longer input is refused before hashing, so that a password can't be used to keep the processor busy. */
export const MAX_PASSWORD_LENGTH = 256;

interface Cost {
  readonly n: number;
  readonly r: number;
  readonly p: number;
}

/** 64 MiB a hash; one of the settings that OWASP's password storage cheat sheet lists for scrypt. */
const COST: Cost = { n: 2 ** 16, r: 8, p: 2 };
const MAX_N = 2 ** 20;
const SALT_BYTES = 16;
const KEY_BYTES = 32;

/** Hashes a password; the parameters stand in the text, so that they can be raised later. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(SALT_BYTES);
  const key = await derive(password, salt, COST);
  return `scrypt$${COST.n}$${COST.r}$${COST.p}$${salt.toString('base64url')}$${key.toString('base64url')}`;
}

/**
 * Compares a password with its stored hash; `null` (no such user) costs the same time and is never equal.
 */
export async function verifyPassword(password: string, stored: string | null): Promise<boolean> {
  const parsed = parseHash(stored ?? UNKNOWN_USER);
  const usable = password.length <= MAX_PASSWORD_LENGTH;
  const key = await derive(usable ? password : '', parsed.salt, parsed.cost);
  return timingSafeEqual(key, parsed.key) && usable && stored !== null;
}

/** A readable password for one use: 4 groups of 5 characters without look-alikes, 99 bits. */
export function makeOneTimePassword(): string {
  const alphabet = 'abcdefghjkmnpqrstuvwxyz23456789';
  const limit = 256 - (256 % alphabet.length);
  let text = '';
  while (text.length < 20) {
    for (const byte of randomBytes(32)) {
      // Rejecting the tail keeps every character equally likely.
      if (byte < limit && text.length < 20) text += alphabet[byte % alphabet.length];
    }
  }
  return (text.match(/.{5}/g) ?? []).join('-');
}

export type PasswordProblem = 'too-short' | 'too-long' | 'contains-name';

/** Why a new password is refused; null when it may be used. */
export function passwordProblem(password: string, name: string): PasswordProblem | null {
  if (password.length < MIN_PASSWORD_LENGTH) return 'too-short';
  if (password.length > MAX_PASSWORD_LENGTH) return 'too-long';
  if (name.length > 3 && password.toLowerCase().includes(name.toLowerCase())) return 'contains-name';
  return null;
}

function parseHash(stored: string): { cost: Cost; salt: Buffer; key: Buffer } {
  const [scheme, n, r, p, salt, key] = stored.split('$');
  const cost = { n: Number(n), r: Number(r), p: Number(p) };
  const sane = cost.n >= 2 && cost.n <= MAX_N && cost.r > 0 && cost.r <= 32 && cost.p > 0 && cost.p <= 16;
  if (scheme !== 'scrypt' || !sane || salt === undefined || key === undefined) {
    throw new Error('A stored password hash is not in the form scrypt$N$r$p$salt$key.');
  }
  return { cost, salt: Buffer.from(salt, 'base64url'), key: Buffer.from(key, 'base64url') };
}

// The same parameters as COST and a key that nothing hashes to on purpose: unknown users take as long as known ones.
const UNKNOWN_USER = `scrypt$${COST.n}$${COST.r}$${COST.p}$${Buffer.alloc(SALT_BYTES).toString('base64url')}$${Buffer.alloc(KEY_BYTES).toString('base64url')}`;

function derive(password: string, salt: Buffer, cost: Cost): Promise<Buffer> {
  const options = { N: cost.n, r: cost.r, p: cost.p, maxmem: 256 * cost.n * cost.r };
  return new Promise((resolve, reject) => {
    scrypt(password.normalize('NFKC'), salt, KEY_BYTES, options, (error, key) => {
      if (error === null) resolve(key);
      else reject(error);
    });
  });
}
