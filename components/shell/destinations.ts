import type { Catalogue } from '#lib/i18n/catalogue.ts';

export interface Destination {
  readonly href: string;
  readonly text: keyof Catalogue['shell'];
  /** Second key after `g`. */
  readonly key: string;
}

/** Every page that the navigation, the palette and the `g` keys lead to, in this order. */
export const DESTINATIONS = [
  { href: '/fleet', text: 'fleet', key: 'f' },
  { href: '/findings', text: 'findings', key: 'i' },
  { href: '/upload', text: 'upload', key: 'u' },
  { href: '/submissions', text: 'submissions', key: 'h' },
  { href: '/unlinked', text: 'unlinked', key: 'l' },
  { href: '/enrolments', text: 'enrolments', key: 'e' },
  { href: '/anchors', text: 'anchors', key: 'a' },
  { href: '/references', text: 'references', key: 'r' },
  { href: '/policy', text: 'policy', key: 'p' },
  { href: '/aliases', text: 'aliases', key: 'm' },
  { href: '/attestation-policy', text: 'attestationPolicy', key: 't' },
  { href: '/users', text: 'users', key: 's' },
  { href: '/log', text: 'log', key: 'o' },
] as const satisfies readonly Destination[];
export type DestinationHref = (typeof DESTINATIONS)[number]['href'];

/** Whether the page at `path` lies under a destination. */
export function isUnder(path: string, href: string): boolean {
  return path === href || path.startsWith(`${href}/`);
}
