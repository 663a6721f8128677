/** Characters that the comparison doesn't see: soft hyphen, joiners, direction marks, variants. @spec RFC 4518 section 2.2 */
const MAPPED_TO_NOTHING = /\p{Cf}|\p{Variation_Selector}|\u034f|\u1806|\ufffc/gu;
const MAPPED_TO_SPACE = /\s|\u0085/gu;
/** Printable ASCII without outer or double spaces: the common text, in which only the case is left to fold. */
const PLAIN = /^[!-~]+(?: [!-~]+)*$/;
const CONTROL = /\p{Cc}/gu;

/**
 * A text as names are compared: invisible characters gone, case folded, compatibility forms composed, outer white space
 * gone and inner white space one space. Preparing twice gives the same as once.
 * @spec RFC 5280 section 7.1; RFC 4518 section 2
 */
export function preparedText(text: string): string {
  if (PLAIN.test(text)) return text.toLowerCase();
  let prepared = text;
  // Folding can compose to a form that folds again, so both steps run until nothing changes; two rounds do for known text.
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const next = prepareOnce(prepared);
    if (next === prepared) break;
    prepared = next;
  }
  return prepared;
}

const MAX_ROUNDS = 4;

function prepareOnce(text: string): string {
  const visible = text.toWellFormed().replace(MAPPED_TO_NOTHING, '').replace(MAPPED_TO_SPACE, ' ').replace(CONTROL, '');
  // Upper case first: sharp s, final sigma and ligatures fold to one form only by way of capitals.
  const folded = visible.normalize('NFKC').toUpperCase().toLowerCase().normalize('NFKC');
  return folded.replace(/ {2,}/g, ' ').replace(/^ | $/g, '');
}
