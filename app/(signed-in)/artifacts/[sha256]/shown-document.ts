import type { Jump, ShownDocument, ShownSection } from '#components/artifact/artifact-page.ts';
import { type Catalogue, catalogueOf, type Locale } from '#lib/i18n/catalogue.ts';
import { installedPciNames } from '#lib/ingest/pci-list.ts';
import type { Section } from '#lib/present/document-fields.ts';
import { checkView, documentView } from '#lib/present/document-view.ts';
import { type RawBlock, rawPlace } from '#lib/present/raw-content.ts';
import { refusalAdvice } from '#lib/present/refusal-advice.ts';
import { visibleText } from '#lib/present/visible-text.ts';
import { type ArtifactAddress, artifactHref } from './artifact-address.ts';
import type { Judgement } from './judgement.ts';

type ReadDocument = Parameters<typeof documentView>[1]['read'];

/** Rows of a table that are shown before somebody asks for all. */
const FIRST_ROWS = 50;

export interface DocumentQuestion {
  readonly locale: Locale;
  readonly address: ArtifactAddress;
  readonly read: ReadDocument;
  /** Needed to place offsets; empty for large files, which have no header and no blocks. */
  readonly bytes: Uint8Array;
  readonly blocks: readonly RawBlock[];
  readonly judgement: Judgement | null;
}

/** One document of a file as its page shows it. */
export function shownDocument(question: DocumentQuestion): ShownDocument {
  const { locale, read, judgement } = question;
  const texts = catalogueOf(locale);
  const view = documentView(locale, { read, pciNames: installedPciNames() });
  const own = [texts.document.section.error, texts.document.section.warnings] as readonly string[];
  return {
    kind: view.kind,
    error: errorOf(question, texts.artifact),
    warnings: read.warnings.map(({ code, detail, path, offset }) => ({
      code,
      detail: visibleText(detail),
      path: path === undefined ? null : visibleText(path),
      jump: offset === undefined ? null : jumpTo(question, offset, code),
    })),
    checks: judgement?.checks.map((check) => checkView(locale, check)) ?? [],
    checkedFor: judgement?.device ?? null,
    standing: judgement === null || read.error !== null ? null : standingOf(judgement, texts.artifact),
    // Errors and warnings are told above, with their places.
    sections: view.sections.filter(({ heading }) => !own.includes(heading)).map((section) => sectionOf(question, section)),
  };
}

function standingOf({ isReport, trusted, contributes, checks }: Judgement, texts: Catalogue['artifact']): ShownDocument['standing'] {
  if (isReport) return reportStanding(checks, texts);
  if (trusted) return { is: 'verified', text: contributes ? texts.contributes : texts.trusted };
  if (contributes) return { is: 'not-evaluated', text: texts.provisional };
  return { is: checks.some(({ status }) => status === 'fail') ? 'not-verified' : 'not-evaluated', text: texts.notTrusted };
}

/** A report that is signed is its submitter's all the same; one that was changed after signing is nobody's. */
function reportStanding(checks: Judgement['checks'], texts: Catalogue['artifact']): ShownDocument['standing'] {
  const statusOf = (wanted: string) => checks.find(({ id }) => id === wanted)?.status;
  const signature = statusOf('bom-signature');
  if (signature === undefined) return { is: 'self-asserted', text: texts.asReported };
  if (signature === 'fail') return { is: 'not-verified', text: texts.signatureBroken };
  return { is: 'self-asserted', text: statusOf('origin') === 'pass' ? texts.asReportedBy : texts.asReportedUnproven };
}

function errorOf(question: DocumentQuestion, texts: Catalogue['artifact']): ShownDocument['error'] {
  const { error } = question.read;
  if (error === null) return null;
  const { code, message, offset, path, spec } = error;
  return {
    isUnsupported: code === 'unsupported-version',
    message: visibleText(message),
    fix: refusalAdvice(code, texts.errorFix),
    path: path === undefined ? null : visibleText(path),
    spec: spec ?? null,
    jump: offset === undefined ? null : jumpTo(question, offset),
  };
}

/** The place of an offset that a parser told. */
export function placeOf({ bytes, blocks, read }: DocumentQuestion, offset: number, code?: string): ReturnType<typeof rawPlace> {
  return rawPlace({ bytes, blocks, read, offset, ...(code === undefined ? {} : { code }) });
}

function jumpTo(question: DocumentQuestion, offset: number, code?: string): Jump {
  const place = placeOf(question, offset, code);
  const href = artifactHref({ ...question.address, block: place.block, show: null, at: place.offset, from: null });
  return { offset: place.offset, href };
}

function sectionOf(question: DocumentQuestion, { heading, rows, table }: Section): ShownSection {
  if (table === null) return { heading, rows, table: null };
  const { address, locale } = question;
  const offsetColumn = table.columns.indexOf(catalogueOf(locale).document.field.offset);
  const shown = address.all ? table.rows : table.rows.slice(0, FIRST_ROWS);
  const isCut = shown.length < table.rows.length;
  return {
    heading,
    rows,
    table: {
      columns: table.columns,
      rows: shown.map((row) =>
        row.map((text, column) => ({ text, jump: column === offsetColumn && /^\d+$/.test(text) ? jumpTo(question, Number(text)) : null })),
      ),
      origins: table.origins?.slice(0, shown.length) ?? null,
      more: isCut ? null : table.more,
      all: isCut ? { href: artifactHref({ ...address, all: true }), count: table.rows.length } : null,
    },
  };
}
