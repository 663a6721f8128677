import { predecessorText } from './certificate-word.ts';
import type { JudgedDocument } from './judged-document.ts';
import type { LinkedDelta } from './link-deltas.ts';
import type { Destination } from './link-reports.ts';

/** Certificates of authorities belong to no device. */
export const authorityReason = (): Destination => ({
  group: null,
  reason: 'authority-certificate',
  detail:
    'The certificate of an authority belongs to no device; it completes chains, and convinces nobody unless an administrator makes it an anchor.',
});

/** Lists and responses speak of certificates of many devices. */
export const revocationReason = (): Destination => ({
  group: null,
  reason: 'revocation-information',
  detail:
    'What an issuer says about withdrawn certificates belongs to no device; it counts for every device whose certificates it speaks of, once its signature convinces.',
});

/** Why a document that this version can't read belongs to no device. */
export function unreadReason({ read }: JudgedDocument): Destination {
  const message = read.error?.message ?? 'the file could not be read';
  return read.error?.code === 'unsupported-version'
    ? { group: null, reason: 'unsupported', detail: `It is kept, and not read by this version: ${message}.` }
    : { group: null, reason: 'unreadable', detail: `It is kept as received, and can't be read: ${message}.` };
}

const CONTRADICTS = {
  'platform-differs': 'describes another platform',
  'holder-differs': 'is bound to another EK certificate or key',
  'reference-contradicts': 'has the name that the delta gives and not the digest, or the reverse',
} as const;

/** Why a delta belongs to no device yet. */
export function deltaReason({ delta, predecessor, candidates }: LinkedDelta): Destination {
  const serial = delta.document.serialNumber;
  if (candidates.length > 1) {
    const detail = `Delta certificate ${serial} names a predecessor that ${candidates.length} devices have; it was applied to none of them.`;
    return { group: null, reason: 'several-candidates', detail };
  }
  if (predecessor.kind === 'missing' && predecessor.reason !== 'not-at-hand') {
    const detail = `The certificate that delta ${serial} continues is at hand, and ${CONTRADICTS[predecessor.reason]}; it was not applied.`;
    return { group: null, reason: predecessor.reason, detail };
  }
  return {
    group: null,
    reason: 'predecessor-missing',
    detail: `Delta certificate ${serial} continues ${predecessorText(delta.document)}, and that one, or one before it, isn't at hand.`,
  };
}
