import { z } from 'zod';
import { MAX_SILENT_DAYS } from '../../../server/silent-days.ts';

/** Items of one page at most. */
export const MAX_PAGE = 200;
export const DEFAULT_PAGE = 50;

export const sha256 = z.string().regex(/^[0-9a-f]{64}$/, 'a SHA-256 in lower-case hex is needed');
export const identifier = z.string().min(1).max(200);
/** Any ISO 8601 instant with its offset; kept and shown in UTC. */
export const instant = z.iso.datetime({ offset: true });
export const reason = z.string().trim().min(1, 'a reason is needed').max(2000);

/** A filter of lists; each says what it counts. */
export const silentDays = z.coerce.number().int().min(1).max(MAX_SILENT_DAYS).optional();

/** Query of every list. */
export const pageQuery = z.object({
  cursor: z.string().max(1000).optional().describe('`next` of the page before'),
  limit: z.coerce.number().int().min(1).max(MAX_PAGE).default(DEFAULT_PAGE),
});

/** Clocks of callers run a little ahead. */
const TOLERATED_MS = 60_000;
const isPast = (text: string): boolean => Date.parse(text) <= Date.now() + TOLERATED_MS;

/** Query of everything about one device. */
export const momentQuery = z.object({
  asOf: instant.refine(isPast, 'it lies in the future; nobody knows yet what is true then').optional().describe('what was true then'),
  knownAt: instant.optional().describe('by what was received until then'),
});

export function pageOf<Item extends z.ZodType>(item: Item) {
  return z.object({ items: z.array(item), next: z.string().nullable().describe('cursor of the next page; null on the last one') });
}

/** @spec RFC 9457 */
export const problem = z.object({
  type: z.string().describe('a URN that names the problem; branch on this'),
  title: z.string(),
  status: z.int(),
  detail: z.string().describe('what happened'),
  fix: z.string().describe('what to do'),
});

/** What a recorded statement is answered with. */
export const recorded = z.object({
  statement: sha256.describe('id of the statement'),
  inForce: z.boolean().describe('false while a second person must approve it'),
});
