import { LANES, type Lane } from '#lib/present/timeline-view.ts';
import type { SearchParams } from '../../../server/address.ts';

export const TABS = ['timeline', 'components', 'firmware', 'certificates', 'boms', 'findings', 'evidence'] as const;
export type Tab = (typeof TABS)[number];

/** What the address of a device asks for. The address is the state. */
export interface DeviceQuery {
  readonly id: string;
  readonly tab: Tab;
  /** ISO 8601, UTC: what was true then. */
  readonly asOf?: string | undefined;
  /** By what was received and said until then. */
  readonly knownAt?: string | undefined;
  /** Lanes of the timeline; all when absent. */
  readonly lanes?: readonly Lane[] | undefined;
  /** Which comparison the components show. */
  readonly scope?: 'conformance' | 'history' | undefined;
  /** Equal rows too; all rows of the timeline. */
  readonly all?: boolean | undefined;
  /** The event of the timeline whose repeats are listed, and where their page begins. */
  readonly repeats?: string | undefined;
  readonly after?: string | undefined;
  /** Two instants whose observations are compared. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  /** Which start is shown, and which earlier one it is compared with. */
  readonly boot?: string | undefined;
  readonly against?: string | undefined;
  /** Which of its records alone: of a register, of a type, that say a text, that differ from the earlier start. */
  readonly pcr?: number | undefined;
  readonly type?: string | undefined;
  readonly text?: string | undefined;
  readonly differing?: boolean | undefined;
  /** Names in the address whose times were not understood. */
  readonly notUnderstood: readonly string[];
  /** Names in the address whose times are still to come. */
  readonly toCome: readonly string[];
}

/** Reads an address leniently: a time that isn't understood, or is still to come, is named, never guessed. */
export function readDeviceQuery(id: string, params: SearchParams, now = new Date()): DeviceQuery {
  const given = (name: string): string | undefined => [params[name] ?? []].flat().at(-1);
  const times = { asOf: given('asOf'), knownAt: given('knownAt'), from: given('from'), to: given('to') };
  const lanes = [params.lane ?? []].flat();
  const shown = LANES.filter((lane) => lanes.includes(lane));
  return {
    id,
    tab: TABS.find((tab) => tab === given('tab')) ?? 'timeline',
    asOf: pastMoment(times.asOf, now),
    knownAt: pastMoment(times.knownAt, now),
    from: pastMoment(times.from, now),
    to: pastMoment(times.to, now),
    lanes: shown.length === 0 ? undefined : shown,
    scope: given('scope') === 'history' ? 'history' : given('scope') === 'conformance' ? 'conformance' : undefined,
    all: given('all') === '1',
    repeats: given('repeats'),
    after: given('after'),
    boot: given('boot'),
    against: given('against'),
    pcr: registerOf(given('pcr')),
    type: wordsOf(given('type')),
    text: wordsOf(given('text')),
    differing: given('differing') === '1',
    notUnderstood: Object.entries(times).flatMap(([name, text]) => (isAsked(text) && readMoment(text) === undefined ? [name] : [])),
    toCome: Object.entries(times).flatMap(([name, text]) =>
      readMoment(text) !== undefined && pastMoment(text, now) === undefined ? [name] : [],
    ),
  };
}

/** The number of a register; undefined for anything else. */
const registerOf = (text: string | undefined): number | undefined => (/^[0-9]{1,2}$/.test(text ?? '') ? Number(text) : undefined);

/** An empty field of a form asks for nothing. */
const wordsOf = (text: string | undefined): string | undefined => (isAsked(text) ? text.trim() : undefined);

/** What nobody has seen yet is not shown: of today, what was until now; of later days, nothing. */
function pastMoment(text: string | undefined, now: Date): string | undefined {
  const moment = readMoment(text);
  const present = now.toISOString();
  if (moment === undefined || moment <= present) return moment;
  return isDayEnd(moment) && moment.slice(0, 10) === present.slice(0, 10) ? present : undefined;
}

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/;
const isAsked = (text: string | undefined): text is string => text !== undefined && text.trim() !== '';

/** A day means its end, in UTC; an instant needs its offset. Undefined for anything else. @returns ISO 8601, UTC */
export function readMoment(text: string | undefined): string | undefined {
  if (!isAsked(text)) return undefined;
  // A plus sign in an address that nobody escaped arrives as a space.
  const whole = text.trim().replace(/ (\d{2}:\d{2})$/, '+$1');
  if (DAY.test(whole)) {
    const end = new Date(`${whole}T23:59:59.999Z`);
    return Number.isNaN(end.getTime()) || end.toISOString().slice(0, 10) !== whole ? undefined : end.toISOString();
  }
  if (!INSTANT.test(whole)) return undefined;
  const instant = Date.parse(whole);
  return Number.isNaN(instant) ? undefined : new Date(instant).toISOString();
}

const isDayEnd = (iso: string): boolean => iso.endsWith('T23:59:59.999Z');

/** The end of a day is written as the day: what a person chose is what the address says. */
const momentText = (iso: string): string => (isDayEnd(iso) ? iso.slice(0, 10) : iso);

/** Where what was said of a device at the time stands. */
export const assessmentsAddress = (id: string): string => `/devices/${encodeURIComponent(id)}/assessments`;

/** The address of a device that asks for this, without what is usual. */
export function deviceAddress({
  id,
  tab,
  asOf,
  knownAt,
  lanes,
  scope,
  all,
  from,
  to,
  repeats,
  after,
  boot,
  against,
  pcr,
  type,
  text,
  differing,
}: Omit<DeviceQuery, 'notUnderstood' | 'toCome'>): string {
  const query = new URLSearchParams();
  if (tab !== 'timeline') query.set('tab', tab);
  for (const [name, iso] of Object.entries({ asOf, knownAt, from, to })) if (iso !== undefined) query.set(name, momentText(iso));
  for (const lane of lanes ?? []) query.append('lane', lane);
  if (scope !== undefined) query.set('scope', scope);
  if (all === true) query.set('all', '1');
  for (const [name, value] of Object.entries({ repeats, after, boot, against, pcr, type, text }))
    if (value !== undefined) query.set(name, `${value}`);
  if (differing === true) query.set('differing', '1');
  const path = `/devices/${encodeURIComponent(id)}`;
  return query.size === 0 ? path : `${path}?${query}`;
}

/** Another tab of the same device at the same moment. */
export const tabAddress = ({ id, asOf, knownAt }: DeviceQuery, tab: Tab): string => deviceAddress({ id, tab, asOf, knownAt });

/** Where one side of the device is downloaded as an HBOM, at the moment that the page shows. */
export function hbomAddress({ id, asOf, knownAt }: DeviceQuery, side: 'expected' | 'observed'): string {
  const query = new URLSearchParams({ side });
  for (const [name, iso] of Object.entries({ asOf, knownAt })) if (iso !== undefined) query.set(name, iso);
  return `/api/v1/devices/${encodeURIComponent(id)}/hbom?${query}`;
}
