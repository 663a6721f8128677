import { isTypeAllowed } from './allowed-types.ts';
import { coverageOf } from './content/coverage.ts';
import { decodeEvent } from './content/decode.ts';
import { rawVariableOf } from './content/raw-variable-of.ts';
import { EVENT_TYPE } from './event-types.ts';
import { isMeasured } from './replay.ts';
import type { EventLog, LogEvent } from './types.ts';

/** What a log that replays can still be wrong in. */
export type LogProblemCode =
  /** A record of a type that may not stand in its PCR. */
  | 'type-not-allowed'
  /** A record whose data are constant, and whose digest is over something else. */
  | 'data-not-measured'
  /** A variable of Secure Boot that can't be read, or whose digest is over something else. */
  | 'variable-unreadable'
  | 'variable-not-measured'
  | 'variable-twice'
  /** It could have been extended by whatever was started. */
  | 'variable-after-separator'
  /** Variables that the firmware has to measure, and of which no record tells. */
  | 'variable-missing'
  /** What is said to have vouched for an image, and whose digest is over something else. */
  | 'authority-not-measured'
  | 'separator-missing'
  | 'separator-twice'
  | 'separator-error'
  | 'separator-strange'
  /** Octets behind the last record that are no padding. */
  | 'data-in-padding';

/** One of them, and where. */
export interface LogProblem {
  readonly code: LogProblemCode;
  /** Index in `events`; null where a record is missing. */
  readonly index: number | null;
  readonly pcr: number | null;
  /** Names of the variables that are missing; of no other problem. */
  readonly missing?: readonly string[];
}

/** `td`: the measurement registers of a trust domain, which sum up several PCRs each. */
export type Registers = 'pcr' | 'td';

const [SECURE_BOOT_PCR, TD_CONFIGURATION] = [7, 1];
/** Behind it systems measure as they like; Windows writes separators of its own there. */
const LAST_FIRMWARE_PCR = 7;
/**
 * Measured at every start, without an octet where one is not set.
 * @spec TCG PC Client Platform Firmware Profile 1.06 section 3.3.4.8
 */
const REQUIRED_VARIABLES: readonly { readonly vendor: string; readonly name: string }[] = [
  ...['SecureBoot', 'PK', 'KEK'].map((name) => ({ vendor: '8be4df61-93ca-11d2-aa0d-00e098032b8c', name })),
  ...['db', 'dbx'].map((name) => ({ vendor: 'd719b2cb-3d3a-4596-a3bc-dad00e67656f', name })),
];
const REVOKED_IMAGES = 'dbx';
const LIST = new Intl.ListFormat('en-GB');
const FIRST_EFI_TYPE = 0x80000000;
const CONSTANT: ReadonlySet<number> = new Set([EVENT_TYPE.EV_SEPARATOR, EVENT_TYPE.EV_ACTION, EVENT_TYPE.EV_EFI_ACTION]);

/** A trust domain has no register 7 and keeps its variables in register 1. @spec UEFI 2.10 section 38.4.1 */
export function registersOf({ events }: EventLog): Registers {
  const measured = events.filter(isMeasured);
  const variables = measured.filter(({ type }) => type === EVENT_TYPE.EV_EFI_VARIABLE_DRIVER_CONFIG);
  const inFirst = variables.some(({ pcr }) => pcr === TD_CONFIGURATION);
  return inFirst && measured.every(({ pcr }) => pcr >= 1 && pcr <= 4) ? 'td' : 'pcr';
}

/** Where the variables of Secure Boot are measured. */
export const secureBootRegister = (log: EventLog): number => (registersOf(log) === 'td' ? TD_CONFIGURATION : SECURE_BOOT_PCR);

/**
 * What is wrong in a log although it replays: no digest covers the type of a record, and whatever runs may extend more. So each type
 * has its PCRs, constant data have their digest, and the variables of Secure Boot stand once each before the separator.
 * @spec TCG PC Client Platform Firmware Profile 1.06 sections 3.3.3, 3.3.4 and 10.4
 */
export function reviewLog(log: EventLog): readonly LogProblem[] {
  const registers = registersOf(log);
  const own = log.events.flatMap((event, index) => recordProblems({ event, index, registers }));
  const padding: readonly LogProblem[] = log.padding?.uniform === false ? [{ code: 'data-in-padding', index: null, pcr: null }] : [];
  return [...own, ...variableProblems(log), ...missingVariables(log), ...authorityProblems(log), ...separatorProblems(log), ...padding];
}

interface Placed {
  readonly event: LogEvent;
  readonly index: number;
}

function recordProblems({ event, index, registers }: Placed & { readonly registers: Registers }): readonly LogProblem[] {
  const problem = (code: LogProblemCode): LogProblem => ({ code, index, pcr: event.pcr });
  const strange = registers === 'pcr' && !isTypeAllowed(event.pcr, event.type) ? [problem('type-not-allowed')] : [];
  const other = CONSTANT.has(event.type) && coverageOf(event) !== 'all' ? [problem('data-not-measured')] : [];
  return [...strange, ...other, ...separatorState(event).map(problem)];
}

function separatorState(event: LogEvent): readonly LogProblemCode[] {
  if (event.type !== EVENT_TYPE.EV_SEPARATOR || event.pcr > LAST_FIRMWARE_PCR) return [];
  const content = decodeEvent(event);
  if (content.kind !== 'separator' || content.state === 'normal') return [];
  return [content.state === 'error' ? 'separator-error' : 'separator-strange'];
}

