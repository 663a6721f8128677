/** A text that says something; a number or a boolean as it is written in JSON. Null for the empty text and the rest. */
export function textOf(value: unknown): string | null {
  if (typeof value === 'string') return value === '' ? null : value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : null;
}

/** Steps from the top of a document to a value. */
export type Steps = readonly (string | number)[];

/** `components[3].hashes[0]`; the whole document is the empty text. */
export function pathOf(steps: Steps): string {
  return steps
    .map((step) => (typeof step === 'number' ? `[${step}]` : memberStep(step)))
    .join('')
    .replace(/^\./, '');
}

function memberStep(name: string): string {
  return /^[\w$-]{1,64}$/.test(name) ? `.${name}` : `[${JSON.stringify(name.slice(0, 64))}]`;
}

/** A text from the file as a sentence may show it: in quotes, escaped, at most 80 characters. */
export function quoted(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length <= 80 ? text : `${text.slice(0, 80)}…`;
}
