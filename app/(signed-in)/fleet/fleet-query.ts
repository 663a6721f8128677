import { ATTESTATION_STANDINGS, LIFECYCLES, SECURE_BOOT_STATES, TRUSTS } from '#lib/present/vocabulary.ts';
import { FLEET_SORTS, type FleetFilter, type FleetSort } from '#lib/store/fleet.ts';
import type { SearchParams } from '../../server/address.ts';
import { readSilentDays } from '../../server/silent-days.ts';

/** What the address of the fleet asks for. The address is the state: everything shown follows from it. */
export interface FleetQuery {
  readonly filter: FleetFilter;
  readonly sort: FleetSort;
  readonly cursor: string | undefined;
  /** Names in the address whose values were not understood and are left out. */
  readonly notUnderstood: readonly string[];
}

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
  const oneOf = <Value extends string>(name: string, values: readonly Value[]) => values.find((value) => value === given(name));
  const filter = {
    trust: oneOf('trust', TRUSTS),
    lifecycle: oneOf('lifecycle', LIFECYCLES),
    manufacturer: within(given('manufacturer'), MAX_TEXT),
    model: within(given('model'), MAX_TEXT),
    attestation: oneOf('attestation', ATTESTATION_STANDINGS),
    silentDays: readSilentDays(given('silentDays')),
    secureBoot: oneOf('secureBoot', SECURE_BOOT_STATES),
    firmware: within(given('firmware'), MAX_TEXT),
    text: within(given('text'), MAX_TEXT),
  };
  const understood = { ...filter, sort: oneOf('sort', FLEET_SORTS), cursor: within(given('cursor'), MAX_CURSOR) };
  return {
    filter: withoutUndefined(filter),
    sort: understood.sort ?? USUAL_SORT,
    cursor: understood.cursor,
    notUnderstood: Object.entries(understood).flatMap(([name, read]) => (given(name) !== undefined && read === undefined ? [name] : [])),
  };
}

const within = (text: string | undefined, limit: number): string | undefined =>
  text !== undefined && text.length <= limit ? text : undefined;

type AskedFilter = { [Key in keyof FleetFilter]-?: FleetFilter[Key] | undefined };

/** The keys stay what they are; only their absence is told by absence. */
const withoutUndefined = (filter: AskedFilter): FleetFilter =>
  Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined)) as FleetFilter;

export interface FleetAddress {
  readonly filter?: FleetFilter;
  readonly sort?: FleetSort;
  readonly cursor?: string | undefined;
}

/** The address that asks for this, without what is usual. */
export function fleetAddress({ filter = {}, sort = USUAL_SORT, cursor }: FleetAddress, path = '/fleet'): string {
  const query = new URLSearchParams(Object.entries(filter).map(([name, value]) => [name, String(value)]));
  if (sort !== USUAL_SORT) query.set('sort', sort);
  if (cursor !== undefined) query.set('cursor', cursor);
  const text = query.toString();
  return text === '' ? path : `${path}?${text}`;
}
