/** Hexadecimal digits of a digest that tell it from others at a glance. */
const SHOWN = 12;
const DIGEST = new RegExp(`(?<![0-9a-f])([0-9a-f]{${SHOWN}})[0-9a-f]{${40 - SHOWN},116}(?![0-9a-f])`, 'g');

/** A sentence with its digests, of SHA-1 to SHA-512, cut to their beginnings: a person reads what changed, and finds the whole of each where the finding stands. */
export const briefDigests = (text: string): string => text.replace(DIGEST, '$1…');
