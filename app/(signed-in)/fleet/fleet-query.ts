import { addressText } from '#components/fleet/address-text.ts';
import {
  COMPACT,
  FLEET_COLUMNS,
  type FleetColumn,
  type FleetLook,
  lookParameters,
  NO_COLUMNS,
  USUAL_LOOK,
} from '#components/fleet/fleet-columns.ts';
import { ATTESTATION_STANDINGS, LIFECYCLES, SECURE_BOOT_STATES, TRUSTS } from '#lib/present/vocabulary.ts';
import { FLEET_SORTS, type FleetFilter, type FleetSort } from '#lib/store/fleet.ts';
import type { SearchParams } from '../../server/address.ts';
import { readSilentDays } from '../../server/silent-days.ts';

/** What the address of the fleet asks for. The address is the state: everything shown follows from it. */
export interface FleetQuery {
  readonly filter: FleetFilter;
  readonly sort: FleetSort;
  readonly cursor: string | undefined;
  readonly look: FleetLook;
  /** Names in the address whose values were not understood and are left out. */
  readonly notUnderstood: readonly string[];
}

export const USUAL_SORT: FleetSort = 'attention';
const MAX_TEXT = 200;
const MAX_CURSOR = 1000;

/** Reads an address leniently: what isn't understood is named, never guessed. */
export function readFleetQuery(params: SearchParams): FleetQuery {
  const all = (name: string): readonly string[] => [params[name] ?? []].flat().map((text) => text.trim());
  const given = (name: string): string | undefined => all(name).at(-1) || undefined;
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
  const look = { columns: columnsOf(all('columns')), density: oneOf('density', [COMPACT]) };
  const understood = { ...filter, ...look, sort: oneOf('sort', FLEET_SORTS), cursor: within(given('cursor'), MAX_CURSOR) };
  return {
    filter: withoutUndefined(filter),
    sort: understood.sort ?? USUAL_SORT,
    cursor: understood.cursor,
    look: { columns: look.columns ?? USUAL_LOOK.columns, isCompact: look.density !== undefined },
    notUnderstood: Object.entries(understood).flatMap(([name, read]) => (given(name) !== undefined && read === undefined ? [name] : [])),
  };
}

/** A form names each column on its own, an address all of them in one. Undefined where one is not understood, and where none is named. */
function columnsOf(values: readonly string[]): readonly FleetColumn[] | undefined {
  const names = values.flatMap((value) => value.split(',')).filter((name) => name !== '');
  const isKnown = names.every((name) => name === NO_COLUMNS || FLEET_COLUMNS.some((column) => column === name));
  return names.length > 0 && isKnown ? FLEET_COLUMNS.filter((column) => names.includes(column)) : undefined;
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
  readonly look?: FleetLook;
}

/** The address that asks for this, without what is usual. */
export function fleetAddress({ cursor, ...asked }: FleetAddress, path = '/fleet'): string {
  return addressText({ ...fleetParameters(asked), ...(cursor === undefined ? {} : { cursor }) }, path);
}

/** Names and values as an address or a form sends them, without what is usual. */
export function fleetParameters({
  filter = {},
  sort = USUAL_SORT,
  look = USUAL_LOOK,
}: Omit<FleetAddress, 'cursor'>): Record<string, string> {
  return {
    ...Object.fromEntries(Object.entries(filter).map(([name, value]) => [name, String(value)])),
    ...(sort === USUAL_SORT ? {} : { sort }),
    ...lookParameters(look),
  };
}
