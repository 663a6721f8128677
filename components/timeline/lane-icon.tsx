'use client';

import {
  IconAlertTriangle,
  IconCertificate,
  IconClockQuestion,
  IconEye,
  IconGavel,
  IconListDetails,
  IconReplace,
  IconShieldCheck,
  IconTruck,
} from '@tabler/icons-react';
import type { Lane } from '#lib/present/timeline-view.ts';

const ICONS = {
  certificate: IconCertificate,
  change: IconReplace,
  observation: IconEye,
  attestation: IconShieldCheck,
  bom: IconListDetails,
  custody: IconTruck,
  decision: IconGavel,
  finding: IconAlertTriangle,
  gap: IconClockQuestion,
} as const satisfies Record<Lane, unknown>;

/** The glyph of a lane; its word stands beside it. */
export function LaneIcon({ lane, size = 16 }: { readonly lane: Lane; readonly size?: number }) {
  const Icon = ICONS[lane];
  return <Icon size={size} aria-hidden />;
}
