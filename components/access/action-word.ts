import type { Catalogue } from '#lib/i18n/catalogue.ts';

/** What somebody did, in words; an action of another version by its own name. */
export function actionWord(action: string, { logActions }: Catalogue['access']): string {
  const words: Readonly<Record<string, string>> = logActions;
  return (Object.hasOwn(words, action) ? words[action] : undefined) ?? action;
}
