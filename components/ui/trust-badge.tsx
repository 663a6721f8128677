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
import type { Catalogue } from '#lib/i18n/catalogue.ts';
import { useTexts } from './locale.tsx';
import { Mark, type MarkProps } from './mark.tsx';

type ShellKey = keyof Catalogue['shell'];

const LOOKS: Readonly<Record<Trust, Pick<MarkProps, 'icon' | 'color' | 'strong'> & { word: ShellKey; hint: ShellKey }>> = {
  verified: { icon: IconCircleCheck, color: 'green', word: 'trustVerified', hint: 'trustVerifiedHint' },
  'unchanged-since-baseline': { icon: IconEqual, color: 'teal', word: 'trustUnchanged', hint: 'trustUnchangedHint' },
  'changed-authorized': { icon: IconFileCheck, color: 'cyan', word: 'trustChangedAuthorized', hint: 'trustChangedAuthorizedHint' },
  stale: { icon: IconClockPause, color: 'yellow', word: 'trustStale', hint: 'trustStaleHint' },
  'incomplete-evidence': { icon: IconHelpCircle, color: 'violet', word: 'trustIncomplete', hint: 'trustIncompleteHint' },
  'changed-unexplained': { icon: IconAlertTriangle, color: 'orange', strong: true, word: 'trustChanged', hint: 'trustChangedHint' },
  'failed-verification': { icon: IconCircleX, color: 'red', strong: true, word: 'trustFailed', hint: 'trustFailedHint' },
  'not-enrolled': { icon: IconPlugOff, color: 'gray', word: 'trustNotEnrolled', hint: 'trustNotEnrolledHint' },
};

export interface TrustBadgeProps {
  readonly trust: Trust;
  /** Without the explanation on hover, for places where the row itself has the focus. */
  readonly plain?: boolean;
}

/** What the program says about a device, as glyph, word and color. */
export function TrustBadge({ trust, plain = false }: TrustBadgeProps) {
  const texts = useTexts().shell;
  const { word, hint, ...look } = LOOKS[trust];
  return (
    <Mark {...look} {...(plain ? {} : { hint: texts[hint] })}>
      {texts[word]}
    </Mark>
  );
}
