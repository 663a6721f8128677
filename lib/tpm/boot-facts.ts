import { encodeUtf8, equalBytes } from '#lib/encoding/bytes.ts';
import { coverageOf } from './content/coverage.ts';
import { decodeEvent } from './content/decode.ts';
import { rawVariableOf } from './content/raw-variable-of.ts';
import type { TaggedFact } from './content/tagged-event.ts';
import { EVENT_TYPE } from './event-types.ts';
import { measuredIn, reviewLog, secureBootRegister } from './review-log.ts';
import type { EventLog, LogEvent } from './types.ts';

/** A setting as measured octets tell it. `unknown`: they don't, or more than one record does. */
export type Switch = 'on' | 'off' | 'unknown';

/** What a log says of how a device started, from measured octets alone: of a log that doesn't replay to a quote nothing of it holds. */
export interface BootFacts {
  readonly secureBoot: Switch;
  /** Index of the record that says so; null where none does. */
  readonly secureBootIndex: number | null;
  /** Index of the record by which the firmware says that a debugger may be attached; null without one. */
  readonly debugMode: number | null;
  /** Index of the record by which the firmware says that devices may read all memory; null without one. */
  readonly dmaProtectionDisabled: number | null;
  /** Of Windows: whether drivers that nobody vouches for may run, or a debugger may. `unknown` for every other system. */
  readonly testSigning: Switch;
  readonly kernelDebugging: Switch;
  /** Starts of Windows, as it counts them itself; null for every other system. */
  readonly bootCounter: bigint | null;
  /** Indices of the images that the firmware started: loaders and applications. */
  readonly applications: readonly number[];
}

const GLOBAL = '8be4df61-93ca-11d2-aa0d-00e098032b8c';
/** @spec TCG PC Client Platform Firmware Profile 1.06 section 3.3.4.8 */
const [DEBUG_MODE, DMA_DISABLED] = ['UEFI Debug Mode', 'DMA Protection Disabled'];

/** Reads the facts of one log. */
export function bootFactsOf(log: EventLog): BootFacts {
  const facts = taggedFacts(log);
  return {
    ...secureBootOf(log),
    debugMode: actionIndex(log, DEBUG_MODE ?? ''),
    dmaProtectionDisabled: actionIndex(log, DMA_DISABLED ?? ''),
    testSigning: switchIn(facts, 'test-signing'),
    kernelDebugging: switchIn(facts, 'kernel-debugging'),
    bootCounter: counterIn(facts),
    applications: log.events.flatMap(({ type }, index) => (type === EVENT_TYPE.EV_EFI_BOOT_SERVICES_APPLICATION ? [index] : [])),
  };
}

/**
 * Whatever is started can extend PCR 7 by any variable, and write that into the log. So the variable counts where it was measured before
 * the separator, once, and nothing else is wrong in that PCR.
 */
function secureBootOf(log: EventLog): Pick<BootFacts, 'secureBoot' | 'secureBootIndex'> {
  const register = secureBootRegister(log);
  const own = measuredIn(log, register);
  const end = own.findIndex(({ event }) => event.type === EVENT_TYPE.EV_SEPARATOR);
  const [only, ...others] = own.slice(0, Math.max(end, 0)).filter(({ event }) => secureBootValue(event) !== undefined);
  if (only === undefined || others.length > 0) return { secureBoot: 'unknown', secureBootIndex: only?.index ?? null };
  const told = secureBootValue(only.event) ?? 'unknown';
  const doubtful = reviewLog(log).some(({ pcr, code }) => pcr === register && code !== 'separator-error');
  return { secureBoot: told === 'on' && doubtful ? 'unknown' : told, secureBootIndex: only.index };
}

/** What a record says of Secure Boot; undefined for any other record. */
function secureBootValue(event: LogEvent): Switch | undefined {
  if (event.type !== EVENT_TYPE.EV_EFI_VARIABLE_DRIVER_CONFIG) return undefined;
  const variable = rawVariableOf(event);
  if (variable?.vendor !== GLOBAL || variable.name !== 'SecureBoot') return undefined;
  const [value] = variable.data;
  if (coverageOf(event) !== 'all' || value === undefined) return 'unknown';
  return value === 1 ? 'on' : 'off';
}

/** Measured by its digest whatever the type says: to hide it takes another digest, which no quote has. */
function actionIndex({ events }: EventLog, text: string): number | null {
  const data = encodeUtf8(text);
  const index = events.findIndex(
    (event) => event.type !== EVENT_TYPE.EV_NO_ACTION && equalBytes(withoutNul(event.data), data) && coverageOf(event) !== 'none',
  );
  return index === -1 ? null : index;
}

const withoutNul = (data: Uint8Array): Uint8Array => (data.at(-1) === 0 ? data.subarray(0, -1) : data);

function taggedFacts({ events }: EventLog): readonly TaggedFact[] {
  return events.flatMap((event) => {
    if (event.type !== EVENT_TYPE.EV_EVENT_TAG || coverageOf(event) !== 'all') return [];
    const content = decodeEvent(event);
    return content.kind === 'tagged' ? content.facts.flatMap(withChildren) : [];
  });
}

const withChildren = (fact: TaggedFact): readonly TaggedFact[] => [fact, ...fact.children.flatMap(withChildren)];

/** One record that says `on` counts, whatever others say. */
function switchIn(facts: readonly TaggedFact[], name: string): Switch {
  const values = facts.filter((fact) => fact.name === name).map(({ value }) => value);
  if (values.includes('on')) return 'on';
  return values.includes('off') ? 'off' : 'unknown';
}

function counterIn(facts: readonly TaggedFact[]): bigint | null {
  const text = facts.find(({ name }) => name === 'boot-counter')?.value ?? '';
  return /^\d{1,20}$/.test(text) ? BigInt(text) : null;
}

/**
 * Index of the first log of a container whose counter isn't greater than that of the log before: an old log was put behind a newer one.
 * @returns null where all grow, or none has a counter
 */
export function repeatedCounter(logs: readonly EventLog[]): number | null {
  let before: bigint | null = null;
  for (const [index, log] of logs.entries()) {
    const bootCounter = counterIn(taggedFacts(log));
    if (bootCounter === null) continue;
    if (before !== null && bootCounter <= before) return index;
    before = bootCounter;
  }
  return null;
}
