'use client';

import { Text } from '@mantine/core';
import { IconCircleCheck, IconCircleDashed } from '@tabler/icons-react';
import { useTexts } from '#components/ui/locale.tsx';
import { Mark } from '#components/ui/mark.tsx';
import { fill } from '#lib/i18n/fill.ts';

export interface ManifestStandingProps {
  readonly trusted: boolean;
  /** Who signed it; null: nobody. */
  readonly signer: string | null;
  /** Why it does not count; null where it does. */
  readonly open: string | null;
}

/** Whether a reference manifest counts, who signed it, and what is in its way. */
export function ManifestStanding({ trusted, signer, open }: ManifestStandingProps) {
  const texts = useTexts().references;
  const said = [
    signer === null ? null : fill(texts.signedBy, { name: signer }),
    open === null ? null : fill(texts.because, { reason: open }),
  ].filter((text) => text !== null);
  return (
    <div>
      <Mark
        icon={trusted ? IconCircleCheck : IconCircleDashed}
        color={trusted ? 'teal' : 'yellow'}
        hint={trusted ? texts.countsHint : texts.countsNotHint}
      >
        {trusted ? texts.counts : texts.countsNot}
      </Mark>
      {said.map((text) => (
        <Text key={text} size="sm" c="dimmed" className="breakable">
          {text}
        </Text>
      ))}
    </div>
  );
}
