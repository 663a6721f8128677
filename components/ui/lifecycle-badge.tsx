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
import type { Lifecycle } from '#lib/device/types.ts';
import type { Catalogue } from '#lib/i18n/catalogue.ts';
import { useTexts } from './locale.tsx';
import { Mark, type MarkProps } from './mark.tsx';

const LOOKS: Readonly<Record<Lifecycle, Pick<MarkProps, 'icon' | 'color'> & { word: keyof Catalogue['shell'] }>> = {
  unknown: { icon: IconHelp, color: 'gray', word: 'lifecycleUnknown' },
  manufactured: { icon: IconBuildingFactory2, color: 'gray', word: 'lifecycleManufactured' },
  'in-transit': { icon: IconTruck, color: 'gray', word: 'lifecycleInTransit' },
  received: { icon: IconPackageImport, color: 'blue', word: 'lifecycleReceived' },
  accepted: { icon: IconChecklist, color: 'blue', word: 'lifecycleAccepted' },
  'in-service': { icon: IconPlayerPlay, color: 'blue', word: 'lifecycleInService' },
  'in-repair': { icon: IconTool, color: 'yellow', word: 'lifecycleInRepair' },
  quarantined: { icon: IconLock, color: 'orange', word: 'lifecycleQuarantined' },
  retired: { icon: IconRecycle, color: 'gray', word: 'lifecycleRetired' },
};

/** Where a device is in its life. */
export function LifecycleBadge({ lifecycle }: { readonly lifecycle: Lifecycle }) {
  const texts = useTexts().shell;
  const { word, ...look } = LOOKS[lifecycle];
  return <Mark {...look}>{texts[word]}</Mark>;
}
