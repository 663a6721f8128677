import { DECISIONS, type InboxFilter } from '#components/findings/inbox.ts';
import { SEVERITIES } from '#lib/present/vocabulary.ts';
import type { Cause, GroupFilter } from '#lib/store/finding-groups.ts';
import { BadCursor, decodeCursor, encodeCursor } from '#lib/store/page.ts';

/** What Next gives a page of the query: a name given twice is a list. */
export type SearchParams = Readonly<Record<string, string | readonly string[] | undefined>>;

/** The state of the inbox, all of which stands in the address. */
export interface InboxAddress {
  readonly filter: InboxFilter;
  readonly cursor: string | undefined;
  /** The opened cause. */
  readonly cause: string | undefined;
  /** Page of devices within it. */
  readonly more: string | undefined;
}

/** Reads the address; what it doesn't know counts as not given. */
export function inboxAddress(params: SearchParams): InboxAddress {
  const text = (name: string): string | undefined => {
    const value = params[name];
    return typeof value === 'string' && value !== '' ? value : undefined;
  };
  return {
    filter: {
      severity: SEVERITIES.find((severity) => severity === text('severity')) ?? '',
      rule: text('rule') ?? '',
      state: text('state') === 'closed' ? 'closed' : 'open',
      decision: (['none', ...DECISIONS] as const).find((decision) => decision === text('decision')) ?? '',
    },
    cursor: ownCursor(text('cursor'), 4),
    cause: text('cause'),
    more: ownCursor(text('more'), 3),
  };
}

/** A cursor that no list gave out is the first page. */
function ownCursor(cursor: string | undefined, parts: number): string | undefined {
  return cursor !== undefined && partsOf(cursor, parts) !== null ? cursor : undefined;
}

function partsOf(cursor: string, parts: number): readonly string[] | null {
  try {
    return decodeCursor(cursor, parts).map(String);
  } catch (error) {
    if (error instanceof BadCursor) return null;
    throw error;
  }
}

/** The address of the inbox in another state. */
export function inboxHref({ filter, cursor, cause, more }: InboxAddress): string {
  const query = new URLSearchParams();
  const entries = { ...filter, state: filter.state === 'open' ? '' : filter.state, cursor, cause, more };
  for (const [name, value] of Object.entries(entries)) if (value !== undefined && value !== '') query.set(name, value);
  return query.size === 0 ? '/findings' : `/findings?${query}`;
}

/** The filter as the store asks for it. */
export function groupFilter({ severity, rule, state, decision }: InboxFilter): GroupFilter {
  return {
    open: state === 'open',
    ...(severity === '' ? {} : { severity }),
    ...(rule === '' ? {} : { rule }),
    ...(decision === '' ? {} : { decision }),
  };
}

/** A cause as the address names it. */
export const causeKey = ({ severity, rule, subject }: Cause): string => encodeCursor([severity, rule, subject]);

/** The cause that the address names; null when it names none. */
export function causeOf(key: string | undefined): Cause | null {
  const [severity, rule, subject] = (key === undefined ? null : partsOf(key, 3)) ?? [];
  const known = SEVERITIES.find((each) => each === severity);
  return known === undefined || rule === undefined || subject === undefined ? null : { severity: known, rule, subject };
}
