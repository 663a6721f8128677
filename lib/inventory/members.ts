import { isMembers } from '#lib/encoding/members.ts';
import { ParseError, type Warning } from '#lib/encoding/parse-error.ts';
import { MAX_TEXT, MAX_WARNINGS, PROFILE_TEXT } from './schema.ts';

/** Characters of a member's name that messages and paths show. */
const MAX_SHOWN_KEY = 64;

/** A JSON object whose members are found in any case, and which remembers what was asked for. */
export interface Members {
  /** The first of the names that is there. */
  readonly take: (names: readonly string[]) => Member | undefined;
  /** Members that nobody asked for. */
  readonly unread: () => readonly Member[];
}

/** One member as the source spells it, and where it stands. */
export interface Member {
  readonly key: string;
  readonly value: unknown;
  readonly path: string;
}

/** Collects warnings up to MAX_WARNINGS. */
export interface Notes {
  readonly warnings: Warning[];
}

/** Adds a warning; the one beyond the limit says that there were more. */
export function note({ warnings }: Notes, warning: Warning): void {
  if (warnings.length < MAX_WARNINGS) warnings.push(warning);
  else if (warnings.length === MAX_WARNINGS) warnings.push({ code: 'more-warnings', detail: `more than ${MAX_WARNINGS} warnings` });
}

/** Opens an object. @throws ParseError 'bad-value' for no object, 'duplicate-key' for names that differ in case only */
export function membersOf(value: unknown, path: string): Members {
  if (!isMembers(value)) throw new ParseError('bad-value', `wanted an object at ${path}`, { path });
  const members = new Map<string, Member>();
  for (const [key, member] of Object.entries(value)) {
    const folded = key.toUpperCase();
    const shown = key.length > MAX_SHOWN_KEY ? `${key.slice(0, MAX_SHOWN_KEY)}…` : key;
    const at = path === '' ? shown : `${path}.${shown}`;
    if (members.has(folded)) throw new ParseError('duplicate-key', `${at} stands twice, in different case`, { path: at });
    members.set(folded, { key: shown, value: member, path: at });
  }
  const asked = new Set<string>();
  return {
    take(names) {
      const name = names.find((each) => members.has(each));
      if (name !== undefined) asked.add(name);
      return name === undefined ? undefined : members.get(name);
    },
    unread: () => [...members].filter(([name]) => !asked.has(name)).map(([, member]) => member),
  };
}

/** Warns of every member that nobody asked for; its value stays in the raw object. */
export function noteUnread(members: Members, notes: Notes): void {
  for (const { key, path } of members.unread()) {
    note(notes, { code: 'unread-key', detail: `the member ${JSON.stringify(key)} is not read`, path });
  }
}

/**
 * A text as written; null where it is absent or null. Numbers and booleans are read as text, with a warning.
 * @throws ParseError 'too-large' beyond MAX_TEXT characters
 */
export function textOf(member: Member | undefined, notes: Notes): string | null {
  if (member === undefined || member.value === null) return null;
  const { value, path } = member;
  if (typeof value === 'object') {
    note(notes, { code: 'unread-value', detail: 'wanted a text', path });
    return null;
  }
  const text = String(value);
  if (typeof value !== 'string') note(notes, { code: 'not-a-string', detail: 'wanted a text, read as one', path });
  if (text.length > MAX_TEXT) {
    throw new ParseError('too-large', `a text of ${text.length} characters at ${path}; at most ${MAX_TEXT} are read`, { path });
  }
  if (text.length > PROFILE_TEXT)
    note(notes, { code: 'long-text', detail: `${text.length} characters, the profile allows ${PROFILE_TEXT}`, path });
  return text;
}

/**
 * A list; one object counts as a list of one, absent and null as an empty one.
 * @throws ParseError 'bad-value' | 'too-many'
 */
export function listOf(member: Member | undefined, limit: number): readonly { readonly value: unknown; readonly path: string }[] {
  if (member === undefined || member.value === null) return [];
  const { value, path } = member;
  if (isMembers(value)) return [{ value, path }];
  if (!Array.isArray(value)) throw new ParseError('bad-value', `wanted a list at ${path}`, { path });
  if (value.length > limit) throw new ParseError('too-many', `${value.length} entries at ${path}; at most ${limit} are read`, { path });
  return value.map((item: unknown, index) => ({ value: item, path: `${path}[${index}]` }));
}
