import type { DeviceState } from '#lib/device/device-state.ts';
import type { Difference } from '#lib/device/types.ts';
import { differenceSign, isExempt, isExplained } from '../difference-sign.ts';
import type { Rule } from '../rule.ts';
import { describeUnit } from '../unit-text.ts';

/** A rebase certificate lists other parts than the certificates before it, and nobody authorized the change. */
export const rebaseChangesParts: Rule = {
  id: 'rebase-changes-parts',
  means: 'A rebase certificate lists other parts than the certificates before it, and nobody authorized the change.',
  matters: 'A rebase writes the list anew. Whoever gets one issued can make a part that was swapped look as if it had always been there.',
  resolve: 'Hand in the delta certificate that made the change before the rebase, or have two people decide about it.',
  source: 'TCG Platform Certificate Profile 2.1 section 2.2 (rebase platform certificate)',
  weighs: 'changed',
  evaluate: (context) =>
    changedByRebase(context.device)
      .filter((difference) => !isExplained(difference) && !isExempt(context, difference))
      .map((difference) =>
        differenceSign({
          difference,
          severity: 'high',
          key: 'rebase',
          detail: `A rebase certificate ${changeText(difference)}; the certificates before it don't, and nobody signed for the change.`,
          resolve: 'Hand in the delta certificate that made the change before the rebase, or have two people decide about it.',
        }),
      ),
};

/** Steps of history that rest on a rebase that counts. What changes in an attribute alone is the same part. */
function changedByRebase({ differences, documents }: DeviceState): readonly Difference[] {
  const rebases = new Set(
    documents.filter(({ read, contributes }) => contributes && read.kind === 'rebase-platform-certificate').map(({ sha256 }) => sha256),
  );
  if (rebases.size === 0) return [];
  return differences.filter(
    ({ scope, kind, because }) => scope === 'history' && kind !== 'attribute-only' && because.some((sha256) => rebases.has(sha256)),
  );
}

function changeText({ expected, observed }: Difference): string {
  if (observed === null) return expected === null ? 'lists other parts' : `leaves out ${describeUnit(expected)}`;
  return expected === null
    ? `lists ${describeUnit(observed)}`
    : `lists ${describeUnit(observed)} in the place of ${describeUnit(expected)}`;
}
