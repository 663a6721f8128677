'use client';

import { ActionIcon, Anchor, Code, CopyButton, Group, Tooltip } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import Link from 'next/link';
import { Fragment, type ReactNode } from 'react';
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

/** May go on in the next line after each eight digits; what is copied from it is the hash alone. */
function softly(hash: string): ReactNode {
  return (hash.match(/.{1,8}/gs) ?? []).map((part, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: parts of one hash never change places
    <Fragment key={index}>
      {part}
      <wbr />
    </Fragment>
  ));
}

export function HashChip({ hash, whole = false, copyLabel, href }: HashChipProps) {
  const texts = useTexts().shell;
  const short = <Code title={hash}>{whole ? softly(hash) : hash.slice(0, SHORT)}</Code>;
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
