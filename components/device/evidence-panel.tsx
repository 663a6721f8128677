'use client';

import { Drawer } from '@mantine/core';
import { createContext, type ReactNode, useCallback, useContext, useMemo, useState } from 'react';
import { useTexts } from '#components/ui/locale.tsx';
import type { EvidenceView } from '#lib/present/evidence-view.ts';
import { viewsByArtifact } from '#lib/present/views-by-artifact.ts';
import './device.css';
import { EvidenceDetails } from './evidence-details.tsx';

interface Panel {
  /** Documents by artifact: a bundle holds several. */
  readonly byArtifact: ReadonlyMap<string, readonly EvidenceView[]>;
  readonly open: (sha256: string) => void;
}

const PanelContext = createContext<Panel>({ byArtifact: new Map(), open: () => undefined });

export interface EvidencePanelProps {
  readonly documents: readonly EvidenceView[];
  readonly children: ReactNode;
}

/** Holds the side panel that every evidence chip inside opens. The focus goes there, and back to the chip when it closes. */
export function EvidencePanel({ documents, children }: EvidencePanelProps) {
  const texts = useTexts().device.evidence;
  const [shown, setShown] = useState<string | null>(null);
  const [opened, setOpened] = useState(false);
  const byArtifact = useMemo(() => viewsByArtifact(documents), [documents]);
  const open = useCallback((sha256: string) => {
    setShown(sha256);
    setOpened(true);
  }, []);
  const panel = useMemo(() => ({ byArtifact, open }), [byArtifact, open]);
  const views = shown === null ? [] : (byArtifact.get(shown) ?? []);
  return (
    <PanelContext value={panel}>
      {children}
      <Drawer
        opened={opened}
        onClose={() => setOpened(false)}
        position="right"
        size="lg"
        title={views[0]?.kind ?? ''}
        closeButtonProps={{ 'aria-label': texts.close }}
      >
        {shown === null ? null : <EvidenceDetails sha256={shown} documents={views} />}
      </Drawer>
    </PanelContext>
  );
}

export function useEvidencePanel(): Panel {
  return useContext(PanelContext);
}
