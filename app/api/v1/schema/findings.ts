import { z } from 'zod';
import { pageQuery } from './queries.ts';
import { identifier, instant, reason, sha256 } from './values.ts';

const SEVERITIES = ['info', 'low', 'medium', 'high', 'critical'] as const;
export const DECISIONS = ['accept-risk', 'false-alarm', 'investigating', 'resolved'] as const;

/** The same form as in `assay trace --json`, with the id that decisions name. */
export const finding = z.looseObject({
  id: z.string(),
  rule: z.string(),
  severity: z.enum(SEVERITIES),
  subject: z.string(),
  expected: z.string().nullable(),
  observed: z.string().nullable(),
  because: z.array(sha256),
  resolve: z.string(),
});

export const findingQuery = pageQuery.extend({
  severity: z.enum(SEVERITIES).optional(),
  rule: z.string().max(100).optional(),
  state: z.enum(['open', 'closed']).default('open'),
  device: identifier.optional(),
});

export const findingRow = finding.extend({
  device: z.string(),
  open: z.boolean(),
  openedAt: instant,
  closedAt: instant.nullable(),
  episode: z.int().describe('1 the first time; one more each time that it comes back'),
  decision: z.object({ kind: z.enum(DECISIONS), by: z.string(), until: instant.nullable() }).nullable(),
});

export const decisionBody = z
  .strictObject({
    device: identifier,
    decision: z.enum(DECISIONS),
    reason,
    expiresAt: instant.nullable().default(null),
  })
  .refine(({ decision, expiresAt }) => decision !== 'accept-risk' || expiresAt !== null, {
    path: ['expiresAt'],
    message: 'accepting a risk needs an end',
  });