/** Records of one register with their place, those that measure something. */
export function measuredIn({ events }: EventLog, register: number): readonly Placed[] {
  return events.flatMap((event, index) => (event.pcr === register && isMeasured(event) ? [{ event, index }] : []));
}

function variableProblems(log: EventLog): readonly LogProblem[] {
  const register = secureBootRegister(log);
  const own = measuredIn(log, register);
  const end = own.findIndex(({ event }) => event.type === EVENT_TYPE.EV_SEPARATOR);
  const seen = new Set<string>();
  return own.flatMap(({ event, index }, place) => {
    if (event.type !== EVENT_TYPE.EV_EFI_VARIABLE_DRIVER_CONFIG) return [];
    const problem = (code: LogProblemCode): LogProblem => ({ code, index, pcr: register });
    const variable = rawVariableOf(event);
    if (variable === null) return [problem('variable-unreadable')];
    const key = `${variable.vendor} ${variable.name}`;
    const again = seen.has(key);
    seen.add(key);
    return [
      ...(coverageOf(event) === 'all' ? [] : [problem('variable-not-measured')]),
      ...(again ? [problem('variable-twice')] : []),
      ...(end !== -1 && place > end ? [problem('variable-after-separator')] : []),
    ];
  });
}

/** A BIOS that is no UEFI has no such variables. */
function missingVariables(log: EventLog): readonly LogProblem[] {
  const pcr = secureBootRegister(log);
  const own = measuredIn(log, pcr);
  if (own.length === 0 || !log.events.some((event) => event.type >= FIRST_EFI_TYPE && isMeasured(event))) return [];
  const told = own.flatMap(({ event }) => (event.type === EVENT_TYPE.EV_EFI_VARIABLE_DRIVER_CONFIG ? [rawVariableOf(event)] : []));
  const missing = REQUIRED_VARIABLES.filter(({ vendor, name }) => !told.some((one) => one?.vendor === vendor && one.name === name));
  return missing.length === 0 ? [] : [{ code: 'variable-missing', index: null, pcr, missing: missing.map(({ name }) => name) }];
}

/** Else whoever writes the log calls another variable so, and writes over what it says. */
function authorityProblems(log: EventLog): readonly LogProblem[] {
  const pcr = secureBootRegister(log);
  return measuredIn(log, pcr)
    .filter(({ event }) => event.type === EVENT_TYPE.EV_EFI_VARIABLE_AUTHORITY && coverageOf(event) === 'none')
    .map(({ index }) => ({ code: 'authority-not-measured', index, pcr }));
}

/** Some firmware leaves separators out; where the variables of Secure Boot stand without one, nothing says who measured them. */
function separatorProblems(log: EventLog): readonly LogProblem[] {
  const separators = log.events.flatMap(({ pcr, type }, index) => (type === EVENT_TYPE.EV_SEPARATOR ? [{ pcr, index }] : []));
  const byPcr = Map.groupBy(separators, ({ pcr }) => pcr);
  const twice = [...byPcr].flatMap(([pcr, [, ...others]]) =>
    pcr > LAST_FIRMWARE_PCR ? [] : others.map(({ index }): LogProblem => ({ code: 'separator-twice', index, pcr })),
  );
  const register = secureBootRegister(log);
  const open = measuredIn(log, register).length > 0 && !byPcr.has(register);
  return open ? [...twice, { code: 'separator-missing', index: null, pcr: register }] : twice;
}

/** One problem, in one sentence for a person. */
export function describeLogProblem({ code, index, pcr, missing = [] }: LogProblem): string {
  const subject = index === null ? `PCR ${pcr ?? ''}` : `record ${index + 1}, in PCR ${pcr ?? ''},`;
  switch (code) {
    case 'type-not-allowed':
      return `${subject} has a type that may not stand there: no digest covers a type, so somebody may have changed it`;
    case 'data-not-measured':
      return `${subject} says something else than what was measured`;
    case 'variable-unreadable':
      return `${subject} is a variable of Secure Boot that cannot be read`;
    case 'variable-not-measured':
      return `${subject} is a variable of Secure Boot with another value than what was measured`;
    case 'variable-twice':
      return `${subject} is a variable of Secure Boot that was measured before`;
    case 'variable-after-separator':
      return `${subject} is a variable of Secure Boot behind the boundary: whatever was started may have written it`;
    case 'variable-missing':
      return `${subject} has no record of ${LIST.format(missing)}, which the firmware measures at every start${missing.includes(REVOKED_IMAGES) ? ': which images are revoked is unknown' : ''}`;
    case 'authority-not-measured':
      return `${subject} says what vouched for an image, and something else was measured`;
    case 'separator-missing':
      return `${subject} has no boundary between the firmware and what it starts`;
    case 'separator-twice':
      return `${subject} is a second boundary between the firmware and what it starts`;
    case 'separator-error':
      return `${subject} says that the firmware met an error`;
    case 'separator-strange':
      return `${subject} is a boundary with another value than the standard has`;
    case 'data-in-padding':
      return 'the octets behind the last record are not padding alone';
    default:
      return code satisfies never;
  }
}
