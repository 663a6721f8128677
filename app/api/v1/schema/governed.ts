import { z } from 'zod';
import { attestationPolicyLine, issuerPolicyLine } from '#lib/present/governing-schema.ts';
import { identifier, instant, reason, sha256 } from './values.ts';

const settled = { proposedBy: z.string(), approvedBy: z.string(), approvedAt: instant, reason: z.string() };
const change = z.looseObject({ action: z.enum(['add', 'end']) });

/** A table that needs two people. @param meaning what its lines are for */
const tableOf = (line: z.ZodType, meaning: string) => ({
  version: z.string().nullable().describe('null while the table says nothing'),
  lines: z
    .array(z.object({ id: sha256, line, ...settled, end: z.object({ ...settled, until: instant.nullable() }).nullable() }))
    .describe(meaning),
  waiting: z
    .array(z.object({ id: sha256, by: z.string(), at: instant, reason: z.string(), change }))
    .describe('waits for a second person, in order of time'),
});

export const issuerPolicy = z.object({
  ...tableOf(
    z.looseObject({ who: z.looseObject({ kind: z.enum(['issuer', 'submitter']) }), rights: z.array(z.string()) }),
    'what is judged by; with this member the answer is a file for `assay trace --policy`',
  ),
  open: z.array(z.string()).describe('rights that no line speaks of: every anchor, or every submitter, has them'),
});

export const manufacturerAliases = z.object(
  tableOf(
    z.object({ scheme: z.literal('manufacturer'), name: z.string(), means: z.string() }),
    'what comparisons go by; an alias joins its two names and no third one',
  ),
);

export const attestationPolicy = z.object(
  tableOf(
    z.looseObject({
      manufacturers: z.array(z.string()),
      models: z.array(z.string()),
      devices: z.array(z.string()),
      freshnessDays: z.int().nullable(),
      requiredPcrs: z.array(z.int()).describe('in the SHA-256 bank'),
      requireSecureBoot: z.boolean(),
      requireReferences: z.boolean(),
    }),
    'of all lines that a device falls under the strictest counts',
  ),
);

export const aliasBody = z.strictObject({
  name: z.string().min(1).max(4096).describe('a manufacturer, as some source writes it'),
  means: z.string().min(1).max(4096).describe('the same manufacturer, as another one writes it'),
  reason,
});

export const attestationPolicyBody = z.strictObject({ ...attestationPolicyLine.shape, reason });

const { who: _, ...limits } = issuerPolicyLine.shape;

export const lineBody = z.strictObject({
  issuer: z.string().min(1).max(48_000).optional().describe('an issuer: the SHA-256 of a certificate at hand, PEM, or base64 of the DER'),
  account: identifier.optional().describe('or the name of an account'),
  ...limits,
  reason,
});

export const endBody = z.strictObject({ until: instant.nullable().describe('null: as if it had never been there'), reason });

const trust = z.string().describe('as in a verdict');
const fromTo = { before: trust, after: trust };

export const changeEffect = z.object({
  concerned: z.int().describe('devices whose answer the change may change'),
  isMore: z.boolean().describe('whether even more are concerned than were counted'),
  looked: z.int().describe('devices that were judged as they are and as they would be'),
  isCut: z.boolean().describe('whether more devices are concerned than were looked at'),
  sums: z
    .array(z.object({ ...fromTo, count: z.int() }))
    .describe('of those looked at whose answer would change: how many go from one verdict to which, the worst first'),
  changes: z
    .array(
      z.object({
        id: z.string(),
        identity: z.looseObject({}),
        ...fromTo,
        partsBefore: z.int(),
        partsAfter: z.int(),
        differencesBefore: z.int(),
        differencesAfter: z.int(),
        reason: z.string().describe('the first that is none now'),
        furtherReasons: z.int().describe('how many more there are that are none now'),
      }),
    )
    .describe('those looked at whose answer would change, the worst first'),
  next: z.string().nullable().describe('cursor of the devices that were not looked at; null when none are left'),
});
