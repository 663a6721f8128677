import { artifact } from '#lib/i18n/messages/en/artifact.ts';

/** What to do about a file that could not be read, by the code of its refusal. One sentence or two, in the viewer's language. */
export function refusalAdvice(code: string, advice: Readonly<Record<string, string>> = artifact.errorFix): string {
  return (Object.hasOwn(advice, code) ? advice[code] : undefined) ?? artifact.errorFix.other;
}
