'use client';

import { IconAlertCircle, IconAlertOctagon, IconAlertTriangle, IconFlag, IconInfoCircle } from '@tabler/icons-react';
import type { Severity } from '#lib/detect/rule.ts';
import { useTexts } from './locale.tsx';
import { Mark, type MarkProps } from './mark.tsx';

const LOOKS: Readonly<Record<Severity, Pick<MarkProps, 'icon' | 'color' | 'strong'>>> = {
  info: { icon: IconInfoCircle, color: 'blue' },
  low: { icon: IconFlag, color: 'gray' },
  medium: { icon: IconAlertCircle, color: 'yellow' },
  high: { icon: IconAlertTriangle, color: 'orange', strong: true },
  critical: { icon: IconAlertOctagon, color: 'red', strong: true },
};

export function SeverityBadge({ severity }: { readonly severity: Severity }) {
  return <Mark {...LOOKS[severity]}>{useTexts().severity[severity]}</Mark>;
}
