import { visibleText } from '#lib/component/visible-text.ts';
import { logOfBoot } from '#lib/device/attested/boot-log.ts';
import type { Boot, BootStep, ContradictedBoot } from '#lib/device/attested/boot-types.ts';
import { differingRecords, stepsBetween } from '#lib/device/attested/boots.ts';
import type { DeviceState } from '#lib/device/device-state.ts';
import { compareTimes } from '#lib/device/time.ts';
import { toHex } from '#lib/encoding/bytes.ts';
import { catalogueOf, type Locale } from '#lib/i18n/catalogue.ts';
import { translate } from '#lib/i18n/message.ts';
import { hashNameOf } from '#lib/tpm/algorithms.ts';
import { coverageOf } from '#lib/tpm/content/coverage.ts';
import { eventDetails } from '#lib/tpm/describe-details.ts';
import { describeEvent, firstDigestText } from '#lib/tpm/describe-event.ts';
import { eventTypeName } from '#lib/tpm/event-types.ts';
import { replay } from '#lib/tpm/replay.ts';
import type { EventLog, LogEvent } from '#lib/tpm/types.ts';
import { type RuntimeView, runtimeView } from './runtime-view.ts';
import { timeText } from './time-text.ts';

/** One start of the device, as the list of starts shows it. */
export interface BootView {
  /** Tells it apart in an address: the first act of handing it in can't be repeated by another start. */
  readonly id: string;
  readonly sha256: string;
  readonly at: string;
  readonly atText: string;
  readonly seen: string;
  readonly records: string;
  /** What it measured otherwise than the one before, counted in words. */
  readonly changes: string;
  readonly isChanged: boolean;
  /** What its log is worth: `contradicted` is no believed start, and stands in the list so that nobody misses it. */
  readonly standing: 'attested' | 'self-asserted' | 'contradicted';
  /** In which its quote contradicts it; null for a start that is believed. */
  readonly contradiction: string | null;
}

/** One difference between two starts in words. */
export interface BootStepView {
  readonly id: string;
  readonly register: string;
  readonly type: string;
  readonly what: string;
  readonly says: readonly string[];
}

/** One record of a log. */
export interface BootEventView {
  readonly id: string;
  readonly pcr: number;
  readonly register: string;
  readonly type: string;
  readonly says: string;
  /** What the line counts, entry by entry: keys and digests of Secure Boot, partitions, drivers. */
  readonly details: readonly string[];
  readonly measured: string;
  readonly digest: string;
  /** Whether it takes part in a difference from the start that it is compared with; false where nobody asked. */
  readonly differs: boolean;
}

/** The value of a register that a log leads to. */
export interface RegisterView {
  readonly id: string;
  readonly pcr: number;
  readonly register: string;
  readonly bank: string;
  readonly value: string;
}

/** The start that was chosen, with what it is compared with. */
export interface ChosenBoot {
  readonly boot: BootView;
  /** Earlier ones, newest first; it is compared with one that is believed, unless another is asked for. */
  readonly earlier: readonly BootView[];
  readonly against: BootView | null;
  readonly steps: readonly BootStepView[];
  /** Steps beyond those that are told, in words; null when there are none. */
  readonly further: string | null;
  /** Null: the log is not at hand. */
  readonly events: readonly BootEventView[] | null;
  readonly registers: readonly number[];
  readonly values: readonly RegisterView[];
  /** What the service manager measured since; null where no answer of this start tells. */
  readonly runtime: RuntimeView | null;
}

/** All starts, newest first, and the chosen one; null where no log tells any. */
export interface FirmwareView {
  readonly boots: readonly BootView[];
  readonly chosen: ChosenBoot;
}

export interface FirmwareQuestion {
  readonly device: DeviceState;
  /** Ids of starts: which one is shown, and which earlier one it is compared with. Usually the newest and the one before it. */
  readonly boot?: string | undefined;
  readonly against?: string | undefined;
  /** Whether records have to tell that they differ, for which both logs are compared. */
  readonly differing?: boolean | undefined;
}

/** A start that is believed, or what a log says that its quote contradicts. */
type Told = Boot | ContradictedBoot;

const isBelieved = (boot: Told): boot is Boot => !('says' in boot);

/** What a person sees of how a device starts. */
export function firmwareView(locale: Locale, question: FirmwareQuestion): FirmwareView | null {
  const { device, boot: asked, against: askedAgainst, differing = false } = question;
  const boots = newestFirst([...device.boots, ...device.contradictedBoots]);
  const boot = boots.find((each) => bootId(each) === asked) ?? boots.find(isBelieved) ?? boots[0];
  if (boot === undefined) return null;
  const earlier = boots.slice(boots.indexOf(boot) + 1);
  const before = earlier.find(isBelieved) ?? null;
  const against = earlier.find((each) => bootId(each) === askedAgainst) ?? before;
  const views = boots.map((each) => bootView(locale, each));
  const log = logOfBoot(device.documents, boot);
  const otherLog = differing && against !== null ? logOfBoot(device.documents, against) : undefined;
  const differs = log === undefined || otherLog === undefined ? NONE : differingRecords(otherLog, log);
  const steps = stepsOf(device, { boot, against, before });
  const runtime = runtimeView(locale, device, boot);
  return {
    boots: views,
    chosen: {
      boot: bootView(locale, boot),
      earlier: earlier.map((each) => bootView(locale, each)),
      against: against === null ? null : bootView(locale, against),
      steps: steps.told.map((step, index) => stepView(locale, step, index)),
      further: steps.further === 0 ? null : translate(locale, 'firmware.further', { count: steps.further }),
      events: log?.events.map((event) => ({ ...eventView(locale, event), differs: differs.has(event) })) ?? null,
      registers: registersOf(log, runtime),
      values: log === undefined ? [] : registerViews(locale, log),
      runtime,
    },
  };
}

