import { z } from 'zod';
import { issuerPolicyLine } from '#lib/present/governing-schema.ts';
import { identifier, instant, reason, sha256 } from './common.ts';

const said = z.object({ id: sha256, by: z.string(), at: instant, reason: z.string() });
const line = z.looseObject({ who: z.looseObject({ kind: z.enum(['issuer', 'submitter']) }), rights: z.array(z.string()) });
const settled = { proposedBy: z.string(), approvedBy: z.string(), approvedAt: instant, reason: z.string() };

export const issuerPolicy = z.object({
  version: z.string().nullable().describe('null while the table says nothing'),
  open: z.array(z.string()).describe('rights that no line speaks of: every anchor, or every submitter, has them'),
  lines: z
    .array(z.object({ id: sha256, line, ...settled, end: z.object({ ...settled, until: instant.nullable() }).nullable() }))
    .describe('what is judged by; with this member the answer is a file for `assay trace --policy`'),
  waiting: z.array(
    z.object({ ...said.shape, change: z.looseObject({ action: z.enum(['add', 'end']) }) }).describe('waits for a second person'),
  ),
});

const { who: _, ...limits } = issuerPolicyLine.shape;

export const lineBody = z.strictObject({
  issuer: z.string().min(1).max(48_000).optional().describe('an issuer: the SHA-256 of a certificate at hand, PEM, or base64 of the DER'),
  account: identifier.optional().describe('or the name of an account'),
  ...limits,
  reason,
});

export const endBody = z.strictObject({ until: instant.nullable().describe('null: as if it had never been there'), reason });

const trust = z.string().describe('as in a verdict');

export const changeEffect = z.object({
  looked: z.int().describe('devices that were judged as they are and as they would be'),
  isCut: z.boolean().describe('whether more devices are concerned'),
  changes: z.array(
    z.object({
      id: z.string(),
      identity: z.looseObject({}),
      before: trust,
      after: trust,
      partsBefore: z.int(),
      partsAfter: z.int(),
      differencesBefore: z.int(),
      differencesAfter: z.int(),
      reason: z.string(),
    }),
  ),
});
