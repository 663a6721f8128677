import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';

/** Real files from public projects, beside the checkout; no part of this project. */
export const CORPUS = resolve('../shared/corpus');

export interface Expected {
  readonly kind?: string;
  readonly error?: boolean;
  readonly schemaValid?: boolean;
  readonly form?: string;
  readonly at?: string;
  readonly note?: string;
  readonly verifiedBy?: string;
  readonly facts?: Readonly<Record<string, unknown>>;
}

/** What each file must show; empty, with a loud notice, when the corpus is not there. */
export function expectations(): readonly (readonly [path: string, expected: Expected])[] {
  const list = resolve(CORPUS, 'expected.json');
  if (!existsSync(list)) {
    console.warn(`NOTICE: no corpus at ${CORPUS}: the conformance tests over real files do not run`);
    return [];
  }
  const entries: Record<string, Expected> = JSON.parse(readFileSync(list, 'utf8'));
  return Object.entries(entries);
}
