import type { Document, ReadDocument } from '#lib/artifact/types.ts';
import { NO_PCI_NAMES, type PciNames } from '#lib/component/pci-names.ts';
import { visibleText } from '#lib/component/visible-text.ts';
import type { Check } from '#lib/encoding/check.ts';
import { catalogueOf, type Locale } from '#lib/i18n/catalogue.ts';
import { translate } from '#lib/i18n/message.ts';
import { attestationResultSections } from './attestation-result-sections.ts';
import {
  attestationKeyCertificateSections,
  certificateSections,
  ekCertificateSections,
  platformCertificateSections,
} from './certificate-sections.ts';
import { hasContent, type Section, type SectionMaker, sectionMaker } from './document-fields.ts';
import { referenceManifestSections } from './reference-manifest-sections.ts';
import { bomSections, inventorySections } from './report-sections.ts';
import { listSections, responseSections } from './revocation-sections.ts';
import type { Glyph, Tone } from './tone.ts';
import { eventLogSections, evidenceSections, quoteSections, runtimeLogSections } from './tpm-sections.ts';

/** A document of an artifact as its page shows it. */
export interface DocumentView {
  readonly id: string;
  readonly kind: string;
  /** Empty sections are left out. */
  readonly sections: readonly Section[];
  /** Where an error lies in the file, for the view of its bytes; null when there is none. */
  readonly errorOffset: number | null;
}

/** A check as a page tells it. */
export interface CheckView {
  readonly id: string;
  readonly word: string;
  readonly status: string;
  readonly glyph: Glyph;
  readonly tone: Tone;
  readonly detail: string;
  readonly spec: string;
}

/** A document with the names that a page knows beside it. */
export interface ViewedDocument {
  readonly read: ReadDocument;
  /** None: numbers stand alone. */
  readonly pciNames?: PciNames;
}

/** What a document says, labeled, in the order of its format; for one that can't be read, why. */
export function documentView(locale: Locale, { read, pciNames = NO_PCI_NAMES }: ViewedDocument): DocumentView {
  const make = sectionMaker(locale, pciNames);
  const sections = [
    ...errorSections(read, make),
    ...(read.document === undefined ? [] : sectionsOf(read.document, make)),
    make.table(
      'warnings',
      ['code', 'detail', 'path', 'offset'],
      read.warnings.map(({ code, detail, path, offset }) => [code, detail, path, offset]),
    ),
  ];
  const offset = read.error?.offset;
  return {
    id: read.id,
    kind: translate(locale, `kind.${read.kind}`),
    sections: sections.filter(hasContent),
    errorOffset: offset === undefined ? null : read.offset + offset,
  };
}

/** What a document says without what its reader noted, labeled, in the order of its format. Empty sections are left out. */
export function documentSections(locale: Locale, document: Document): readonly Section[] {
  return sectionsOf(document, sectionMaker(locale)).filter(hasContent);
}

function errorSections({ error }: ReadDocument, make: SectionMaker): readonly Section[] {
  if (error === null) return [];
  return [
    make.section('error', [
      ['message', error.message],
      ['code', error.code],
      ['offset', error.offset],
      ['path', error.path],
      ['spec', error.spec],
    ]),
  ];
}

function sectionsOf(document: Document, make: SectionMaker): readonly Section[] {
  switch (document.kind) {
    case 'platform-certificate':
    case 'delta-platform-certificate':
    case 'rebase-platform-certificate':
      return platformCertificateSections(document, make);
    case 'endorsement-key-certificate':
      return ekCertificateSections(document, make);
    case 'attestation-key-certificate':
      return attestationKeyCertificateSections(document, make);
    case 'certificate':
      return certificateSections(document.certificate, make);
    case 'certificate-revocation-list':
      return listSections(document, make);
    case 'ocsp-response':
      return responseSections(document, make);
    case 'cyclonedx-bom':
      return bomSections(document, make);
    case 'inventory':
      return inventorySections(document, make);
    case 'attestation-result':
      return attestationResultSections(document, make);
    case 'reference-manifest':
      return referenceManifestSections(document, make);
    case 'tpm-event-log':
      return eventLogSections(document, make);
    case 'attestation-evidence':
      return evidenceSections(document, make);
    case 'tpm-runtime-log':
      return runtimeLogSections(document, make);
    case 'tpm-quote':
      return quoteSections(document, make);
    default:
      return document satisfies never;
  }
}

const LOOKS: Readonly<Record<Check['status'], { readonly glyph: Glyph; readonly tone: Tone }>> = {
  pass: { glyph: 'check', tone: 'good' },
  fail: { glyph: 'cross', tone: 'bad' },
  unknown: { glyph: 'question', tone: 'caution' },
  'not-applicable': { glyph: 'minus', tone: 'plain' },
};

/** A check in words: what could not be evaluated looks neither like a pass nor like a failure. */
export function checkView(locale: Locale, { id, status, detail, spec }: Check): CheckView {
  const words: Readonly<Record<string, string>> = catalogueOf(locale).check.id;
  return {
    id,
    word: (Object.hasOwn(words, id) ? words[id] : undefined) ?? id,
    status: translate(locale, `check.status.${status}`),
    ...LOOKS[status],
    detail: visibleText(detail),
    spec,
  };
}
