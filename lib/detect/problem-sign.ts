import type { DeviceState } from '#lib/device/device-state.ts';
import type { Problem } from '#lib/device/types.ts';
import { allConvince } from './reliance.ts';
import type { Severity, Sign } from './rule.ts';

/** The problems of one kind, with that kind's own fields. */
export function problemsOf<K extends Problem['kind']>(device: DeviceState, kind: K): readonly Extract<Problem, { readonly kind: K }>[] {
  return device.problems.filter((problem): problem is Extract<Problem, { readonly kind: K }> => problem.kind === kind);
}

interface ProblemSign {
  readonly device: DeviceState;
  readonly because: readonly string[];
  /** When every file that it rests on convinces; else it is low and weighs nothing. */
  readonly severity: Severity;
  readonly subject: string;
  readonly expected?: string | null;
  readonly observed?: string | null;
  readonly resolve: string;
  readonly detail: string;
  /** What the id is made of; the artifacts are never part of it. */
  readonly key: string;
}

/** A sign about something that linking, folding or observing noticed. */
export function problemSign({ device, severity, expected = null, observed = null, ...rest }: ProblemSign): Sign {
  if (allConvince(device, rest.because)) return { ...rest, severity, expected, observed };
  return { ...rest, severity: severity === 'info' ? 'info' : 'low', expected, observed, weighs: 'none' };
}

/** Document ids of the files, sorted: one problem keeps its id when PEM replaces DER. */
export function documentIds(device: DeviceState, artifacts: readonly string[]): string {
  const ids = artifacts.flatMap((sha256) => {
    const known = device.documents.filter((document) => document.sha256 === sha256).map((document) => document.read.id);
    return known.length === 0 ? [sha256] : known;
  });
  return [...new Set(ids)].sort().join(',');
}
