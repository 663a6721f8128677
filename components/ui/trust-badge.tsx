'use client';

import {
  IconAlertTriangle,
  IconCircleCheck,
  IconCircleX,
  IconClockPause,
  IconEqual,
  IconFileCheck,
  IconHelpCircle,
  IconPlugOff,
} from '@tabler/icons-react';
import type { Trust } from '#lib/detect/rule.ts';
import { useTexts } from './locale.tsx';
import { Mark, type MarkProps } from './mark.tsx';

const LOOKS: Readonly<Record<Trust, Pick<MarkProps, 'icon' | 'color' | 'strong'>>> = {
  verified: { icon: IconCircleCheck, color: 'green' },
  'unchanged-since-baseline': { icon: IconEqual, color: 'teal' },
  'changed-authorized': { icon: IconFileCheck, color: 'cyan' },
  stale: { icon: IconClockPause, color: 'yellow' },
  'incomplete-evidence': { icon: IconHelpCircle, color: 'violet' },
  'changed-unexplained': { icon: IconAlertTriangle, color: 'orange', strong: true },
  'failed-verification': { icon: IconCircleX, color: 'red', strong: true },
  'not-enrolled': { icon: IconPlugOff, color: 'gray' },
};

export interface TrustBadgeProps {
  readonly trust: Trust;
  /** Without the explanation on hover, for places where the row itself has the focus. */
  readonly plain?: boolean;
}

/** What the program says about a device, as glyph, word and color. */
export function TrustBadge({ trust, plain = false }: TrustBadgeProps) {
  const { word, sentence } = useTexts().verdict;
  return (
    <Mark {...LOOKS[trust]} {...(plain ? {} : { hint: sentence[trust] })}>
      {word[trust]}
    </Mark>
  );
}
