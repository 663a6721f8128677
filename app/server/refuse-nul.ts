import { RequestProblem } from './problem.ts';

/** PostgreSQL can't hold the character U+0000 in a text; asked for it, it would answer with an error that looks like ours. */
export function refuseNul(text: string): void {
  if (text.includes('\0')) throw new RequestProblem('invalidInput', { problems: 'the character U+0000 can not be used' });
}
