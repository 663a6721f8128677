import { hashName } from '#lib/component/comparable.ts';
import { versionChange } from '#lib/component/version-change.ts';
import type { Difference, StateUnit } from '#lib/device/types.ts';
import { differencesOf, isExempt, isExplained } from './difference-sign.ts';
import type { RuleContext } from './rule.ts';

/** What happened to one firmware, in the order in which one rule takes it from the next. */
export type FirmwareStep = 'other-digest' | 'rollback' | 'update' | 'direction-unknown';

/** A firmware difference with the versions that tell its sides apart. */
export interface FirmwareChange {
  readonly difference: Difference;
  readonly step: FirmwareStep;
  readonly from: string;
  readonly to: string;
}

const NO_VERSION = 'no version';

/** Whether one algorithm gives both sides a digest, and the digests differ. */
function digestsDiffer(expected: StateUnit, observed: StateUnit): boolean {
  const digests = new Map(Object.entries(observed.hashes).map(([algorithm, digest]) => [hashName(algorithm), digest.toLowerCase()]));
  return Object.entries(expected.hashes).some(([algorithm, digest]) => {
    const other = digests.get(hashName(algorithm));
    return other !== undefined && other !== digest.toLowerCase();
  });
}

function changeOf(difference: Difference): FirmwareChange | null {
  const { expected, observed, kind } = difference;
  if (expected === null || observed === null) return null;
  const { from: before, to: after, order } = versionChange(expected, observed);
  const [from, to] = [before ?? NO_VERSION, after ?? NO_VERSION];
  if (order === 'equal' && digestsDiffer(expected, observed)) return { difference, step: 'other-digest', from, to };
  if (kind !== 'firmware-changed') return null;
  if (order === 'equal' || order === 'unknown') return { difference, step: 'direction-unknown', from, to };
  return { difference, step: order === 'older' ? 'rollback' : 'update', from, to };
}

/** Firmware that changed and that nobody signed for, one entry a difference. */
export function firmwareChanges(context: RuleContext): readonly FirmwareChange[] {
  return differencesOf(context)
    .filter((difference) => !isExplained(difference) && !isExempt(context, difference))
    .map(changeOf)
    .filter((change) => change !== null);
}
