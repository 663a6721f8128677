import { z } from 'zod';
import { ROLES } from '#components/upload/upload-item.ts';
import { DIGESTS_PER_LOOKUP } from '#lib/present/lookup-size.ts';
import { answeredChallenge } from './attestation.ts';
import { pageQuery } from './queries.ts';
import { identifier, instant, sha256 } from './values.ts';

/** Everything said about a file beside its bytes. */
export const submitQuery = z.object({
  fileName: z.string().max(255).optional().describe('shown, never trusted'),
  device: identifier.optional().describe('id of the device that the file is about'),
  role: z
    .string()
    .regex(/^[a-z][a-z-]{0,49}$/, 'kebab-case is needed, such as receiving-inspection')
    .optional()
    .describe(`the occasion on which the device was looked at: ${ROLES.join(', ')}, or a word of your own in kebab-case`),
  challenge: identifier.optional().describe('id of the challenge that this file answers, once; another answer to it is refused'),
  observedAt: instant.optional().describe('when the submitter observed it; proves nothing'),
});

export const receipt = z.object({
  id: z.string().describe('id of this act of handing in'),
  sha256,
  size: z.int(),
  receivedAt: instant,
  fileName: z.string().nullable(),
});

export const submissionQuery = pageQuery.extend({ sha256: sha256.optional().describe('only acts with these bytes: to resume an upload') });

export const lookupBody = z.strictObject({
  sha256: z.array(sha256).min(1).max(DIGESTS_PER_LOOKUP).describe('of the files that are asked about'),
});

export const lookup = z.object({
  items: z
    .array(z.object({ sha256, submission: z.string().describe('the newest of your own acts of handing it in') }))
    .describe('files that you never handed in are left out'),
});

const documentResult = z.object({
  id: sha256,
  kind: z.string(),
  summary: z.string(),
  error: z.looseObject({ code: z.string(), message: z.string(), fix: z.string() }).nullable(),
});

export const submission = z.object({
  id: z.string(),
  sha256,
  receivedAt: instant,
  observedAt: instant.nullable(),
  submittedBy: z.string(),
  device: z.string().nullable(),
  role: z.string().nullable(),
  fileName: z.string().nullable(),
  challenge: answeredChallenge.optional().describe('what had been asked, where the file answers a challenge'),
  status: z.enum(['received', 'read', 'unreadable', 'settled']),
  kind: z.string().nullable(),
});

export const submissionResult = submission.extend({
  documents: z.array(documentResult),
  devices: z.array(z.string()).describe('devices, among those that you may see, that it belongs to'),
  standing: z
    .array(
      z.object({
        device: z.string(),
        name: z.string(),
        trust: z.string(),
        documents: z.array(z.object({ id: sha256, trusted: z.boolean().nullable().describe('null for reports, which nobody signs') })),
      }),
    )
    .describe('once it is settled: the verdict on these devices now, and whether what was handed in convinces'),
  unlinked: z
    .array(z.object({ documentId: z.string(), reason: z.string(), detail: z.string() }))
    .describe('what waits of this act: what stands on a device is in `devices`'),
  handedInAgain: z
    .boolean()
    .describe('this act waited for its device; the same file was handed in again since, and stands on `devices` by that act'),
});

export const artifact = z.object({
  sha256,
  size: z.int(),
  documents: z.array(documentResult),
  devices: z.array(z.string()).describe('devices, among those that you may see, that it belongs to'),
});