const NONE: ReadonlySet<LogEvent> = new Set();

/** That a record of either log extended. */
function registersOf(log: EventLog | undefined, runtime: RuntimeView | null): readonly number[] {
  const pcrs = [...(log?.events ?? []), ...(runtime?.records ?? [])].flatMap(({ pcr }) => pcr ?? []);
  return [...new Set(pcrs)].sort((a, b) => a - b);
}

/** Of the same instant the believed one first. */
const newestFirst = (boots: readonly Told[]): readonly Told[] =>
  boots.toReversed().sort((a, b) => compareTimes(b.firstSeenAt, a.firstSeenAt) || Number(isBelieved(b)) - Number(isBelieved(a)));

/** Tells a start apart in an address. */
export const bootId = ({ documentId, firstSeenAt }: Pick<Boot, 'documentId' | 'firstSeenAt'>): string =>
  `${documentId.slice(0, 16)}-${Date.parse(firstSeenAt)}`;

function bootView(locale: Locale, boot: Told): BootView {
  const { sha256, firstSeenAt, lastSeenAt, seen, by, records } = boot;
  const count = isBelieved(boot) ? (boot.steps?.length ?? 0) + boot.furtherSteps : 0;
  return {
    id: bootId(boot),
    sha256,
    at: firstSeenAt,
    atText: timeText(firstSeenAt),
    seen: translate(locale, 'firmware.seen', { count: seen, last: timeText(lastSeenAt), by: visibleText(by) }),
    records: translate(locale, 'firmware.records', { count: records }),
    changes: changesText(locale, boot, count),
    isChanged: count > 0,
    standing: !isBelieved(boot) ? 'contradicted' : boot.attested ? 'attested' : 'self-asserted',
    contradiction: isBelieved(boot) ? null : visibleText(boot.says),
  };
}

function changesText(locale: Locale, boot: Told, count: number): string {
  const words = catalogueOf(locale).firmware;
  if (!isBelieved(boot)) return words.notBelieved;
  if (boot.steps === null) return words.first;
  return count === 0 ? words.same : translate(locale, 'firmware.changes', { count });
}

interface Pair {
  readonly boot: Told;
  readonly against: Told | null;
  /** The believed start before it. */
  readonly before: Told | null;
}

/** The steps from the boot before are known; those from another one are looked for. */
function stepsOf(
  device: DeviceState,
  { boot, against, before: next }: Pair,
): { readonly told: readonly BootStep[]; readonly further: number } {
  if (against === null) return { told: [], further: 0 };
  if (against === next && isBelieved(boot)) return { told: boot.steps ?? [], further: boot.furtherSteps };
  const [before, after] = [logOfBoot(device.documents, against), logOfBoot(device.documents, boot)];
  return { told: before === undefined || after === undefined ? [NOT_AT_HAND] : stepsBetween(before, after), further: 0 };
}

/** Nothing that differs, and nothing that can be compared, are not the same. */
const NOT_AT_HAND: BootStep = {
  kind: 'incomparable',
  pcr: null,
  type: null,
  says: ['one of the two logs is not at hand, so they can not be compared'],
};

function stepView(locale: Locale, { kind, pcr, type, says }: BootStep, index: number): BootStepView {
  const words = catalogueOf(locale).firmware;
  return {
    id: `${index}`,
    register: pcr === null ? '' : registerText(locale, pcr),
    type: type ?? '',
    what: words.kind[kind],
    says: says.map(visibleText),
  };
}

/** A register with what it is for. */
export function registerText(locale: Locale, pcr: number): string {
  const words = catalogueOf(locale).firmware;
  const meanings: Readonly<Record<string, string>> = words.pcr;
  const meaning = meanings[`${pcr}`];
  return meaning === undefined
    ? translate(locale, 'firmware.registerPlain', { pcr })
    : translate(locale, 'firmware.registerText', { pcr, meaning });
}

function eventView(locale: Locale, event: LogEvent): Omit<BootEventView, 'differs'> {
  return {
    id: `${event.offset}`,
    pcr: event.pcr,
    register: registerText(locale, event.pcr),
    type: eventTypeName(event.type),
    says: visibleText(describeEvent(event)),
    details: detailTexts(locale, event),
    measured: catalogueOf(locale).document.measuredPart[coverageOf(event)],
    digest: firstDigestText(event),
  };
}

/** Entries that a page tells of one record; lists of revoked images have hundreds. */
export const MAX_DETAILS = 300;

function detailTexts(locale: Locale, event: LogEvent): readonly string[] {
  const details = eventDetails(event).map(visibleText);
  const more = details.length - MAX_DETAILS;
  return more <= 0 ? details : [...details.slice(0, MAX_DETAILS), translate(locale, 'firmware.furtherDetails', { count: more })];
}

function registerViews(locale: Locale, log: EventLog): readonly RegisterView[] {
  return replay(log).flatMap(({ hash, pcrs }) =>
    [...pcrs]
      .sort(([a], [b]) => a - b)
      .map(([pcr, value]) => ({
        id: `${hash}-${pcr}`,
        pcr,
        register: registerText(locale, pcr),
        bank: hashNameOf(hash),
        value: toHex(value),
      })),
  );
}
