import { createHash, randomBytes } from 'node:crypto';
import { type Right, type Role, tokenScopesOf } from './rights.ts';

const PREFIX = 'assay_';
const TOKEN_FORM = /^assay_[A-Za-z0-9_-]{43}$/;
/** A token lives at most a year. */
export const MAX_TOKEN_DAYS = 366;

/** A new API token: shown once, kept by nobody. */
export function makeToken(): { token: string; hash: string } {
  const token = `${PREFIX}${randomBytes(32).toString('base64url')}`;
  return { token, hash: hashToken(token) };
}

/** SHA-256 in lower-case hex. Unsalted on purpose: 256 random bits can't be guessed, and the look-up is by hash. */
export function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

/** The token in an Authorization header; null when there is none of the right form. */
export function bearerToken(authorization: string | null): string | null {
  const match = /^Bearer ([^\s]+)$/i.exec(authorization ?? '');
  const token = match?.[1];
  return token !== undefined && TOKEN_FORM.test(token) ? token : null;
}

/** Scopes that are in force: what the token was made for, as far as its owner's role still has it. */
export function scopesInForce(scopes: readonly string[], role: Role): readonly Right[] {
  return tokenScopesOf(role).filter((right) => scopes.includes(right));
}

/** Whether a token made for somebody else may carry it: what reads, and handing in. */
export const isDelegable = (right: Right): boolean =>
  right === 'artifact.submit' || right === 'attestation.submit' || right === 'evidence.export' || /\.read(?:-own|-all)?$/.test(right);

/** Whether a token may still be used at `at`. */
export function isTokenLive(token: { expiresAt: Date | null; revokedAt: Date | null }, at: Date): boolean {
  return token.revokedAt === null && (token.expiresAt === null || token.expiresAt.getTime() > at.getTime());
}
