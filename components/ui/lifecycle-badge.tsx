'use client';

import {
  IconBuildingFactory2,
  IconChecklist,
  IconHelp,
  IconLock,
  IconPackageImport,
  IconPlayerPlay,
  IconRecycle,
  IconTool,
  IconTruck,
} from '@tabler/icons-react';
import type { Lifecycle } from '#lib/device/statement/statement-types.ts';
import { useTexts } from './locale.tsx';
import { Mark, type MarkProps } from './mark.tsx';

const LOOKS: Readonly<Record<Lifecycle, Pick<MarkProps, 'icon' | 'color'>>> = {
  unknown: { icon: IconHelp, color: 'gray' },
  manufactured: { icon: IconBuildingFactory2, color: 'gray' },
  'in-transit': { icon: IconTruck, color: 'gray' },
  received: { icon: IconPackageImport, color: 'blue' },
  accepted: { icon: IconChecklist, color: 'blue' },
  'in-service': { icon: IconPlayerPlay, color: 'blue' },
  'in-repair': { icon: IconTool, color: 'yellow' },
  quarantined: { icon: IconLock, color: 'orange' },
  retired: { icon: IconRecycle, color: 'gray' },
};

/** Where a device is in its life. */
export function LifecycleBadge({ lifecycle }: { readonly lifecycle: Lifecycle }) {
  return <Mark {...LOOKS[lifecycle]}>{useTexts().lifecycle[lifecycle]}</Mark>;
}
