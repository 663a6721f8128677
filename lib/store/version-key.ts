const MAX_KEY = 200;
/** Longer runs of digits sort by their characters. */
const DIGITS = 10;

/**
 * A version as lists sort and compare it: in lower case and one width, every run of digits padded, so that `1.10` comes behind `1.9`. Which of two
 * spellings is the newer firmware only its vendor's scheme says; here it is an order for the eye.
 */
export function versionKey(version: string | null): string {
  return (version ?? '')
    .normalize('NFKC')
    .toLowerCase()
    .trim()
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/[0-9]+/g, (digits) => digits.padStart(DIGITS, '0'))
    .slice(0, MAX_KEY);
}
