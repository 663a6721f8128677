import { NO_PCI_NAMES, type PciNames } from '#lib/component/pci-names.ts';
import { CATEGORIES, type Category } from '#lib/component/types.ts';
import { visibleText } from '#lib/component/visible-text.ts';
import { type ToldDifference, toldOnce } from '#lib/device/comparison/assembly-differences.ts';
import type { DeviceState } from '#lib/device/device-state.ts';
import type { AuthorizationOutcome, Difference, DifferenceChange, DifferenceKind } from '#lib/device/types.ts';
import { catalogueOf, type Locale } from '#lib/i18n/catalogue.ts';
import { translate } from '#lib/i18n/message.ts';
import { timeText } from './time-text.ts';
import type { Glyph, Tone } from './tone.ts';
import { type UnitCell, unitCells } from './unit-cells.ts';
import { unitOrigins } from './unit-origin.ts';

/** One row: expected, observed, verdict. */
export interface DifferenceRow {
  /** Stable within one view. */
  readonly id: string;
  readonly kind: DifferenceKind;
  readonly change: DifferenceChange;
  readonly word: string;
  readonly glyph: Glyph;
  readonly tone: Tone;
  readonly expected: UnitCell | null;
  readonly observed: UnitCell | null;
  /** Which rules made unequal spellings equal, in words; null when the strings were equal. */
  readonly whyEqual: string | null;
  /** An alias of manufacturer names was one of these rules. */
  readonly isByAlias: boolean;
  /** Null for rows that need none. */
  readonly authorization: { readonly outcome: AuthorizationOutcome; readonly word: string; readonly tone: Tone } | null;
  /** Nobody with the right signed for it: the row offers what to do. */
  readonly isUnexplained: boolean;
  /** Remarks in words: parts that can't be told apart, a serial that was learned. */
  readonly notes: readonly string[];
  readonly at: string;
  readonly because: readonly string[];
}

export interface DifferenceGroup {
  readonly category: Category;
  readonly word: string;
  readonly rows: readonly DifferenceRow[];
  readonly hiddenEqual: number;
}

export interface DifferenceView {
  /** On what the expected side rests, in one sentence. */
  readonly basis: string;
  /** Documents that formed the expected side, in the order in which they apply. */
  readonly expectedFrom: readonly string[];
  /** Who saw the observed side, and when. */
  readonly observedBy: string;
  readonly observedFrom: string | null;
  /** What the source can't see, in one sentence each. */
  readonly coverage: readonly string[];
  readonly groups: readonly DifferenceGroup[];
  readonly hiddenEqual: number;
  /** Null when no row is hidden. */
  readonly hiddenText: string | null;
  readonly unexplained: number;
  /** How many rows there are of each change, the most frequent first, with how many of them nobody signed for. */
  readonly summary: readonly ChangeCount[];
}

export interface ChangeCount {
  readonly word: string;
  readonly count: number;
  readonly unexplained: number;
}

interface DifferenceQuestion {
  readonly locale: Locale;
  readonly device: DeviceState;
  readonly scope: Difference['scope'];
  /** Equal rows too. */
  readonly all: boolean;
  /** None: PCI numbers stand alone. */
  readonly pciNames?: PciNames;
}

/** One table for all comparisons of a device: rows by category, changes only unless all are asked for. */
export function differenceView({ locale, device, scope, all, pciNames = NO_PCI_NAMES }: DifferenceQuestion): DifferenceView {
  const differences = toldOnce(device.differences.filter((difference) => difference.scope === scope));
  const originOf = unitOrigins(locale, device.documents);
  const groups = CATEGORIES.map((category) => groupOf({ locale, category, differences, all, originOf, pciNames })).filter(
    ({ rows, hiddenEqual }) => rows.length > 0 || hiddenEqual > 0,
  );
  const hiddenEqual = groups.reduce((sum, group) => sum + group.hiddenEqual, 0);
  return {
    basis: translate(locale, `difference.basis.${device.expected.basis}`),
    expectedFrom: device.expected.because,
    ...observedSide(locale, device),
    groups,
    hiddenEqual,
    hiddenText: hiddenEqual === 0 ? null : translate(locale, 'difference.hiddenEqual', { count: hiddenEqual }),
    unexplained: groups.flatMap(({ rows }) => rows).filter(({ isUnexplained }) => isUnexplained).length,
    summary: summaryOf(groups.flatMap(({ rows }) => rows)),
  };
}

function observedSide(locale: Locale, { observed }: DeviceState): Pick<DifferenceView, 'observedBy' | 'observedFrom' | 'coverage'> {
  if (observed === null) return { observedBy: translate(locale, 'difference.neverObserved'), observedFrom: null, coverage: [] };
  const { collector, submission, coverage } = observed;
  const words = (categories: readonly Category[]): string =>
    categories.map((category) => translate(locale, `category.${category}`)).join(', ');
  const blind = CATEGORIES.filter((category) => !coverage.complete.includes(category) && !coverage.partial.includes(category));
  const lines = [
    ...(blind.length === 0 ? [] : [translate(locale, 'difference.blind', { categories: words(blind) })]),
    ...(coverage.partial.length === 0 ? [] : [translate(locale, 'difference.partial', { categories: words(coverage.partial) })]),
  ];
  const by = { collector: visibleText(collector), by: visibleText(submission.submittedBy), at: timeText(submission.receivedAt) };
  return {
    observedBy: translate(locale, 'difference.observedBy', by),
    observedFrom: submission.sha256,
    coverage: lines.length === 0 ? [translate(locale, 'difference.seesAll')] : lines,
  };
}

