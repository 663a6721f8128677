import { type ComponentList, componentListOf } from '#lib/artifact/component-list.ts';
import type { ReadDocument } from '#lib/artifact/types.ts';
import { UsageError } from './command.ts';
import { refusalText } from './refusal-text.ts';

/**
 * The first document of a file that lists components.
 * @param told  the file's name; `instead` ends the sentence where nothing in the file is the reason
 * @throws      UsageError when none does, with why the file could not be read
 */
export function firstComponentList(
  documents: readonly ReadDocument[],
  { file, instead = '' }: { readonly file: string; readonly instead?: string },
): ComponentList {
  for (const { document } of documents) {
    const list = document === undefined ? undefined : componentListOf(document);
    if (list !== undefined) return list;
  }
  const error = documents.find((each) => each.error !== null)?.error ?? null;
  const told = error === null ? null : refusalText(error);
  throw new UsageError(`${file} lists no components${told === null ? instead : `: ${told.why}. ${told.fix}`}`, 2);
}
