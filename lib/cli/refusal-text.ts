import type { ReadFailure } from '#lib/artifact/types.ts';
import { visibleText } from '#lib/component/visible-text.ts';
import { refusalAdvice } from '#lib/present/refusal-advice.ts';

/** Why a document can't be read, with the place and the rule that it breaks, and what to do about it; a sentence each. */
export function refusalText(error: ReadFailure): { readonly why: string; readonly fix: string } {
  return { why: `${visibleText(error.message)}${placeOf(error.message, error)}`, fix: refusalAdvice(error.code) };
}

/** What a sentence does not say itself: at which octet, at which member, and by which standard. */
export function placeOf(sentence: string, { offset, path, spec }: Partial<Pick<ReadFailure, 'offset' | 'path' | 'spec'>>): string {
  const isTold = offset === undefined || new RegExp(`\\boctet ${offset}\\b`).test(sentence);
  const isNamed = path === undefined || path === '' || sentence.includes(path);
  return [isTold ? '' : ` (at octet ${offset})`, isNamed ? '' : ` at ${visibleText(path)}`, spec === undefined ? '' : ` [${spec}]`].join(
    '',
  );
}
