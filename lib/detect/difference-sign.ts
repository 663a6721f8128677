import type { AuthorizationOutcome, Difference, DifferenceKind } from '#lib/device/types.ts';
import type { RuleContext, Severity, Sign, Weighs } from './rule.ts';
import { describeUnit, describeUnitOrNone, unitKey } from './unit-text.ts';

const EXPLAINED: readonly AuthorizationOutcome[] = [
  'authorized-exact',
  'authorized-time-unproven',
  'authorized-by-model-serial-unproven',
  'authorized-by-delta',
  'authorized-by-reference-value',
  'retrospective',
];

/** Whether somebody with the right signed for the difference; `retrospective` has a finding of its own. */
export const isExplained = (difference: Difference): boolean =>
  difference.authorization !== null && EXPLAINED.includes(difference.authorization);

/** Whether policy says that differences of this kind of part never weigh. */
export function isExempt({ policy }: Pick<RuleContext, 'policy'>, difference: Difference): boolean {
  const unit = difference.observed ?? difference.expected;
  return unit !== null && policy.exemptCategories.includes(unit.category);
}

/**
 * The differences that findings are about. With an expected state: those in conformance. Without one there is no
 * conformance; then each step between observations is one that nobody signed for.
 */
export function differencesOf({ device }: RuleContext): readonly Difference[] {
  const scope = device.expected.basis === 'none' ? 'history' : 'conformance';
  return device.differences.filter((difference) => difference.scope === scope);
}

/** Differences that nobody with the right signed for and that policy doesn't exempt. */
export function unexplained(context: RuleContext): readonly Difference[] {
  return differencesOf(context).filter((difference) => !isExplained(difference) && !isExempt(context, difference));
}

/** Unexplained differences of one kind. */
export const unexplainedOf = (context: RuleContext, kind: DifferenceKind): readonly Difference[] =>
  unexplained(context).filter((difference) => difference.kind === kind);

/** High against what was signed for; medium where nobody signed for anything and only the step is known. */
export const changeSeverity = (difference: Difference): Severity => (difference.scope === 'conformance' ? 'high' : 'medium');

interface DifferenceSign {
  readonly difference: Difference;
  readonly severity: Severity;
  readonly detail: string;
  readonly resolve: string;
  readonly weighs?: Weighs;
  /** What else tells two findings of one rule apart. */
  readonly key?: string;
}

/** A sign about one difference: both units in its id and its text. */
export function differenceSign({ difference, severity, detail, resolve, weighs, key = '' }: DifferenceSign): Sign {
  const unit = difference.observed ?? difference.expected;
  return {
    key: [difference.scope, unitKey(difference.expected), unitKey(difference.observed), key].join('>'),
    severity,
    subject: unit === null ? 'component' : describeUnit(unit),
    expected: describeUnitOrNone(difference.expected),
    observed: describeUnitOrNone(difference.observed),
    because: difference.because,
    resolve,
    detail,
    ...(weighs === undefined ? {} : { weighs }),
  };
}

/** How the authorization ended, as the end of a sentence. */
export function authorizationText(difference: Difference): string {
  switch (difference.authorization) {
    case null:
    case 'unauthorized':
      return 'nobody signed for it';
    case 'outside-window':
      return 'the authorization was for another time';
    case 'wrong-part':
      return 'the authorization was for another part';
    case 'scope-exceeded':
      return 'the authorization covers less than this';
    case 'expired':
      return 'the authorization had expired';
    case 'indistinguishable':
      return 'an authorization exists, and parts without serials leave open whether it is for this one';
    case 'retrospective':
      return 'it was signed for only after it had been seen';
    case 'authorized-exact':
    case 'authorized-time-unproven':
    case 'authorized-by-model-serial-unproven':
    case 'authorized-by-delta':
    case 'authorized-by-reference-value':
      return 'somebody with the right signed for it';
    default:
      return difference.authorization satisfies never;
  }
}
