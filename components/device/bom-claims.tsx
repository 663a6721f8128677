'use client';

import { Anchor, Text } from '@mantine/core';
import Link from 'next/link';
import { useTexts } from '#components/ui/locale.tsx';
import { ToneMark } from '#components/ui/tone-mark.tsx';
import type { BomClaimView } from '#lib/present/bom-claim-view.ts';

const LOOKS = {
  'same-file': { glyph: 'equal', tone: 'plain' },
  'other-file': { glyph: 'warning', tone: 'caution' },
} as const satisfies Record<BomClaimView['standing'], unknown>;

/** Other devices that the serial number of a BOM stands in a BOM of. */
export function BomClaims({ claims }: { readonly claims: readonly BomClaimView[] }) {
  const texts = useTexts().device.boms;
  if (claims.length === 0) return null;
  return (
    <section aria-label={texts.claims}>
      <Text size="sm" fw={600}>
        {texts.claims}
      </Text>
      <ul className="lines breakable">
        {claims.map(({ device, name, standing, text }) => (
          <li key={device}>
            <ToneMark {...LOOKS[standing]}>{text}</ToneMark>{' '}
            <Anchor component={Link} prefetch={false} href={`/devices/${device}`} size="sm" className="target">
              {name}
            </Anchor>
          </li>
        ))}
      </ul>
      {claims.some(({ standing }) => standing === 'other-file') ? (
        <Text size="sm" c="dimmed">
          {texts.claimsHint}
        </Text>
      ) : null}
    </section>
  );
}
