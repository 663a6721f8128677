/** Control, format (bidirectional, zero width), separator and other characters that a reader doesn't see. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800]/gu;

/**
 * The text as a person may safely see it on a page or a terminal: invisible characters become escapes such as `\u{202E}`.
 * @spec Unicode UAX #9 (bidirectional controls), UTR #36 section 2
 */
export function visibleText(text: string): string {
  return text.replace(INVISIBLE, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}}`);
}

/** JSON text that means the same and hides nothing: invisible characters, which stand in strings only, as `\\u` escapes. */
export function visibleJson(json: string): string {
  return json.replace(INVISIBLE, (character) => (character === '\n' ? character : escapeUnits(character)));
}

function escapeUnits(character: string): string {
  return [...Array(character.length).keys()].map((index) => `\\u${character.charCodeAt(index).toString(16).padStart(4, '0')}`).join('');
}
