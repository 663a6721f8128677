import { LIFECYCLES, TRUSTS } from '#lib/present/vocabulary.ts';
import { FLEET_SORTS, type FleetFilter, type FleetSort } from '#lib/store/fleet.ts';

/** What the address of the fleet asks for. The address is the state: everything shown follows from it. */
export interface FleetQuery {
  readonly filter: FleetFilter;
  readonly sort: FleetSort;
  readonly cursor: string | undefined;
  /** Names in the address whose values were not understood and are left out. */
  readonly notUnderstood: readonly string[];
}

export type SearchParams = Readonly<Record<string, string | readonly string[] | undefined>>;

export const USUAL_SORT: FleetSort = 'attention';
const MAX_TEXT = 200;
const MAX_CURSOR = 1000;

/** Reads an address leniently: what isn't understood is named, never guessed. */
export function readFleetQuery(params: SearchParams): FleetQuery {
  const given = (name: string): string | undefined => {
    const value = params[name];
    const text = typeof value === 'string' ? value.trim() : value?.at(-1)?.trim();
    return text === '' ? undefined : text;
  };
  const [trust, lifecycle, sort] = [given('trust'), given('lifecycle'), given('sort')];
  const [manufacturer, model, text, cursor] = [given('manufacturer'), given('model'), given('text'), given('cursor')];
  const filter = {
    trust: TRUSTS.find((value) => value === trust),
    lifecycle: LIFECYCLES.find((value) => value === lifecycle),
    manufacturer: within(manufacturer, MAX_TEXT),
    model: within(model, MAX_TEXT),
    text: within(text, MAX_TEXT),
  };
  const understood = { ...filter, sort: FLEET_SORTS.find((value) => value === sort), cursor: within(cursor, MAX_CURSOR) };
  const asked = { trust, lifecycle, manufacturer, model, text, sort, cursor };
  return {
    filter: withoutUndefined(filter),
    sort: understood.sort ?? USUAL_SORT,
    cursor: understood.cursor,
    notUnderstood: Object.entries(asked).flatMap(([name, value]) => {
      const read = new Map<string, unknown>(Object.entries(understood)).get(name);
      return value !== undefined && read === undefined ? [name] : [];
    }),
  };
}

const within = (text: string | undefined, limit: number): string | undefined =>
  text !== undefined && text.length <= limit ? text : undefined;

function withoutUndefined({ trust, lifecycle, manufacturer, model, text }: { [Key in keyof FleetFilter]-?: FleetFilter[Key] | undefined }) {
  return {
    ...(trust === undefined ? {} : { trust }),
    ...(lifecycle === undefined ? {} : { lifecycle }),
    ...(manufacturer === undefined ? {} : { manufacturer }),
    ...(model === undefined ? {} : { model }),
    ...(text === undefined ? {} : { text }),
  };
}

export interface FleetAddress {
  readonly filter?: FleetFilter;
  readonly sort?: FleetSort;
  readonly cursor?: string | undefined;
}

/** The address that asks for this, without what is usual. */
export function fleetAddress({ filter = {}, sort = USUAL_SORT, cursor }: FleetAddress, path = '/fleet'): string {
  const query = new URLSearchParams(Object.entries(filter));
  if (sort !== USUAL_SORT) query.set('sort', sort);
  if (cursor !== undefined) query.set('cursor', cursor);
  const text = query.toString();
  return text === '' ? path : `${path}?${text}`;
}
