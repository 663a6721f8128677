import type { PlatformCertificate } from '#lib/platform-cert/types.ts';
import { compareStates } from '../comparison/compare.ts';
import type { Of } from '../link/judged-document.ts';
import { certifiedUnit } from '../unit/state-units.ts';
import type { Applied, CertifiedState } from './apply-delta.ts';

/** What a base or a rebase lists. A status in one means nothing, and is left out. */
export function stateOf({ judged, document }: Of<PlatformCertificate>): CertifiedState {
  return {
    units: document.components.map((component, index) => certifiedUnit(component, judged, index)),
    properties: document.properties.map(({ name, value }) => ({ name, value, status: null })),
  };
}

/**
 * Puts the list of a rebase in the place of what was certified before it. Its steps are what differs between the two.
 * @spec TCG Platform Certificate Profile 2.1 section 2.2 (rebase platform certificate)
 */
export function applyRebase(state: CertifiedState, rebase: Of<PlatformCertificate>): Applied {
  const after = stateOf(rebase);
  const rows = compareStates({ before: state.units, after: after.units }).filter(({ kind }) => kind !== 'same');
  return { state: after, steps: rows.map(({ before, after: now }) => ({ before, after: now })) };
}
