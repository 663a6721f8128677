import { z } from 'zod';
import { instant, reason, sha256 } from './common.ts';

const settled = { proposedBy: z.string(), approvedBy: z.string(), approvedAt: instant, reason: z.string() };
const line = z.object({ scheme: z.literal('manufacturer'), name: z.string(), means: z.string() });

export const manufacturerAliases = z.object({
  version: z.string().nullable().describe('null while the table says nothing'),
  lines: z
    .array(z.object({ id: sha256, line, ...settled, end: z.object({ ...settled, until: instant.nullable() }).nullable() }))
    .describe('what comparisons go by; an alias joins its two names and no third one'),
  waiting: z
    .array(
      z.object({
        id: sha256,
        by: z.string(),
        at: instant,
        reason: z.string(),
        change: z.looseObject({ action: z.enum(['add', 'end']) }),
      }),
    )
    .describe('waits for a second person'),
});

export const aliasBody = z.strictObject({
  name: z.string().min(1).max(4096).describe('a manufacturer, as some source writes it'),
  means: z.string().min(1).max(4096).describe('the same manufacturer, as another one writes it'),
  reason,
});
