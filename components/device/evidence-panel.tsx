'use client';

import { Drawer } from '@mantine/core';
import { createContext, type ReactNode, useCallback, useContext, useMemo, useRef, useState } from 'react';
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
  const opener = useRef<Element | null>(null);
  const byArtifact = useMemo(() => viewsByArtifact(documents), [documents]);
  const open = useCallback((sha256: string) => {
    opener.current = document.activeElement;
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
        onExitTransitionEnd={() => takeBackFocus(opener.current)}
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

/** A panel that is closed while the focus is still on its way in would keep it, and vanish with it. */
function takeBackFocus(opener: Element | null): void {
  const { activeElement } = document;
  const isLost = activeElement === null || activeElement === document.body || activeElement.closest('[role="dialog"]') !== null;
  if (isLost && opener instanceof HTMLElement) opener.focus({ preventScroll: true });
}

export function useEvidencePanel(): Panel {
  return useContext(PanelContext);
}
