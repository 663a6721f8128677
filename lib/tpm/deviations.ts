import { encodeUtf8, equalBytes } from '#lib/encoding/bytes.ts';
import { coverageOf } from './content/coverage.ts';
import { decodeEvent } from './content/decode.ts';
import { rawVariableOf } from './content/raw-variable-of.ts';
import { isHalfClosed } from './content/text.ts';
import { EVENT_TYPE } from './event-types.ts';
import type { EventLog, LogEvent } from './types.ts';

/**
 * What a deviation does. `repairs-replay`: the log lacks records that were extended, and replays with them. `explains-reading`: a
 * record is of another form than the standard's and says what it says all the same. `is-problem`: it replays, and something is wrong.
 */
export type DeviationEffect = 'repairs-replay' | 'explains-reading' | 'is-problem';

interface DeviationRow {
  readonly id: string;
  readonly effect: DeviationEffect;
  /** One sentence for a person. */
  readonly detail: string;
  /** Where the standard asks for something else, and who met it. */
  readonly citation: string;
  /** Indices of the records that show it. */
  readonly find?: (events: readonly LogEvent[]) => readonly number[];
  /** What was extended into PCR 5 behind the last record. */
  readonly missing?: readonly string[];
}

const [INVOCATION, SUCCESS, FAILURE] = [
  'Exit Boot Services Invocation',
  'Exit Boot Services Returned with Success',
  'Exit Boot Services Returned with Failure',
];
const EXIT_CITATION =
  'TCG PC Client Platform Firmware Profile 1.06 section 8.2.4 asks for both records; go-eventlog, ebs_event_missing_eventlog';
const PROFILE = 'TCG PC Client Platform Firmware Profile 1.06';

/** Every known way in which real logs depart from the standard. A row that isn't here repairs nothing. */
const ROWS = [
  {
    id: 'exit-boot-services-missing',
    effect: 'repairs-replay',
    detail: 'the firmware left out of its log that the operating system took over',
    citation: EXIT_CITATION,
    missing: [INVOCATION, SUCCESS],
  },
  {
    id: 'exit-boot-services-failed-missing',
    effect: 'repairs-replay',
    detail: 'the firmware left out of its log that the operating system tried to take over, and failed',
    citation: EXIT_CITATION,
    missing: [INVOCATION, FAILURE],
  },
  {
    id: 'exit-boot-services-retried-missing',
    effect: 'repairs-replay',
    detail: 'the firmware left out of its log that the operating system took over at its second try',
    citation: EXIT_CITATION,
    missing: [INVOCATION, FAILURE, SUCCESS],
  },
  {
    id: 'shim-authority-octet',
    effect: 'explains-reading',
    detail: 'the shim logged one octet more than it measured of what let an image start',
    citation: `${PROFILE} section 3.3.4.8; shim before 8a27a480`,
    find: (events) =>
      indicesOf(events, (event) => isType(event, 'EV_EFI_VARIABLE_AUTHORITY') && coverageOf(event) === 'all-but-last-octet'),
  },
  {
    id: 'shim-authority-without-owner',
    effect: 'explains-reading',
    detail: 'the shim logged the certificate that it brings along without the owner that stands in front of one',
    citation: `${PROFILE} section 3.3.4.8; UEFI 2.10 section 32.4.1; shim, its certificates in logs of Debian, Red Hat and Ubuntu`,
    find: (events) => indicesOf(events, isAuthorityWithoutOwner),
  },
  {
    id: 'shim-setting-as-authority',
    effect: 'explains-reading',
    detail: 'a setting of the shim stands where a certificate is expected',
    citation: `${PROFILE} section 3.3.4.8; shim 15.3 and later, SbatLevel and MokListTrusted`,
    find: (events) =>
      indicesOf(events, (event) => isType(event, 'EV_EFI_VARIABLE_AUTHORITY') && ['SbatLevel', 'MokListTrusted'].includes(nameIn(event))),
  },
  {
    id: 'boot-stub-octet',
    effect: 'explains-reading',
    detail: 'the boot stub logged one octet less than it measured of the kernel command line',
    citation: `${PROFILE} section 10.4.1 asks for what was measured; systemd-boot before 255, arch-linux-workstation of go-eventlog`,
    find: (events) => indicesOf(events, (event) => isType(event, 'EV_IPL') && isHalfClosed(event.data) && coverageOf(event) === 'all'),
  },
  {
    id: 'secure-boot-without-value',
    effect: 'explains-reading',
    detail: 'the variable SecureBoot has no octet, so the log says neither on nor off',
    citation: `${PROFILE} section 3.3.4.8; go-eventlog, arch-linux-workstation`,
    find: (events) => indicesOf(events, isSecureBootWithoutValue),
  },
  {
    id: 'application-without-call',
    effect: 'explains-reading',
    detail: 'an application was started without the record that says that the firmware starts one',
    citation: `${PROFILE} section 8.2.4; go-eventlog, arch-linux-workstation`,
    find: applicationWithoutCall,
  },
  {
    id: 'separator-twice',
    effect: 'is-problem',
    detail: 'the boundary behind the firmware stands twice, so records between them could pass for those of the firmware',
    citation: `${PROFILE} section 3.3.3 asks for one in each PCR; go-eventlog, cos-113-intel-tdx-dupe-separator`,
    find: secondSeparators,
  },
  {
    id: 'separator-error',
    effect: 'is-problem',
    detail: 'the firmware says that it met an error',
    citation: `${PROFILE} section 10.4.1, a separator of 0xFFFFFFFF`,
    find: (events) => indicesOf(events, (event) => isType(event, 'EV_SEPARATOR') && coverageOf(event) === 'all' && isErrorSeparator(event)),
  },
] as const satisfies readonly DeviationRow[];

