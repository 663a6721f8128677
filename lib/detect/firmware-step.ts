import type { Difference, StateUnit } from '#lib/device/types.ts';
import { compareVersions } from './compare-versions.ts';
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

/**
 * The two versions. Registries disagree on the field: the SMBIOS one puts the version text into the model and
 * the release bytes into the revision, so the model is asked when the revisions are equal.
 */
function versionsOf(expected: StateUnit, observed: StateUnit): readonly [string, string] {
  const differ = expected.revision !== observed.revision || expected.model === observed.model;
  return differ ? [expected.revision ?? NO_VERSION, observed.revision ?? NO_VERSION] : [expected.model, observed.model];
}

/** Whether one algorithm gives both sides a digest, and the digests differ. */
function digestsDiffer(expected: StateUnit, observed: StateUnit): boolean {
  return Object.entries(expected.hashes).some(([algorithm, digest]) => {
    const other = observed.hashes[algorithm];
    return other !== undefined && other.toLowerCase() !== digest.toLowerCase();
  });
}

function changeOf(difference: Difference): FirmwareChange | null {
  const { expected, observed, kind } = difference;
  if (expected === null || observed === null) return null;
  const [from, to] = versionsOf(expected, observed);
  if (from === to && digestsDiffer(expected, observed)) return { difference, step: 'other-digest', from, to };
  if (kind !== 'firmware-changed') return null;
  const order = compareVersions(to, from);
  if (order === null || order === 0) return { difference, step: 'direction-unknown', from, to };
  return { difference, step: order < 0 ? 'rollback' : 'update', from, to };
}

/** Firmware that changed and that nobody signed for, one entry a difference. */
export function firmwareChanges(context: RuleContext): readonly FirmwareChange[] {
  return differencesOf(context)
    .filter((difference) => !isExplained(difference) && !isExempt(context, difference))
    .map(changeOf)
    .filter((change) => change !== null);
}
