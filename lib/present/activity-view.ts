import type { Statement } from '#lib/device/statement/statement-types.ts';
import type { Catalogue } from '#lib/i18n/catalogue.ts';
import { fill } from '#lib/i18n/fill.ts';
import { governingText } from './governing-text.ts';
import { visibleText } from './visible-text.ts';

/** An entry of the log of who did what, as it is kept. */
export interface LoggedAction {
  readonly action: string;
  readonly subject: string | null;
  readonly detail: unknown;
}

/** An entry of the log as a person reads it; texts without invisible characters. */
export interface ActivityView {
  /** What somebody did, in words; an action of another version by its own name. */
  readonly did: string;
  /** What it was done to: of a certificate or a key its SHA-256. */
  readonly subject: string | null;
  /** The subject in words, where an id alone would say nothing. */
  readonly about: string | null;
  readonly details: readonly { readonly name: string; readonly value: string }[];
}

type Texts = Parameters<typeof governingText>[0];
type Trusted = Extract<Statement, { readonly kind: 'anchor' | 'verifier-key' }>;

/**
 * An entry of the log in words.
 * @param said  what was said about all devices, by id of the statement
 */
export function activityView(texts: Texts, { action, subject, detail }: LoggedAction, said: ReadonlyMap<string, Statement>): ActivityView {
  const statement = said.get(subject ?? '');
  const own = action === `${statement?.kind}-recorded`;
  if (own && isTrusted(statement)) {
    const did = texts.access.logTrusted[statement.kind][statement.action];
    return { did, subject: statement.sha256, about: quoted(texts, statement.label), details: detailsOf(texts, detail) };
  }
  const about = isTrusted(statement) ? trustedText(texts, statement) : governingText(texts, statement, said);
  // The statement is the subject itself then.
  const beside = own ? without(detail, 'statement') : detail;
  return { did: actionWord(action, texts.access), subject, about, details: detailsOf(texts, beside) };
}

/** What somebody did, in words; an action of another version by its own name. */
export const actionWord = (action: string, { logActions }: Catalogue['access']): string => wordOf(action, logActions);

const isTrusted = (statement: Statement | undefined): statement is Trusted =>
  statement?.kind === 'anchor' || statement?.kind === 'verifier-key';

const quoted = ({ access }: Texts, label: string): string => fill(access.logQuoted, { label: visibleText(label) });

/** What is withdrawn, say. */
function trustedText(texts: Texts, { kind, action, label, sha256 }: Trusted): string {
  return fill(texts.access.logTrustedText[kind][action], { label: visibleText(label), digest: sha256.slice(0, SHORT) });
}

const SHORT = 12;

function without(detail: unknown, name: string): unknown {
  if (typeof detail !== 'object' || detail === null) return detail;
  return Object.fromEntries(Object.entries(detail).filter(([each]) => each !== name));
}

/** What was recorded beside the act; a reason may hold any character. */
function detailsOf({ access }: Texts, detail: unknown): ActivityView['details'] {
  if (typeof detail !== 'object' || detail === null) return [];
  return Object.entries(detail).map(([name, value]) => ({
    name: wordOf(name, access.logDetails),
    value: valueText(access, value),
  }));
}

function valueText(access: Catalogue['access'], value: unknown): string {
  if (value === null || value === '' || (Array.isArray(value) && value.length === 0)) return access.logNone;
  if (Array.isArray(value)) return value.map((each) => valueText(access, each)).join(', ');
  return visibleText(typeof value === 'string' ? value : JSON.stringify(value));
}

function wordOf(name: string, words: Readonly<Record<string, string>>): string {
  return (Object.hasOwn(words, name) ? words[name] : undefined) ?? name;
}
