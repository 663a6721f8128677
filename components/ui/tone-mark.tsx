'use client';

import type { MantineColor } from '@mantine/core';
import {
  IconAlertTriangle,
  IconArrowsExchange,
  IconArrowsMove,
  IconCircleCheck,
  IconCircleX,
  IconClockPause,
  IconEqual,
  IconEyeOff,
  IconFileCheck,
  IconHelpCircle,
  IconMinus,
  IconPencil,
  IconPlugOff,
  IconPlus,
} from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { Glyph, Tone } from '#lib/present/tone.ts';
import { Mark, type MarkProps } from './mark.tsx';

const ICONS: Readonly<Record<Glyph, MarkProps['icon']>> = {
  check: IconCircleCheck,
  equal: IconEqual,
  signed: IconFileCheck,
  clock: IconClockPause,
  question: IconHelpCircle,
  warning: IconAlertTriangle,
  cross: IconCircleX,
  unplugged: IconPlugOff,
  plus: IconPlus,
  minus: IconMinus,
  swap: IconArrowsExchange,
  move: IconArrowsMove,
  pencil: IconPencil,
  'eye-off': IconEyeOff,
};

/** The color of each tone; never shown without glyph and word. */
export const TONE_COLORS: Readonly<Record<Tone, MantineColor>> = {
  good: 'green',
  plain: 'gray',
  notice: 'blue',
  caution: 'yellow',
  bad: 'red',
};

export interface ToneMarkProps {
  readonly glyph: Glyph;
  readonly tone: Tone;
  readonly children: ReactNode;
  readonly hint?: string;
  readonly strong?: boolean;
}

/** What a view model says about something: its glyph, its word, the color of its tone. */
export function ToneMark({ glyph, tone, ...rest }: ToneMarkProps) {
  return <Mark icon={ICONS[glyph]} color={TONE_COLORS[tone]} {...rest} />;
}