interface GroupQuestion {
  readonly locale: Locale;
  readonly category: Category;
  readonly differences: readonly ToldDifference[];
  readonly all: boolean;
  readonly originOf: OriginOf;
  readonly pciNames: PciNames;
}

type OriginOf = ReturnType<typeof unitOrigins>;

function groupOf({ locale, category, differences, all, originOf, pciNames }: GroupQuestion): DifferenceGroup {
  const own = differences.filter(({ difference: { expected, observed } }) => (observed ?? expected)?.category === category);
  const shown = all ? own : own.filter(({ difference }) => difference.kind !== 'same');
  return {
    category,
    word: translate(locale, `category.${category}`),
    rows: shown.map((told, index) => rowOf({ locale, told, id: `${category}-${index}`, originOf, pciNames })),
    hiddenEqual: own.length - shown.length,
  };
}

const GLYPHS: Readonly<Record<DifferenceKind, Glyph>> = {
  same: 'equal',
  'component-added': 'plus',
  'component-removed': 'minus',
  'component-replaced': 'swap',
  'component-moved': 'move',
  'firmware-changed': 'pencil',
  'revision-changed': 'pencil',
  'attribute-only': 'pencil',
  'serial-unconfirmed': 'question',
  'not-collected': 'eye-off',
  'not-reported': 'eye-off',
};

/** Kinds that need nobody's signature. */
const HARMLESS: readonly DifferenceKind[] = [
  'same',
  'component-moved',
  'attribute-only',
  'revision-changed',
  'not-collected',
  'not-reported',
];

const AUTHORIZED: readonly AuthorizationOutcome[] = [
  'authorized-exact',
  'authorized-time-unproven',
  'authorized-by-model-serial-unproven',
  'authorized-by-delta',
  'authorized-by-reference-value',
];

interface RowQuestion {
  readonly locale: Locale;
  readonly told: ToldDifference;
  readonly id: string;
  readonly originOf: OriginOf;
  readonly pciNames: PciNames;
}

function rowOf({ locale, told: { difference, parts }, id, originOf, pciNames }: RowQuestion): DifferenceRow {
  const { kind, change, authorization, because, at } = difference;
  const isUnexplained = !HARMLESS.includes(kind) && !isSigned(authorization);
  return {
    id,
    kind,
    change,
    word: wordOf(locale, difference),
    glyph: GLYPHS[kind],
    tone: toneOf(kind, isUnexplained),
    ...unitCells(locale, { ...difference, originOf, pciNames }),
    whyEqual: whyEqual(locale, difference),
    isByAlias: difference.equalBy.includes('alias'),
    authorization:
      authorization === null
        ? null
        : {
            outcome: authorization,
            word: translate(locale, `difference.authorization.${authorization}`),
            tone: authorizationTone(authorization),
          },
    isUnexplained,
    notes: [
      ...(parts.length === 0 ? [] : [translate(locale, 'difference.withParts', { count: parts.length })]),
      ...notesOf(locale, difference),
    ],
    at,
    because,
  };
}

function wordOf(locale: Locale, { scope, change }: Difference): string {
  const isMissing = scope === 'conformance' && change === 'removed';
  return translate(locale, isMissing ? 'difference.missing' : `difference.change.${change}`);
}

function summaryOf(rows: readonly DifferenceRow[]): readonly ChangeCount[] {
  const counts = new Map<string, ChangeCount>();
  for (const { word, change, isUnexplained } of rows) {
    if (change === 'unchanged') continue;
    const { count, unexplained } = counts.get(word) ?? { count: 0, unexplained: 0 };
    counts.set(word, { word, count: count + 1, unexplained: unexplained + Number(isUnexplained) });
  }
  return [...counts.values()].sort((a, b) => b.count - a.count);
}

const isSigned = (authorization: AuthorizationOutcome | null): boolean =>
  authorization !== null && (AUTHORIZED.includes(authorization) || authorization === 'retrospective');

function toneOf(kind: DifferenceKind, isUnexplained: boolean): Tone {
  if (kind === 'serial-unconfirmed' || kind === 'not-collected' || kind === 'not-reported') return 'caution';
  if (isUnexplained) return 'bad';
  return kind === 'same' ? 'good' : 'notice';
}

function authorizationTone(authorization: AuthorizationOutcome): Tone {
  if (AUTHORIZED.includes(authorization)) return 'good';
  return authorization === 'retrospective' || authorization === 'indistinguishable' ? 'caution' : 'bad';
}

function whyEqual(locale: Locale, difference: Difference): string | null {
  const { equalBy } = difference;
  if (equalBy.length === 0) return null;
  const words: Readonly<Record<string, string>> = catalogueOf(locale).difference.equalBy;
  const wordOfRule = (rule: string): string => (Object.hasOwn(words, rule) ? words[rule] : undefined) ?? rule;
  const rules = equalBy.map((rule) => (rule === 'alias' ? aliasUsed(locale, difference) : undefined) ?? wordOfRule(rule));
  return translate(locale, 'difference.whyEqual', { rules: rules.join(', ') });
}

/** An alias joins its two names and no third one, so the names of both sides are the alias. */
function aliasUsed(locale: Locale, { expected, observed }: Difference): string | undefined {
  if (expected === null || observed === null) return undefined;
  const [name, means] = [visibleText(expected.manufacturer), visibleText(observed.manufacturer)];
  return translate(locale, 'difference.whyAlias', { name, means });
}

function notesOf(locale: Locale, { indistinguishable, expected }: Difference): readonly string[] {
  const learned = expected?.pinnedSerial ?? null;
  return [
    ...(indistinguishable ? [translate(locale, 'difference.indistinguishable')] : []),
    ...(learned === null ? [] : [translate(locale, 'difference.learnedSerial', { serial: visibleText(learned) })]),
  ];
}
