import { type Catalogue, catalogueOf, type Locale } from './catalogue.ts';
import { fill } from './fill.ts';

/** A message that depends on a count: the categories of the language, `other` always among them. */
export interface PluralForms {
  readonly zero?: string;
  readonly one?: string;
  readonly two?: string;
  readonly few?: string;
  readonly many?: string;
  readonly other: string;
}

/** Dotted paths to all messages: `difference.change.moved`. */
type PathsOf<T> = {
  [Key in keyof T & string]: T[Key] extends string ? Key : keyof T[Key] extends keyof PluralForms ? Key : `${Key}.${PathsOf<T[Key]>}`;
}[keyof T & string];
export type MessageKey = PathsOf<Catalogue>;

export type MessageValues = Readonly<Record<string, string | number>>;

type Node = string | { readonly [key: string]: Node };

/** Rules are costly to make and the same for ever. */
const RULES = new Map<Locale, Intl.PluralRules>();

function pluralRules(locale: Locale): Intl.PluralRules {
  const known = RULES.get(locale) ?? new Intl.PluralRules(locale);
  RULES.set(locale, known);
  return known;
}

function nodeAt(root: Node, key: string): Node | undefined {
  return key.split('.').reduce<Node | undefined>((node, part) => {
    if (node === undefined || typeof node === 'string' || !Object.hasOwn(node, part)) return undefined;
    return node[part];
  }, root);
}

/**
 * The form of a message for a number, with its values put in; `{count}` is the number, with thousands separated.
 * @param values  further `{names}` of the message
 */
export function pluralText(locale: Locale, forms: PluralForms, values: MessageValues & { readonly count: number }): string {
  return fill(forms[pluralRules(locale).select(values.count)] ?? forms.other, { ...values, count: countText(locale, values.count) });
}

/** With the separators of the language; below a thousand there are none, and asking for them costs a hundred times as much. */
const countText = (locale: Locale, count: number): string => (count < 1000 ? String(count) : count.toLocaleString(locale));

/**
 * One message in one language with its values put in. Where the message has plural forms, `count` chooses.
 * @throws Error for a key that the catalogue lacks: types prevent it, a cast doesn't
 */
export function translate(locale: Locale, key: MessageKey, values: MessageValues = {}): string {
  const message = nodeAt(catalogueOf(locale), key);
  if (typeof message === 'string') return fill(message, values);
  const { other } = message ?? {};
  if (message === undefined || typeof other !== 'string') throw new Error(`no message ${key} in ${locale}`);
  const { count } = values;
  const form = message[pluralRules(locale).select(Number(count))];
  const said = typeof count === 'number' ? { ...values, count: countText(locale, count) } : values;
  return fill(typeof form === 'string' ? form : other, said);
}
