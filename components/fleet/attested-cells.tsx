'use client';

import { Text } from '@mantine/core';
import { useLocale, useTexts } from '#components/ui/locale.tsx';
import { ToneMark, type ToneMarkProps } from '#components/ui/tone-mark.tsx';
import type { Locale } from '#lib/i18n/catalogue.ts';
import { translate } from '#lib/i18n/message.ts';
import type { AttestationStanding, SecureBoot } from '#lib/present/vocabulary.ts';
import type { FleetTableRow } from './fleet-row.ts';

type Look = Pick<ToneMarkProps, 'glyph' | 'tone'>;

const STANDINGS: Readonly<Record<AttestationStanding, Look>> = {
  failed: { glyph: 'cross', tone: 'bad' },
  'policy-unmet': { glyph: 'warning', tone: 'bad' },
  stale: { glyph: 'clock', tone: 'caution' },
  unanswered: { glyph: 'question', tone: 'plain' },
  passed: { glyph: 'check', tone: 'good' },
  'no-key': { glyph: 'unplugged', tone: 'plain' },
};
const SECURE_BOOTS: Readonly<Record<SecureBoot, Look>> = {
  off: { glyph: 'warning', tone: 'caution' },
  unknown: { glyph: 'question', tone: 'plain' },
  on: { glyph: 'check', tone: 'good' },
};

/** How a device stands with its TPM, and how old its last answer is. What time alone may have overtaken is not green. */
export function AttestedCell({ row: { attestation, attested, recheckSince, stoppedAt } }: { readonly row: FleetTableRow }) {
  const { attestation: words, verdict } = useTexts();
  const locale = useLocale();
  const isDoubtful = attestation === 'passed' && (recheckSince !== null || stoppedAt !== null);
  return (
    <span className="attested" title={words.standingHint[attestation]}>
      <ToneMark {...STANDINGS[isDoubtful ? 'stale' : attestation]}>
        {isDoubtful ? verdict.recheckDue : words.standing[attestation]}
      </ToneMark>
      {attested === null ? null : (
        <Text component="time" dateTime={attested.at} title={attested.at} size="xs" c="dimmed">
          {ageText(locale, attested.age)}
        </Text>
      )}
    </span>
  );
}

function ageText(locale: Locale, { days, hours }: NonNullable<FleetTableRow['attested']>['age']): string {
  if (days > 0) return translate(locale, 'fleet.daysAgo', { count: days });
  return hours > 0 ? translate(locale, 'fleet.hoursAgo', { count: hours }) : translate(locale, 'fleet.lessThanAnHourAgo');
}

/** Whether the last start that is known went with Secure Boot. */
export function SecureBootCell({ secureBoot }: { readonly secureBoot: SecureBoot }) {
  const words = useTexts().attestation;
  return (
    <span title={words.secureBootHint[secureBoot]}>
      <ToneMark {...SECURE_BOOTS[secureBoot]}>{words.secureBoot[secureBoot]}</ToneMark>
    </span>
  );
}