export type DeviationId = (typeof ROWS)[number]['id'];

/** The table as others may read it: for a page, and for the text of a finding. */
export const DEVIATIONS: readonly (DeviationRow & { readonly id: DeviationId })[] = ROWS;

/** What a row says, in one sentence for a person. */
export const deviationText = (id: string): string => DEVIATIONS.find((row) => row.id === id)?.detail ?? id;

/** A deviation that the log shows, and where. */
export interface FoundDeviation {
  readonly id: DeviationId;
  readonly effect: DeviationEffect;
  /** Index of the record in `events`. */
  readonly index: number;
}

/** What the log shows of the table, in the order of its rows. Rows that only repair a replay show nothing by themselves. */
export function deviationsOf({ events }: EventLog): readonly FoundDeviation[] {
  return DEVIATIONS.flatMap(({ id, effect, find }) => (find?.(events) ?? []).map((index) => ({ id, effect, index })));
}

/** What a firmware may have measured and left out of its log, by one row. */
export interface Omission {
  readonly id: DeviationId;
  readonly pcr: number;
  /** What was measured behind the last record, in its order. */
  readonly data: readonly Uint8Array[];
}

/** What each row that may apply says was left out; empty where the log tells of it itself. */
export function omissionsOf({ events }: EventLog): readonly Omission[] {
  const invocation = encodeUtf8(INVOCATION ?? '');
  if (events.some(({ pcr, data }) => pcr === EXIT_PCR && equalBytes(data, invocation))) return [];
  return DEVIATIONS.flatMap(({ id, missing }) => (missing === undefined ? [] : [{ id, pcr: EXIT_PCR, data: missing.map(encodeUtf8) }]));
}

const EXIT_PCR = 5;

const isType = ({ type }: LogEvent, name: keyof typeof EVENT_TYPE): boolean => type === EVENT_TYPE[name];

function indicesOf(events: readonly LogEvent[], shows: (event: LogEvent) => boolean): readonly number[] {
  return events.flatMap((event, index) => (shows(event) ? [index] : []));
}

const nameIn = (event: LogEvent): string => rawVariableOf(event)?.name ?? '';

function isSecureBootWithoutValue(event: LogEvent): boolean {
  const variable = isType(event, 'EV_EFI_VARIABLE_DRIVER_CONFIG') ? rawVariableOf(event) : null;
  return variable?.name === 'SecureBoot' && variable.data.length === 0;
}

function isAuthorityWithoutOwner(event: LogEvent): boolean {
  const content = isType(event, 'EV_EFI_VARIABLE_AUTHORITY') ? decodeEvent(event) : null;
  return content?.kind === 'variable' && content.value.kind === 'authority' && content.value.authority.owner === null;
}

function isErrorSeparator(event: LogEvent): boolean {
  const content = decodeEvent(event);
  return content.kind === 'separator' && content.state === 'error';
}

/** The action that a firmware measures before it starts what the boot order names. */
const CALLING_APPLICATION = encodeUtf8('Calling EFI Application from Boot Option');

/** The first one tells it: each that follows was started by it. */
function applicationWithoutCall(events: readonly LogEvent[]): readonly number[] {
  const first = events.findIndex((event) => isType(event, 'EV_EFI_BOOT_SERVICES_APPLICATION'));
  const isCalled = events.slice(0, Math.max(first, 0)).some(({ data }) => equalBytes(data, CALLING_APPLICATION));
  return first === -1 || isCalled ? [] : [first];
}

function secondSeparators(events: readonly LogEvent[]): readonly number[] {
  const seen = new Set<number>();
  return events.flatMap((event, index) => {
    if (!isType(event, 'EV_SEPARATOR')) return [];
    const second = seen.has(event.pcr);
    seen.add(event.pcr);
    return second ? [index] : [];
  });
}
