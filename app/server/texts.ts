import { type Catalogue, catalogueOf, type Locale } from '#lib/i18n/catalogue.ts';

/** The language of the person who asks. English until a second catalogue exists. */
export async function viewerLocale(): Promise<Locale> {
  return 'en';
}

/** All texts in the language of the person who asks. */
export async function viewerTexts(): Promise<Catalogue> {
  return catalogueOf(await viewerLocale());
}
