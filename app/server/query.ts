import type { z } from 'zod';

/** Checks the query of an address. A name given twice counts once, the last time. @throws ZodError */
export function readQuery<Schema extends z.ZodObject>(query: URLSearchParams, schema: Schema): z.infer<Schema> {
  return schema.parse(Object.fromEntries(query));
}
