'use client';

import { ActionIcon, Anchor, Code, CopyButton, Group, Tooltip } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import Link from 'next/link';
import { fill } from '#lib/i18n/fill.ts';
import { useTexts } from './locale.tsx';

const SHORT = 12;

export interface HashChipProps {
  /** Lower-case hex, in full; shown short, copied in full. Or another id. */
  readonly hash: string;
  /** Shows all of it. */
  readonly whole?: boolean;
  /** What the button copies, where that is no SHA-256. */
  readonly copyLabel?: string;
  /** Where the short hash leads. */
  readonly href?: string;
}

export function HashChip({ hash, whole = false, copyLabel, href }: HashChipProps) {
  const texts = useTexts().shell;
  const short = <Code title={hash}>{whole ? hash : hash.slice(0, SHORT)}</Code>;
  return (
    <Group gap={4} wrap="nowrap" component="span" display="inline-flex">
      {href === undefined ? (
        short
      ) : (
        <Anchor component={Link} prefetch={false} href={href}>
          {short}
        </Anchor>
      )}
      <CopyButton value={hash} timeout={2000}>
        {({ copied, copy }) => (
          <Tooltip label={copied ? texts.copied : texts.copy}>
            <ActionIcon
              variant="subtle"
              color={copied ? 'green' : 'gray'}
              size={24}
              onClick={copy}
              aria-label={copied ? texts.copied : (copyLabel ?? fill(texts.copyHash, { hash }))}
            >
              {copied ? <IconCheck size={14} aria-hidden /> : <IconCopy size={14} aria-hidden />}
            </ActionIcon>
          </Tooltip>
        )}
      </CopyButton>
    </Group>
  );
}
