import { z } from 'zod';
import { MAX_PAGE } from '#lib/store/page.ts';
import { MAX_SILENT_DAYS } from '../../../server/silent-days.ts';
import { instant } from './values.ts';

const DEFAULT_PAGE = 50;

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
