'use client';

import { ActionIcon, Tooltip } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconKeyboard, IconSearch } from '@tabler/icons-react';
import { useRouter } from 'next/navigation';
import { useEffect } from 'react';
import { useTexts } from '#components/ui/locale.tsx';
import { isTyping, useSingleKeys } from '#components/ui/single-keys.tsx';
import type { Destination } from './destinations.ts';
import { KeyboardHelp } from './keyboard-help.tsx';
import { Palette } from './palette.tsx';

/** How long after `g` the second key counts. */
const SEQUENCE_MS = 1500;

/** The search palette, the help, and the keys that open them. */
export function Keyboard({ destinations }: { readonly destinations: readonly Destination[] }) {
  const texts = useTexts().shell;
  const [helpOpen, help] = useDisclosure(false);
  const [paletteOpen, palette] = useDisclosure(false);
  usePaletteKey(palette.open);
  useSingleKeyCommands(destinations, help.open);
  return (
    <>
      <Tooltip label={texts.searchHint}>
        <ActionIcon variant="default" size={32} aria-label={texts.search} aria-keyshortcuts="Control+K Meta+K" onClick={palette.open}>
          <IconSearch size={18} aria-hidden />
        </ActionIcon>
      </Tooltip>
      <Tooltip label={texts.keyboardHelp}>
        <ActionIcon variant="default" size={32} aria-label={texts.keyboardHelp} onClick={help.open}>
          <IconKeyboard size={18} aria-hidden />
        </ActionIcon>
      </Tooltip>
      <KeyboardHelp opened={helpOpen} onClose={help.close} destinations={destinations} />
      <Palette opened={paletteOpen} onClose={palette.close} destinations={destinations} />
    </>
  );
}

function usePaletteKey(open: () => void): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== 'k' || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
      event.preventDefault();
      open();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [open]);
}

function useSingleKeyCommands(destinations: readonly Destination[], openHelp: () => void): void {
  const { enabled } = useSingleKeys();
  const router = useRouter();
  useEffect(() => {
    if (!enabled) return undefined;
    let pressedGoAt = Number.NEGATIVE_INFINITY;
    const onKey = (event: KeyboardEvent) => {
      if (isTyping(event)) return;
      if (event.key === '?') openHelp();
      const target = event.timeStamp - pressedGoAt < SEQUENCE_MS ? destinations.find(({ key }) => key === event.key) : undefined;
      pressedGoAt = event.key === 'g' ? event.timeStamp : Number.NEGATIVE_INFINITY;
      if (target !== undefined) router.push(target.href);
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [enabled, destinations, openHelp, router]);
}
