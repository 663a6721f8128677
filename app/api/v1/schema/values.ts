import { z } from 'zod';

export const sha256 = z.string().regex(/^[0-9a-f]{64}$/, 'a SHA-256 in lower-case hex is needed');
export const identifier = z.string().min(1).max(200);
/** Any ISO 8601 instant with its offset; kept and shown in UTC. */
export const instant = z.iso.datetime({ offset: true });
export const reason = z.string().trim().min(1, 'a reason is needed').max(2000);
