import { CATEGORIES, type Category } from './types.ts';

/** What a source can see. Categories outside are blind: nothing follows from their absence. */
export interface Coverage {
  readonly version: number;
  readonly complete: readonly Category[];
  /** Seen in part: rows count, absence doesn't. */
  readonly partial: readonly Category[];
}

/** Version of the table below and of the rules that read it. Raise it with every change. */
export const COVERAGE_VERSION = 1;

/** One line of the coverage table: what is known of a format, or of one collector of it. */
export interface CoverageRow {
  readonly format: string;
  /** Null for every collector of the format. */
  readonly collector: string | null;
  /** Complete whether or not a row was seen: an empty category means that nothing is there. */
  readonly always: readonly Category[];
  /** Never complete, even when rows were seen. */
  readonly neverComplete: readonly Category[];
  /** Where the line is known from. */
  readonly source: string;
}

/**
 * The paccor style has several writers, which cover different classes and don't say which one wrote the file.
 * So nothing is taken as always complete, and its firmware rows are the system firmware only.
 */
const TABLE: readonly CoverageRow[] = [
  {
    format: 'paccor',
    collector: null,
    always: [],
    neverComplete: ['firmware'],
    source: 'outputs of three writers: all give chassis, board, system firmware, processor and memory; the rest depends on the version',
  },
];

/** The line of the coverage table for a source; undefined for an unknown producer. */
export function coverageOf({ format, collector }: { readonly format: string; readonly collector: string | null }): CoverageRow | undefined {
  return (
    TABLE.find((row) => row.format === format && row.collector === collector) ??
    TABLE.find((row) => row.format === format && row.collector === null)
  );
}

/** What a source is and said; `declared` is the completeness that the document itself claims. */
export interface CoverageQuestion {
  readonly format: string;
  readonly collector: string | null;
  readonly categoriesSeen: readonly Category[];
  readonly declared?: 'complete' | 'incomplete' | 'unknown';
}

/**
 * What one observation covers. Without a declaration: categories with rows are complete, others blind.
 * Declared complete: all hardware when hardware was listed, and firmware, operating systems and software when they were.
 * Declared otherwise: categories with rows are seen in part. Rows of category `other` complete nothing by themselves.
 */
export function coverageFor({ format, collector, categoriesSeen, declared }: CoverageQuestion): Coverage {
  const row = coverageOf({ format, collector });
  const neverComplete = new Set<Category>(declared === 'complete' ? [] : ['other', ...(row?.neverComplete ?? [])]);
  const seen = new Set<Category>(declared === 'complete' ? claimed(categoriesSeen) : [...categoriesSeen, ...(row?.always ?? [])]);
  const inPart = declared === 'incomplete' || declared === 'unknown';
  const inOrder = CATEGORIES.filter((category) => seen.has(category));
  return {
    version: COVERAGE_VERSION,
    complete: inPart ? [] : inOrder.filter((category) => !neverComplete.has(category)),
    partial: inPart ? inOrder : inOrder.filter((category) => neverComplete.has(category)),
  };
}

/** A list of libraries that calls itself complete says nothing about memory modules. */
function claimed(seen: readonly Category[]): readonly Category[] {
  const realms = new Set(seen.map(realmOf));
  return CATEGORIES.filter((category) => realms.has(realmOf(category)));
}

function realmOf(category: Category): string {
  return category === 'firmware' || category === 'operating-system' || category === 'software' ? category : 'hardware';
}
