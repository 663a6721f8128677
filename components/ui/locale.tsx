'use client';

import { createContext, type ReactNode, useContext } from 'react';
import { type Catalogue, catalogueOf, type Locale } from '#lib/i18n/catalogue.ts';

const LocaleContext = createContext<Locale>('en');

/** Gives the language of the page to every component inside. */
export function LocaleProvider({ locale, children }: { readonly locale: Locale; readonly children: ReactNode }) {
  return <LocaleContext value={locale}>{children}</LocaleContext>;
}

/** All texts in the language of the page. */
export function useTexts(): Catalogue {
  return catalogueOf(useContext(LocaleContext));
}

/** The language of the page, for messages that depend on a count. */
export function useLocale(): Locale {
  return useContext(LocaleContext);
}
