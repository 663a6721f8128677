import { visibleText } from '#lib/component/visible-text.ts';
import type { DoubtedRecord, FirmwareSource, MeasuredFirmware } from '#lib/device/attested/firmware-types.ts';
import { catalogueOf, type Locale } from '#lib/i18n/catalogue.ts';
import { translate } from '#lib/i18n/message.ts';
import type { Glyph, Tone } from './tone.ts';

/** A source of reference values, and what it is worth here. */
export interface ReferenceSourceView {
  readonly id: string;
  /** The artifact, whose page shows it. */
  readonly sha256: string;
  readonly name: string;
  readonly signer: string;
  readonly standing: string;
  readonly glyph: Glyph;
  readonly tone: Tone;
  readonly detail: string;
  readonly values: number;
}

/** A record that reference values speak against, or can't speak of. */
export interface DoubtedRecordView {
  readonly id: string;
  readonly register: string;
  readonly outcome: string;
  readonly says: string;
  readonly type: string;
  readonly digest: string;
  readonly instead: readonly string[];
}

/** What reference values say of the last start, as the tab of firmware shows it. */
export interface ReferenceView {
  /** One sentence. */
  readonly summary: string;
  readonly sources: readonly ReferenceSourceView[];
  readonly records: readonly DoubtedRecordView[];
  /** Records that are left out, in words; null when none. */
  readonly further: string | null;
}

const LOOKS: Readonly<Record<FirmwareSource['standing'], { readonly glyph: Glyph; readonly tone: Tone }>> = {
  counts: { glyph: 'check', tone: 'good' },
  superseded: { glyph: 'question', tone: 'caution' },
  'not-trusted': { glyph: 'question', tone: 'caution' },
  'other-platform': { glyph: 'minus', tone: 'plain' },
  'without-values': { glyph: 'question', tone: 'caution' },
};

/** What reference values say of the last start, in one language; texts of files are made visible. */
export function referenceView(locale: Locale, firmware: MeasuredFirmware): ReferenceView {
  const { sources, records, furtherRecords } = firmware;
  return {
    summary: summaryOf(locale, firmware),
    sources: sources.map((source) => sourceView(locale, source)),
    records: records.map((record, index) => recordView(locale, { record, index })),
    further: furtherRecords === 0 ? null : translate(locale, 'firmware.further', { count: furtherRecords }),
  };
}

function summaryOf(locale: Locale, { sources, counts }: MeasuredFirmware): string {
  if (!sources.some(({ values }) => values > 0)) return translate(locale, 'firmware.referenceNone');
  const { referenced, outdated } = counts;
  const older = outdated === 0 ? '' : translate(locale, 'firmware.referenceOlder', { outdated });
  const beside = OTHER_PARTS.filter((part) => counts[part] > 0);
  if (referenced > 0 && beside.length === 0) return translate(locale, 'firmware.referenceAll', { count: referenced, older });
  // What is in the reference values is told even where it is nothing: it is what was asked.
  const parts = (['referenced', ...beside] as const).map((part) =>
    translate(locale, `firmware.referencePart.${part}`, { count: counts[part], older }),
  );
  return translate(locale, 'firmware.referenceCounts', { parts: new Intl.ListFormat(locale).format(parts) });
}

/** What is said beside the records that are in the reference values, where there are such records. */
const OTHER_PARTS = ['mismatch', 'not-referenced', 'ignored'] as const;

function sourceView(locale: Locale, { documentId, because, name, signer, standing, detail, values }: FirmwareSource): ReferenceSourceView {
  const texts = catalogueOf(locale).firmware;
  return {
    id: documentId,
    sha256: because[0] ?? documentId,
    name: visibleText(name),
    signer: signer === null ? texts.referenceUnsigned : visibleText(signer),
    standing: texts.standing[standing],
    ...LOOKS[standing],
    detail: visibleText(detail),
    values,
  };
}

function recordView(locale: Locale, { record, index }: { readonly record: DoubtedRecord; readonly index: number }): DoubtedRecordView {
  const { pcr, outcome, says, type, digest, instead } = record;
  return {
    id: `${index}`,
    register: translate(locale, 'firmware.registerPlain', { pcr }),
    outcome: catalogueOf(locale).firmware.outcome[outcome],
    says: visibleText(says),
    type,
    digest,
    instead: instead.map(visibleText),
  };
}
