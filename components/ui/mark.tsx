'use client';

import { Badge, type MantineColor, Tooltip } from '@mantine/core';
import type { ComponentType, ReactNode } from 'react';

export interface MarkProps {
  readonly icon: ComponentType<{ size?: number; 'aria-hidden'?: boolean }>;
  readonly color: MantineColor;
  readonly children: ReactNode;
  /** Shown on hover and focus: what the word means. */
  readonly hint?: string;
  /** Filled marks weigh more than light ones. */
  readonly strong?: boolean;
}

/** Glyph, word and color, never color alone. */
export function Mark({ icon: Icon, color, children, hint, strong = false }: MarkProps) {
  const mark = (
    <Badge
      // A div inside a paragraph would end it, and the page would not be the one that React expects.
      component="span"
      color={color}
      variant={strong ? 'filled' : 'light'}
      radius="sm"
      tt="none"
      autoContrast
      leftSection={<Icon size={14} aria-hidden />}
      {...(hint === undefined ? {} : { tabIndex: 0 })}
      className="mark"
    >
      {children}
    </Badge>
  );
  if (hint === undefined) return mark;
  return (
    <Tooltip label={hint} multiline maw={320} events={{ hover: true, focus: true, touch: true }}>
      {mark}
    </Tooltip>
  );
}
