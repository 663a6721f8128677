import { z } from 'zod';

/** @spec RFC 9457 */
export const problem = z.object({
  type: z.string().describe('a URN that names the problem; branch on this'),
  title: z.string(),
  status: z.int(),
  detail: z.string().describe('what happened'),
  fix: z.string().describe('what to do'),
});
