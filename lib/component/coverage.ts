import type { ComparedField } from './compare.ts';
import { CATEGORIES, type Category } from './types.ts';

/** What a source can see. Categories outside are blind: nothing follows from their absence. */
export interface Coverage {
  readonly version: number;
  readonly complete: readonly Category[];
  /** Seen in part: rows count, absence doesn't. */
  readonly partial: readonly Category[];
  /** Fields that the source gives wherever it knows them; in any other field its silence says nothing. Null when nothing is known of it. */
  readonly fields: readonly CoveredField[] | null;
}

/** Fields of a unit that a source may be unable to see at all. */
export type CoveredField = Extract<
  ComparedField,
  'manufacturer' | 'model' | 'serial' | 'revision' | 'slot' | 'class' | 'addresses' | 'hashes'
>;

/** Version of the table below and of the rules that read it. Raise it with every change. */
export const COVERAGE_VERSION = 3;

/** One line of the coverage table: what is known of a format, or of one collector of it. */
export interface CoverageRow {
  readonly format: string;
  /** Null for every collector of the format. */
  readonly collector: string | null;
  /** `device`: it looks at the whole device. `part`: at one part or one aspect, so that it never takes a whole inventory's place. */
  readonly scope: 'device' | 'part';
  /** Complete whether or not a row was seen: an empty category means that nothing is there. */
  readonly always: readonly Category[];
  /** Never complete, even when rows were seen; `all` where it lists only what it happens to know. */
  readonly neverComplete: readonly Category[] | 'all';
  readonly fields: readonly CoveredField[];
  /** Where the line is known from. */
  readonly source: string;
}

const NAMES: readonly CoveredField[] = ['manufacturer', 'model', 'serial', 'revision'];

/**
 * The paccor style has several writers, which cover different classes and don't say which one wrote the file.
 * So nothing is taken as always complete, and its firmware rows are the system firmware only. For the others the same holds:
 * a category without a row may be one that the tool wasn't allowed to look at.
 */
const TABLE: readonly CoverageRow[] = [
  {
    format: 'paccor',
    collector: null,
    scope: 'device',
    always: [],
    neverComplete: ['firmware'],
    fields: [...NAMES, 'class', 'addresses'],
    source: 'outputs of three writers: all give chassis, board, system firmware, processor and memory; the rest depends on the version',
  },
  {
    format: 'dell-scv',
    collector: null,
    scope: 'device',
    always: [],
    neverComplete: ['firmware', 'controller', 'chassis', 'cooling'],
    fields: [...NAMES, 'slot', 'addresses'],
    source: 'a profile of a PowerEdge server: every board, processor, memory slot, power supply, drive, network port and the TPM',
  },
  {
    format: 'intel-dpd',
    collector: null,
    scope: 'device',
    always: [],
    neverComplete: ['firmware', 'power', 'storage', 'network', 'controller', 'input-output', 'security-module'],
    fields: [...NAMES, 'slot', 'class', 'addresses'],
    source: 'outputs of laptops: SMBIOS board, chassis, processor and memory are whole; component identifiers are a choice',
  },
  {
    format: 'seagate',
    collector: null,
    scope: 'part',
    always: [],
    neverComplete: 'all',
    fields: [...NAMES, 'slot', 'class'],
    source: 'the file is about one drive, and says nothing of others',
  },
  {
    format: 'hp',
    collector: null,
    scope: 'part',
    always: [],
    neverComplete: 'all',
    fields: [],
    source: 'a log of events; it lists no part',
  },
  {
    format: 'dmidecode',
    collector: null,
    scope: 'device',
    always: [],
    neverComplete: ['firmware', 'power', 'cooling', 'controller', 'network', 'storage', 'input-output', 'security-module'],
    fields: [...NAMES, 'slot', 'class'],
    source: 'DMTF DSP0134 section 6.2: BIOS, system, board, chassis, processor and memory structures are required, the others are not',
  },
  {
    format: 'lshw',
    collector: null,
    scope: 'device',
    always: [],
    neverComplete: ['firmware', 'chassis', 'power', 'controller', 'input-output'],
    fields: [...NAMES, 'slot', 'addresses'],
    source: 'the tree of Linux: processors, memory banks, disks and network interfaces; serials and banks need root',
  },
  {
    format: 'fwupd',
    collector: null,
    scope: 'part',
    always: [],
    neverComplete: 'all',
    fields: NAMES,
    source: 'it lists the devices that a plug-in knows, and no others',
  },
  {
    format: 'cyclonedx',
    collector: 'cdx-hbom',
    scope: 'device',
    always: [],
    neverComplete: ['firmware', 'controller', 'accelerator', 'network', 'input-output', 'power', 'cooling', 'processor'],
    fields: ['manufacturer', 'model', 'slot', 'addresses'],
    source:
      'output of Linux hosts: one row for all processors, memory as a total, serials hidden unless asked for, the rest by what is installed',
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
  const blind = row?.neverComplete ?? [];
  const neverComplete = new Set<Category>(declared === 'complete' ? [] : ['other', ...(blind === 'all' ? CATEGORIES : blind)]);
  const seen = new Set<Category>(declared === 'complete' ? claimed(categoriesSeen) : [...categoriesSeen, ...(row?.always ?? [])]);
  const inPart = declared === 'incomplete' || declared === 'unknown';
  const inOrder = CATEGORIES.filter((category) => seen.has(category));
  return {
    version: COVERAGE_VERSION,
    complete: inPart ? [] : inOrder.filter((category) => !neverComplete.has(category)),
    partial: inPart ? inOrder : inOrder.filter((category) => neverComplete.has(category)),
    fields: row?.fields ?? null,
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
