'use client';

import { IconAlertCircle, IconAlertOctagon, IconAlertTriangle, IconFlag, IconInfoCircle } from '@tabler/icons-react';
import type { Severity } from '#lib/detect/rule.ts';
import type { Catalogue } from '#lib/i18n/catalogue.ts';
import { useTexts } from './locale.tsx';
import { Mark, type MarkProps } from './mark.tsx';

const LOOKS: Readonly<Record<Severity, Pick<MarkProps, 'icon' | 'color' | 'strong'> & { word: keyof Catalogue['shell'] }>> = {
  info: { icon: IconInfoCircle, color: 'blue', word: 'severityInfo' },
  low: { icon: IconFlag, color: 'gray', word: 'severityLow' },
  medium: { icon: IconAlertCircle, color: 'yellow', word: 'severityMedium' },
  high: { icon: IconAlertTriangle, color: 'orange', strong: true, word: 'severityHigh' },
  critical: { icon: IconAlertOctagon, color: 'red', strong: true, word: 'severityCritical' },
};

export function SeverityBadge({ severity }: { readonly severity: Severity }) {
  const texts = useTexts().shell;
  const { word, ...look } = LOOKS[severity];
  return <Mark {...look}>{texts[word]}</Mark>;
}
