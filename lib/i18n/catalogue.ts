import { en } from './messages/en.ts';

/** Same keys as English, any text. */
type Texts<T> = { readonly [Key in keyof T]: T[Key] extends string ? string : Texts<T[Key]> };
export type Catalogue = Texts<typeof en>;

/** Languages that have a catalogue. Japanese follows. */
export const LOCALES = ['en'] as const;
export type Locale = (typeof LOCALES)[number];

const CATALOGUES: Readonly<Record<Locale, Catalogue>> = { en };

/** All texts of one language. */
export function catalogueOf(locale: Locale): Catalogue {
  return CATALOGUES[locale];
}
