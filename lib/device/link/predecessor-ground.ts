import type { PredecessorGround } from '../types.ts';
import type { Predecessor } from './predecessors.ts';

/** Why a delta or a rebase found nothing to apply to. An ambiguous reference has a problem of its own and isn't asked about. */
export function predecessorGround(predecessor: Exclude<Predecessor, { readonly kind: 'ambiguous' }>): PredecessorGround {
  if (predecessor.kind === 'missing') return predecessor.reason;
  return predecessor.certificate.judged.convinces ? 'not-applied' : 'not-convincing';
}

/** What stands against the predecessor, as the end of a sentence about it. */
export const PREDECESSOR_GROUNDS: Readonly<Record<PredecessorGround, string>> = {
  'not-at-hand': 'is not at hand',
  'not-convincing': 'is at hand, and does not count: not all of its required checks pass',
  'not-applied': 'is at hand and convinces, and was not applied itself',
  'platform-differs': 'is at hand, and describes another platform',
  'holder-differs': 'is at hand, and is bound to another EK certificate or key',
  'reference-contradicts': 'is at hand, and its name and its digest contradict the reference',
};
