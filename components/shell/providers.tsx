'use client';

import { MantineProvider } from '@mantine/core';
import type { ReactNode } from 'react';
import { LocaleProvider } from '#components/ui/locale.tsx';
import { SingleKeysProvider } from '#components/ui/single-keys.tsx';
import type { Locale } from '#lib/i18n/catalogue.ts';
import { theme } from './theme.ts';

export interface ProvidersProps {
  /** Of this response; style sheets made by the component library carry it. */
  readonly nonce: string;
  readonly locale: Locale;
  readonly children: ReactNode;
}

export function Providers({ nonce, locale, children }: ProvidersProps) {
  // Where the library that locks scrolling behind a dialog looks for the nonce of its style element.
  if (typeof window !== 'undefined') Object.assign(window, { __webpack_nonce__: nonce });
  return (
    <MantineProvider theme={theme} defaultColorScheme="auto" getStyleNonce={() => nonce} deduplicateInlineStyles>
      <LocaleProvider locale={locale}>
        <SingleKeysProvider>{children}</SingleKeysProvider>
      </LocaleProvider>
    </MantineProvider>
  );
}
