import { visibleText } from '#lib/component/visible-text.ts';
import type { DeviceState } from '#lib/device/device-state.ts';
import type { AuthorizationOutcome, Difference } from '#lib/device/types.ts';
import { timeText } from '#lib/encoding/time-text.ts';
import type { Finding } from './rule.ts';
import { describeUnit } from './unit-text.ts';

const MAX_NAMED = 3;

/** What the expectation is, or why there is none, in one sentence. */
export function expectationSentence({ expected, documents }: DeviceState): string {
  if (expected.basis === 'conflict') return 'Base certificates contradict each other; nothing is expected as long as all of them count.';
  const claims = documents.filter(({ read }) => read.kind.endsWith('platform-certificate')).length;
  if (claims === 0) return 'No platform certificate and no accepted baseline say what this device should hold.';
  return 'No platform certificate that was handed in convinces, and no baseline is accepted: nothing says what this device should hold.';
}

/** What was seen of what was expected, when nothing stands against it. */
export function seenSentence({ expected, observed }: DeviceState): string {
  const collector = observed === null ? '' : ` by ${visibleText(observed.collector)}`;
  if (expected.basis === 'learned') {
    return `Nothing differs from the accepted baseline, as reported${collector}: learned, not certified, and not attested.`;
  }
  return `Every component that was certified was seen${collector}, as reported by the device, not attested.`;
}

/** What keeps the evidence from being complete, one sentence each; empty when nothing does. */
export function describeMissing({ expected, observed }: DeviceState, unseen: readonly Difference[]): readonly string[] {
  const provisional =
    expected.basis === 'provisional'
      ? ['The EK certificate that the platform certificate is bound to is not at hand, so what it says is provisional.']
      : [];
  if (observed === null) return [...provisional, 'Nobody has observed what is in this device.'];
  if (unseen.length === 0) return provisional;
  const units = unseen.flatMap((difference) => (difference.expected === null ? [] : [describeUnit(difference.expected)]));
  const more = units.length > MAX_NAMED ? ` and ${units.length - MAX_NAMED} more` : '';
  const seen = `${visibleText(observed.collector)} does not say whether ${units.slice(0, MAX_NAMED).join('; ')}${more} ${units.length === 1 ? 'is' : 'are'} there.`;
  return [...provisional, seen];
}

/** Who signed, where it isn't a change that people approved. */
const AUTHORITIES: Partial<Readonly<Record<AuthorizationOutcome, string>>> = {
  'authorized-by-delta': 'a delta certificate',
  'authorized-by-reference-value': 'a signed reference value, which the last start measured',
  retrospective: 'a signature that came later',
};

/** One change that somebody with the right signed for. */
export function authorizedSentence(difference: Difference): string {
  const { kind, expected, observed, authorization } = difference;
  const by = (authorization === null ? undefined : AUTHORITIES[authorization]) ?? 'an approved change';
  const [from, to] = [expected, observed].map((unit) => (unit === null ? null : describeUnit(unit)));
  switch (kind) {
    case 'component-added':
      return `${to} was added; authorized by ${by}.`;
    case 'component-removed':
      return `${from} was removed; authorized by ${by}.`;
    case 'component-replaced':
    case 'firmware-changed':
    case 'revision-changed':
      return `${from} became ${to}; authorized by ${by}.`;
    case 'component-moved':
    case 'attribute-only':
    case 'serial-unconfirmed':
    case 'same':
    case 'not-collected':
    case 'not-reported':
      return `${to ?? from} changed in an attribute; authorized by ${by}.`;
    default:
      return kind satisfies never;
  }
}

/** One finding whose risk is accepted. */
export function changedSentence({ detail, decision }: Finding): string {
  const until = decision?.until ?? null;
  const words = decision?.kind === 'false-alarm' ? 'Called a false alarm' : 'Risk accepted';
  return `${words} by ${decision?.by ?? 'nobody'}${until === null ? '' : ` until ${timeText(until)}`}: ${detail}`;
}

/** How many differences policy exempts: counted and shown. */
export const exemptSentence = (count: number): string =>
  `${count} ${count === 1 ? 'difference is' : 'differences are'} in parts that policy exempts.`;

/** What the history shows although the last report agrees with what is expected. */
export const unexplainedStepsSentence = (count: number): string =>
  count === 1
    ? 'One change between two reports was signed for by nobody; what was seen last agrees with what is expected.'
    : `${count} changes between reports were signed for by nobody; what was seen last agrees with what is expected.`;
