import { z } from 'zod';
import { pageOf } from './queries.ts';
import { instant, sha256 } from './values.ts';

const name = z.string().nullable();

/** What is known of one digest. */
export const digestAnswer = pageOf(
  z.object({
    deviceId: z.string(),
    manufacturer: name,
    model: name,
    serial: name,
    pcr: z.int(),
    eventType: z.number().describe('TCG type of the record; no digest covers it'),
    firstAt: instant.describe('when the first start that measured it was told'),
    lastAt: instant.describe('when the newest one was'),
    current: z.boolean().describe('the last start of the device measured it'),
    learned: z.boolean().describe('two people accepted a start that measured it; these come first'),
  }),
).extend({
  digest: z.string(),
  sources: z.array(
    z.object({
      by: z.enum(['manifest', 'bom']),
      sha256,
      documentId: sha256,
      name: z.string().describe('in one line'),
      describes: z.string().describe('what has the digest'),
      file: sha256.nullable().describe('the file that the manifest vouches for, which has the digest; null where it has it itself'),
      trusted: z.boolean().nullable().describe('whether the manifest counts; null for a BOM: each device tells'),
      signer: name,
      open: name.describe('why it does not count'),
    }),
  ),
  furtherSources: z.boolean().describe('more files know it than are told'),
});
