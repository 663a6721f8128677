import type { DifferenceRow } from '#lib/present/difference-view.ts';
import type { UnitCell } from '#lib/present/unit-cells.ts';

interface FindingAbout {
  readonly id: string;
  readonly rule: string;
  readonly subject: string;
  readonly expected: string | null;
  readonly observed: string | null;
  readonly because: readonly string[];
}

/**
 * The finding that a differing row leads to: resting on the same files, and naming most of what the row shows.
 * Parts without serials can share their words; then the first of their findings is taken: it is a link, never a decision.
 */
export function findingOfRow<About extends FindingAbout>(row: DifferenceRow, findings: readonly About[]): About | undefined {
  const values = [...valuesOf(row.expected), ...valuesOf(row.observed)];
  const candidates = findings
    .filter(({ because }) => because.some((sha256) => row.because.includes(sha256)))
    .map((finding) => ({ finding, named: namedIn(finding, values), sameRule: finding.rule === row.kind ? 1 : 0 }))
    .filter(({ named }) => named > 0);
  return candidates.sort((a, b) => b.named - a.named || b.sameRule - a.sameRule)[0]?.finding;
}

function namedIn({ subject, expected, observed }: FindingAbout, values: readonly string[]): number {
  const words = [subject, expected ?? '', observed ?? ''].join('\n');
  return values.filter((value) => words.includes(value)).length;
}

/** A single letter is named everywhere. */
const MIN_LENGTH = 2;

const valuesOf = (cell: UnitCell | null): readonly string[] =>
  (cell?.fields ?? []).map(({ segments }) => segments.map(({ text }) => text).join('')).filter(({ length }) => length >= MIN_LENGTH);
