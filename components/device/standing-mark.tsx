'use client';

import { useTexts } from '#components/ui/locale.tsx';
import { ToneMark } from '#components/ui/tone-mark.tsx';
import type { Standing } from '#lib/present/evidence-view.ts';

/** Whether a document convinces, as glyph, word and color. */
export function StandingMark({ standing }: { readonly standing: Standing }) {
  const { device, firmware } = useTexts();
  const texts = device.evidence;
  switch (standing) {
    case 'verified':
      return (
        <ToneMark glyph="check" tone="good">
          {texts.verified}
        </ToneMark>
      );
    case 'attested':
      return (
        <ToneMark glyph="check" tone="good" hint={firmware.attestedFileMeaning}>
          {firmware.attested}
        </ToneMark>
      );
    case 'not-verified':
      return (
        <ToneMark glyph="cross" tone="bad">
          {texts.notVerified}
        </ToneMark>
      );
    case 'not-evaluated':
      return (
        <ToneMark glyph="question" tone="caution">
          {texts.notEvaluated}
        </ToneMark>
      );
    case 'unreadable':
      return (
        <ToneMark glyph="cross" tone="bad">
          {texts.unreadable}
        </ToneMark>
      );
    case 'self-asserted':
      return (
        <ToneMark glyph="minus" tone="plain" hint={texts.selfAssertedHint}>
          {texts.selfAsserted}
        </ToneMark>
      );
    default:
      return standing satisfies never;
  }
}
