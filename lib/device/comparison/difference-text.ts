import { isPlaceholder } from '#lib/component/placeholder.ts';
import { versionChange } from '#lib/component/version-change.ts';
import { visibleText } from '#lib/component/visible-text.ts';
import type { AuthorizationOutcome, Difference, DifferenceKind } from '../types.ts';
import { ownerText, partText, unitText } from '../unit/unit-text.ts';

const VERBS: Readonly<Record<DifferenceKind, string>> = {
  same: 'unchanged',
  'component-added': 'added',
  'component-removed': 'removed',
  'component-replaced': 'replaced by',
  'component-moved': 'moved',
  'firmware-changed': 'changed',
  'revision-changed': 'changed its revision',
  'attribute-only': 'changed in an attribute',
  'serial-unconfirmed': 'without its serial now',
  'not-collected': 'not looked at',
  'not-reported': 'not mentioned',
};

/** One change in a few words, as the beginning of a sentence: the part, and what happened to it. */
export function changeText({ kind, expected, observed }: Pick<Difference, 'kind' | 'expected' | 'observed'>): string {
  const unit = expected ?? observed;
  if (unit === null) return 'Nothing';
  const name = `${partText(unit)}${ownerText(unit)}`;
  const to = expected === null || observed === null ? null : observed;
  if (kind === 'component-replaced' && to !== null) return `${name}, ${VERBS[kind]} ${unitText(to)}`;
  if (kind === 'serial-unconfirmed' && isPlaceholder(unit.serial) && unit.pinnedSerial === null) return `${name}, without its address now`;
  const changed = to !== null && (kind === 'firmware-changed' || kind === 'revision-changed');
  if (!changed) return `${name}, ${VERBS[kind]}`;
  const { from, to: after } = versionChange(unit, to);
  const what = unit.category === 'firmware' || kind !== 'firmware-changed' ? VERBS[kind] : 'firmware changed';
  return from === after
    ? `${name}, another content under ${from === null ? 'no version' : `version ${visibleText(from)}`}`
    : `${name}, ${what} from ${versionText(from)} to ${versionText(after)}`;
}

const versionText = (version: string | null): string => (version === null ? 'no version' : visibleText(version));

/** The first changes of several in words, the rest counted. */
export function changesText(differences: readonly Difference[]): string {
  const [first, ...more] = differences;
  if (first === undefined) return 'Nothing changed';
  return more.length === 0
    ? changeText(first)
    : `${changeText(first)}, and ${more.length} more ${more.length === 1 ? 'change' : 'changes'}`;
}

/** Changes with the certificate that says so: "…, added by delta certificate 19280". */
export function changesByText(differences: readonly Difference[], by: string): string {
  const [first, ...more] = differences;
  const plain = more.length === 0 && (first?.kind === 'component-added' || first?.kind === 'component-removed');
  return `${changesText(differences)}${plain ? '' : ','} by ${by}`;
}

const SIGNED: readonly AuthorizationOutcome[] = [
  'authorized-by-delta',
  'authorized-by-reference-value',
  'authorized-by-model-serial-unproven',
  'authorized-exact',
  'authorized-time-unproven',
];

const isByReferenceValue = ({ authorization }: Difference): boolean => authorization === 'authorized-by-reference-value';

/** Who signed for changes, in a few words. */
export function signedBy(differences: readonly Difference[]): string {
  const open = differences.filter(({ authorization }) => authorization === null || !SIGNED.includes(authorization));
  if (open.length === 0) return differences.every(isByReferenceValue) ? 'as a signed reference value says' : 'as a delta certificate says';
  if (open.every(({ authorization }) => authorization === 'retrospective')) return 'signed for only after it was seen';
  return open.length === differences.length ? 'nobody signed for this' : `nobody signed for ${open.length} of them`;
}

/** A number with its noun. */
export const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;
