import { isPlaceholder } from './placeholder.ts';
import { remember } from './remember.ts';
import type { PlatformIdentity } from './types.ts';

/** A rule that makes unequal spellings equal. */
export type EqualityRule =
  | 'control-characters'
  | 'width'
  | 'case'
  | 'white-space'
  | 'placeholder'
  | 'separators'
  | 'vpd-missing'
  | 'registry-differs'
  /** Two people approved that these manufacturer names mean the same. */
  | 'alias';

/** Printable ASCII without outer or double blanks: the common text, in which only the case is left to fold. */
const PLAIN = /^[!-~]+(?: [!-~]+)*$/;

/** In the order in which they apply. Control characters go last but for case, because tabs and line ends are white space. */
const STEPS: readonly { readonly rule: EqualityRule; readonly apply: (text: string) => string }[] = [
  { rule: 'width', apply: (text) => text.normalize('NFKC') },
  { rule: 'white-space', apply: (text) => text.replace(/\s+/gu, ' ').trim() },
  { rule: 'control-characters', apply: (text) => text.replace(/(?!\s)[\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}]/gu, '') },
  // Upper case first: it is what folds the sharp s and the ligatures.
  { rule: 'case', apply: (text) => text.toUpperCase().toLowerCase() },
];

/**
 * The spelling that comparisons use: Unicode NFKC, white space collapsed and trimmed, case folded, control characters removed.
 * Never shown and never stored in place of the original. Applying it twice changes nothing.
 * @spec Unicode UAX #15 (NFKC)
 */
export function normalizeText(text: string): string {
  return PLAIN.test(text) ? text.toLowerCase() : normalizeOther(text);
}

const normalizeOther = remember((text) => normalizeWithout(text, null));

/** A serial number for comparison: as normalizeText, without any white space, in upper case. */
export const normalizeSerial = remember((text) => normalizeText(text).replaceAll(' ', '').toUpperCase());

/**
 * A MAC address as 12, or an EUI-64 or WWN as 16, upper-case hexadecimal digits without separators.
 * Null for another text and for blanks such as `00:00:00:00:00:00`, which identify nothing.
 */
export function normalizeAddress(value: string): string | null {
  const digits = normalizeText(value)
    .replace(/[\s:.-]/gu, '')
    .toUpperCase();
  return /^(?:[0-9A-F]{12}|[0-9A-F]{16})$/.test(digits) && !isPlaceholder(digits) ? digits : null;
}

/**
 * The weak key of a platform: normalized manufacturer, model and serial number joined by `|`; null when the serial means nothing.
 * It attaches evidence to one existing device and never forms or merges devices.
 */
export function platformKey(identity: PlatformIdentity): string | null {
  if (identity.serial === null || isPlaceholder(identity.serial)) return null;
  const texts = [identity.manufacturer, identity.model].map((text) => (text === null || isPlaceholder(text) ? '' : normalizeText(text)));
  return [...texts, normalizeSerial(identity.serial)].map((part) => part.replaceAll('%', '%25').replaceAll('|', '%7C')).join('|');
}

/**
 * Whether two texts mean the same, and the rules that were needed; none when they are the same text.
 * Two placeholders are equal, an absent text is one.
 */
export function equalByRules(a: string | null, b: string | null): { readonly equal: boolean; readonly by: readonly EqualityRule[] } {
  if (a === b) return { equal: true, by: [] };
  if (isPlaceholder(a) && isPlaceholder(b)) return { equal: true, by: ['placeholder'] };
  if (a === null || b === null || normalizeText(a) !== normalizeText(b)) return { equal: false, by: [] };
  const needed = STEPS.filter(({ rule }) => normalizeWithout(a, rule) !== normalizeWithout(b, rule)).map(({ rule }) => rule);
  return {
    equal: true,
    by: needed.length > 0 ? needed : STEPS.filter(({ apply }) => apply(a) !== a || apply(b) !== b).map(({ rule }) => rule),
  };
}

/** All steps but one, repeated until nothing changes: folding case can undo NFKC. */
function normalizeWithout(text: string, rule: EqualityRule | null): string {
  let before = text;
  for (let round = 0; round < 4; round += 1) {
    const after = STEPS.reduce((current, step) => (step.rule === rule ? current : step.apply(current)), before);
    if (after === before) break;
    before = after;
  }
  return before;
}
