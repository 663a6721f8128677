import type { Document } from '#lib/artifact/types.ts';
import type { Section } from '#lib/present/document-fields.ts';
import { documentSections } from '#lib/present/document-view.ts';

/** Kinds whose one line says too little for a person: what a TPM measured and signed, what others concluded, and what should have been measured. */
const EXPLAINED: ReadonlySet<Document['kind']> = new Set<Document['kind']>([
  'tpm-event-log',
  'tpm-runtime-log',
  'tpm-quote',
  'attestation-evidence',
  'attestation-result',
  'reference-manifest',
]);

/** What a document says, part by part, as its page on a server shows it; nothing for kinds that one line tells. */
export function explanationLines(document: Document | undefined): readonly string[] {
  if (document === undefined || !EXPLAINED.has(document.kind)) return [];
  return documentSections('en', document).flatMap(sectionLines);
}

function sectionLines({ heading, rows, table }: Section): readonly string[] {
  return [
    `  ${heading}`,
    ...rows.map(({ label, value }) => `    ${label}: ${value}`),
    ...(table === null ? [] : [table.columns, ...table.rows].map((cells) => `    ${cells.join(' | ')}`)),
    ...(table === null || table.more === null ? [] : [`    ${table.more}`]),
  ];
}
