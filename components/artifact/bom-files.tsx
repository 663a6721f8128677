'use client';

import { Anchor, Text } from '@mantine/core';
import Link from 'next/link';

/** A file with a BOM. */
export interface BomFileLink {
  readonly sha256: string;
  readonly summary: string;
}

interface BomFilesProps {
  readonly boms: readonly BomFileLink[];
  readonly title: string;
  /** What they have to do with the file shown, one sentence. */
  readonly lead: string;
}

/** Other files that have to do with a BOM: such as its XML form, or an HBOM of which a part points to it. */
export function BomFiles({ boms, title, lead }: BomFilesProps) {
  if (boms.length === 0) return null;
  return (
    <section aria-label={title}>
      <Text size="sm" fw={600}>
        {title}
      </Text>
      <Text size="sm">{lead}</Text>
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
