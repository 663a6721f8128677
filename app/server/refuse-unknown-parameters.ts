import type { RouteKey } from '#lib/auth/route-rights.ts';
import { OPERATIONS } from '../api/v1/operations.ts';
import { RequestProblem } from './problem.ts';

/** As much of a name as is told back. */
const MAX_TOLD = 100;

/** The names that each address and method of the API takes in its query, as the OpenAPI document lists them. */
const PARAMETERS: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries(OPERATIONS)
    .filter(([key]) => key.includes(' /api/v1/'))
    .map(([key, { query }]) => [key, Object.keys(query?.shape ?? {})]),
);

/**
 * A filter with a misspelled name would give everything, which looks like an answer to what was asked; a misspelled name of a device would hand in
 * for none. @throws RequestProblem
 */
export function refuseUnknownParameters(key: RouteKey, query: URLSearchParams): void {
  const known = PARAMETERS.get(key);
  if (known === undefined) return;
  const unknown = [...query.keys()].find((name) => !known.includes(name));
  if (unknown === undefined) return;
  const name = unknown.slice(0, MAX_TOLD);
  if (known.length === 0) throw new RequestProblem('noParameters', { name });
  throw new RequestProblem('unknownParameter', { name, known: known.join(', ') });
}
