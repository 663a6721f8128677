import { z } from 'zod';
import { attestationPolicyLine } from '#lib/present/governing-schema.ts';
import { instant, reason, sha256 } from './common.ts';

const settled = { proposedBy: z.string(), approvedBy: z.string(), approvedAt: instant, reason: z.string() };
const line = z.looseObject({
  manufacturers: z.array(z.string()),
  models: z.array(z.string()),
  devices: z.array(z.string()),
  freshnessDays: z.int().nullable(),
  requiredPcrs: z.array(z.int()).describe('in the SHA-256 bank'),
  requireSecureBoot: z.boolean(),
  requireReferences: z.boolean(),
});

export const attestationPolicy = z.object({
  version: z.string().nullable().describe('null while the table says nothing'),
  lines: z
    .array(z.object({ id: sha256, line, ...settled, end: z.object({ ...settled, until: instant.nullable() }).nullable() }))
    .describe('of all lines that a device falls under the strictest counts'),
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

export const attestationPolicyBody = z.strictObject({ ...attestationPolicyLine.shape, reason });
