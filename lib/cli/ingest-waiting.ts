import { visibleText } from '#lib/component/visible-text.ts';
import { KIND_WORDS } from '#lib/detect/document-sign.ts';
import { unlinkedAdvice } from '#lib/present/unlinked-advice.ts';
import type { Known, Waiting } from './ingest-wait.ts';

/** Reasons for which only a person can say whose a file is. */
const SAY_WHOSE = ['no-serial', 'several-candidates'];

/** What belongs to no device yet: how many files, then each with what it is, why it waits and what to do. */
export function waitingLines(results: readonly Known[], server: string): readonly string[] {
  const waiting = results.filter(({ unlinked }) => unlinked.length > 0);
  if (waiting.length === 0) return [];
  return [
    `${waiting.length} ${waiting.length === 1 ? 'belongs' : 'belong'} to no device yet:`,
    ...waiting.map((each) => lineOf(each, server)),
  ];
}

function lineOf({ file, kind, unlinked }: Known, server: string): string {
  const words: Readonly<Record<string, string>> = KIND_WORDS;
  const word = kind !== null && Object.hasOwn(words, kind) ? words[kind] : KIND_WORDS.unknown;
  const why = new Set(unlinked.map((each) => `${visibleText(each.detail)} ${adviceOf(each, server)}`));
  return `  ${file} (${word}): ${[...why].join(' ')}`;
}

/** A file that was handed in before is skipped, so that `--device` alone would do nothing. */
function adviceOf({ reason }: Waiting, server: string): string {
  return SAY_WHOSE.includes(reason)
    ? `Say whose with --again --device ID; an operator can at ${server}/unlinked, too.`
    : unlinkedAdvice(reason);
}
