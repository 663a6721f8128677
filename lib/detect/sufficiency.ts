import { compareTimes, daysAfter } from '#lib/device/time.ts';
import type { Difference, Observation } from '#lib/device/types.ts';
import { isExempt } from './difference-sign.ts';
import type { RuleContext } from './rule.ts';

/** Expected units about which no source says anything, without those that policy exempts. */
export function unseenOf(context: Pick<RuleContext, 'device' | 'policy'>): readonly Difference[] {
  return context.device.differences.filter(
    (difference) =>
      difference.scope === 'conformance' &&
      (difference.kind === 'not-collected' || difference.kind === 'not-reported') &&
      difference.expected !== null &&
      !isExempt(context, difference),
  );
}

/** Whether an observation is older than policy allows. Its age counts from its receipt: a time in the file proves nothing. */
export function isStale({ submission }: Observation, { policy, at }: Pick<RuleContext, 'policy' | 'at'>): boolean {
  const end = daysAfter(submission.receivedAt, policy.freshnessDays);
  return end !== null && compareTimes(end, at) < 0;
}
