import { DECISIONS, type InboxFilter } from '#components/findings/inbox.ts';
import { SEVERITIES } from '#lib/present/vocabulary.ts';
import type { Cause, GroupFilter } from '#lib/store/finding-groups.ts';
import { encodeCursor } from '#lib/store/page.ts';
import { addressOf, cursorKey, ownCursor, type SearchParams } from '../../server/address.ts';

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
    cursor: ownCursor(params.cursor, 4),
    cause: text('cause'),
    more: ownCursor(params.more, 3),
  };
}

/** The address of the inbox in another state. */
export function inboxHref({ filter, cursor, cause, more }: InboxAddress): string {
  return addressOf('/findings', { ...filter, state: filter.state === 'open' ? '' : filter.state, cursor, cause, more });
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
  const [severity, rule, subject] = cursorKey(key, 3) ?? [];
  const known = SEVERITIES.find((each) => each === severity);
  return known === undefined || rule === undefined || subject === undefined ? null : { severity: known, rule, subject };
}
