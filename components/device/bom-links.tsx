'use client';

import { Anchor, Text } from '@mantine/core';
import Link from 'next/link';
import { useTexts } from '#components/ui/locale.tsx';
import { ToneMark } from '#components/ui/tone-mark.tsx';
import type { BomLinkStanding, BomLinkView } from '#lib/present/bom-link-view.ts';

const LOOKS = {
  'at-hand': { glyph: 'check', tone: 'good' },
  'other-version': { glyph: 'question', tone: 'caution' },
  'other-content': { glyph: 'warning', tone: 'bad' },
  'not-at-hand': { glyph: 'question', tone: 'caution' },
} as const satisfies Record<BomLinkStanding, unknown>;

/** What parts are made of, by the BOMs that a BOM points to. */
export function BomLinks({ links }: { readonly links: readonly BomLinkView[] }) {
  const texts = useTexts().device.boms;
  if (links.length === 0) return null;
  return (
    <section aria-label={texts.links}>
      <Text size="sm" fw={600}>
        {texts.links}
      </Text>
      <ul className="lines breakable">
        {links.map(({ key, part, standing, text, boms }) => (
          <li key={key}>
            <strong>{part}</strong> <ToneMark {...LOOKS[standing]}>{text}</ToneMark>
            {boms.map(({ sha256, summary }) => (
              <div key={sha256}>
                <Anchor component={Link} prefetch={false} href={`/artifacts/${sha256}`} size="sm" className="target">
                  {summary}
                </Anchor>
              </div>
            ))}
          </li>
        ))}
      </ul>
      <Text size="sm" c="dimmed">
        {texts.linksHint}
      </Text>
    </section>
  );
}
