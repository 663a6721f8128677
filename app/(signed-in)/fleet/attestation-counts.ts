import type { AttestationCount } from '#components/fleet/attestation-counts.tsx';
import type { Locale } from '#lib/i18n/catalogue.ts';
import { type MessageKey, translate } from '#lib/i18n/message.ts';
import type { Tone } from '#lib/present/tone.ts';
import type { FleetFilter } from '#lib/store/fleet.ts';
import type { FleetCounts } from '#lib/store/fleet-counters.ts';
import { type FleetQuery, fleetAddress } from './fleet-query.ts';

type Names = 'attestation' | 'secureBoot';

interface Counted {
  readonly count: number;
  readonly message: Extract<MessageKey, `fleet.${string}Count`>;
  readonly tone: Tone;
  readonly filter: Pick<FleetFilter, Names>;
}

/**
 * What attestation leaves to be done, what needs a person first: counts above zero, and what is chosen already, so that it can be left again.
 * @param days  after which an answer is old; null where that depends on the group of the device
 */
export function attestationCounts(
  locale: Locale,
  {
    counts,
    days,
    query: { filter, sort, look },
  }: { readonly counts: FleetCounts; readonly days: number | null; readonly query: FleetQuery },
): readonly AttestationCount[] {
  const { attestation, secureBoot, ...others } = filter;
  const chosen = { attestation, secureBoot };
  return countedOf(counts, days).flatMap(({ count, message, tone, filter: own }) => {
    const selected = Object.entries(own).every(([name, value]) => chosen[name as Names] === value);
    if (count === 0 && !selected) return [];
    const href = fleetAddress({ sort, look, filter: selected ? others : own });
    return [
      {
        text: translate(locale, message, { count, days: days === null ? '' : translate(locale, 'fleet.daysLong', { count: days }) }),
        tone,
        href,
        selected,
      },
    ];
  });
}

function countedOf({ byAttestation, bySecureBoot }: FleetCounts, days: number | null): readonly Counted[] {
  const standing = (value: NonNullable<FleetFilter['attestation']>) => ({
    count: byAttestation[value] ?? 0,
    filter: { attestation: value },
  });
  return [
    { ...standing('failed'), message: 'fleet.failedCount', tone: 'bad' },
    { ...standing('policy-unmet'), message: 'fleet.policyUnmetCount', tone: 'bad' },
    { ...standing('stale'), message: days === null ? 'fleet.staleByPolicyCount' : 'fleet.staleCount', tone: 'caution' },
    { count: bySecureBoot.off ?? 0, filter: { secureBoot: 'off' }, message: 'fleet.secureBootOffCount', tone: 'caution' },
    { ...standing('unanswered'), message: 'fleet.unansweredCount', tone: 'plain' },
  ];
}
