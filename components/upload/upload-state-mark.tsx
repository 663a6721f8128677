'use client';

import {
  IconAlertTriangle,
  IconBan,
  IconCheck,
  IconClock,
  IconFileBroken,
  IconHourglass,
  IconLinkOff,
  IconPlayerSkipForward,
  IconUpload,
  IconX,
} from '@tabler/icons-react';
import { useTexts } from '#components/ui/locale.tsx';
import { Mark, type MarkProps } from '#components/ui/mark.tsx';
import { fill } from '#lib/i18n/fill.ts';
import { percentOf, type UploadItem, type UploadState } from './upload-item.ts';

const LOOKS: Readonly<Record<UploadState['kind'], Pick<MarkProps, 'icon' | 'color'>>> = {
  waiting: { icon: IconClock, color: 'gray' },
  hashing: { icon: IconHourglass, color: 'blue' },
  asking: { icon: IconHourglass, color: 'blue' },
  sending: { icon: IconUpload, color: 'blue' },
  reading: { icon: IconHourglass, color: 'blue' },
  linking: { icon: IconHourglass, color: 'blue' },
  done: { icon: IconCheck, color: 'green' },
  unlinked: { icon: IconLinkOff, color: 'yellow' },
  unreadable: { icon: IconFileBroken, color: 'orange' },
  skipped: { icon: IconPlayerSkipForward, color: 'gray' },
  refused: { icon: IconBan, color: 'red' },
  failed: { icon: IconAlertTriangle, color: 'red' },
  canceled: { icon: IconX, color: 'gray' },
};

/** How far a file is, as glyph, word and color. */
export function UploadStateMark({ item }: { readonly item: UploadItem }) {
  const { states } = useTexts().upload;
  const { kind } = item.state;
  return <Mark {...LOOKS[kind]}>{fill(states[kind], { percent: `${percentOf(item)} %` })}</Mark>;
}
