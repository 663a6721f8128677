import type { DeviceDocument } from '#lib/device/types.ts';
import { describeDocument, documentSign } from '../document-sign.ts';
import type { Rule } from '../rule.ts';

/** Problems that are told in full; the others are counted. */
const MAX_TOLD = 5;

/** Warnings that have a rule of their own. */
const ELSEWHERE: readonly string[] = ['declared-version-mismatch', 'missing-key-purpose'];

function problemsOf({ read: { document, error, warnings } }: DeviceDocument): readonly string[] {
  const schema = document?.kind === 'cyclonedx-bom' && !document.schemaValid ? document.problems : [];
  const unreadable = error === null ? [] : [error.message];
  return [
    ...unreadable,
    ...schema.map(({ detail }) => detail),
    ...warnings.filter(({ code }) => !ELSEWHERE.includes(code)).map(({ detail }) => detail),
  ];
}

/** What can't be read, or what its schema refuses, is more than an odd spelling. */
const isRefused = ({ read: { document, error } }: DeviceDocument): boolean =>
  error !== null || (document?.kind === 'cyclonedx-bom' && !document.schemaValid);

/** A document breaks a rule of its own format, and was read all the same as far as possible. */
export const malformedField: Rule = {
  id: 'malformed-field',
  means: 'A document breaks a rule of its own format, and was read all the same as far as possible.',
  matters: 'What one reader tolerates another reads differently; the document may say more, or less, than it seems.',
  resolve: 'Ask whoever made the document for one that follows its specification.',
  source: 'TCG Platform Certificate Profile 1.1 section 3; RFC 5280 section 4; ECMA-424 (CycloneDX)',
  weighs: 'none',
  evaluate: ({ device }) =>
    device.documents.flatMap((document) => {
      const problems = problemsOf(document);
      if (problems.length === 0 && !isRefused(document)) return [];
      const more = problems.length > MAX_TOLD ? `; and ${problems.length - MAX_TOLD} more` : '';
      return [
        documentSign({
          document,
          severity: isRefused(document) ? 'low' : 'info',
          expected: null,
          observed: `${problems.slice(0, MAX_TOLD).join('; ')}${more}`,
          resolve: 'Ask whoever made the document for one that follows its specification.',
          detail: `The ${describeDocument(document)} breaks rules of its format: ${problems.slice(0, MAX_TOLD).join('; ')}${more}.`,
        }),
      ];
    }),
};
