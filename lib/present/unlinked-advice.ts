import type { Catalogue } from '#lib/i18n/catalogue.ts';
import { unlinked } from '#lib/i18n/messages/en/unlinked.ts';

/** What makes a waiting file link, by the reason for which it waits; the same sentence wherever it is told. */
export function unlinkedAdvice(reason: string, advice: Catalogue['unlinked']['next'] = unlinked.next): string {
  const sentences: Readonly<Record<string, string>> = advice;
  return (Object.hasOwn(sentences, reason) ? sentences[reason] : undefined) ?? advice.other;
}
