'use client';

import { Anchor, Text } from '@mantine/core';
import Link from 'next/link';
import { useTexts } from '#components/ui/locale.tsx';

/** A file that lists the same components as the one shown. */
export interface SameBomLink {
  readonly sha256: string;
  readonly summary: string;
}

/** Other files with the same components, such as the XML form of a BOM beside its JSON form. */
export function SameBoms({ boms }: { readonly boms: readonly SameBomLink[] }) {
  const texts = useTexts().artifact;
  if (boms.length === 0) return null;
  return (
    <section aria-label={texts.sameBoms}>
      <Text size="sm" fw={600}>
        {texts.sameBoms}
      </Text>
      <Text size="sm">{boms.length === 1 ? texts.sameBomsOne : texts.sameBomsMany}</Text>
      <ul className="lines breakable">
        {boms.map(({ sha256, summary }) => (
          <li key={sha256}>
            <Anchor component={Link} prefetch={false} href={`/artifacts/${sha256}`} size="sm" className="target">
              {summary} ({sha256.slice(0, 12)})
            </Anchor>
          </li>
        ))}
      </ul>
    </section>
  );
}
