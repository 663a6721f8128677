'use client';

import { Button, Code } from '@mantine/core';
import { IconCircleCheck, IconCircleX, IconFileText, IconHelpCircle } from '@tabler/icons-react';
import { useTexts } from '#components/ui/locale.tsx';
import { fill } from '#lib/i18n/fill.ts';
import type { Standing } from '#lib/present/evidence-view.ts';
import { useEvidencePanel } from './evidence-panel.tsx';

const SHORT = 8;
const ICONS = {
  verified: IconCircleCheck,
  attested: IconFileText,
  'not-verified': IconCircleX,
  'not-evaluated': IconHelpCircle,
  unreadable: IconCircleX,
  'self-asserted': IconFileText,
} as const satisfies Record<Standing, unknown>;

/** Evidence in a few words: kind, short hash, whether it convinces. Opens the side panel. */
export function EvidenceChip({ sha256 }: { readonly sha256: string }) {
  const texts = useTexts().device.evidence;
  const { byArtifact, open } = useEvidencePanel();
  const view = byArtifact.get(sha256)?.[0];
  const hash = sha256.slice(0, SHORT);
  // Evidence of another device, or of a later time than the one asked about, has no panel here.
  if (view === undefined)
    return (
      <Code title={sha256} fz="xs">
        {hash}
      </Code>
    );
  const words = {
    verified: texts.verified,
    // The chip stands beside what else the file holds too, such as an inventory, which no TPM attests.
    attested: null,
    'not-verified': texts.notVerified,
    'not-evaluated': texts.notEvaluated,
    unreadable: texts.unreadable,
    'self-asserted': null,
  } as const satisfies Record<Standing, string | null>;
  const Icon = ICONS[view.standing];
  const word = words[view.standing];
  return (
    <Button
      size="compact-xs"
      h="auto"
      mih={24}
      variant="default"
      radius="xl"
      className="evidence-chip"
      leftSection={<Icon size={14} aria-hidden />}
      aria-label={`${fill(texts.open, { kind: view.kind, hash })}${word === null ? '' : `, ${word}`}`}
      aria-haspopup="dialog"
      onClick={() => open(sha256)}
    >
      <span className="chip-words">
        {view.kind}
        <code>{hash}</code>
        {word}
      </span>
    </Button>
  );
}
