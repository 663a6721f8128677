import { toHex } from '#lib/encoding/bytes.ts';
import { digestOfJson } from '#lib/encoding/digest.ts';
import { isMeasured } from '#lib/tpm/replay.ts';
import type { LogEvent } from '#lib/tpm/types.ts';
import type { DeviceState } from '../device-state.ts';
import { logOfBoot } from './boot-log.ts';
import { isKnownForm } from './known-digests.ts';

/** A digest that starts of one device extended a register by. */
export interface Measurement {
  /** Lower-case hexadecimal. */
  readonly digest: string;
  readonly pcr: number;
  /** TCG type of the record, of the newest start; no digest covers it. */
  readonly eventType: number;
  /** ISO 8601: when the first start, and the newest one, that measured it were told. */
  readonly firstAt: string;
  readonly lastAt: string;
  /** The last start measured it. */
  readonly current: boolean;
  /** Two people accepted a start that measured it. */
  readonly learned: boolean;
}

/** The newest starts of a device that are looked into. */
export const MAX_STARTS = 100;
/** Measurements of one device that are kept for looking up, those of the newest starts first. A start has some hundred. */
export const MAX_MEASUREMENTS = 20_000;
/** Raised with every change of what is kept. */
const VERSION = 1;

type Told = Pick<DeviceState, 'boots' | 'documents' | 'firmware'>;

/** What the believed starts of a device measured, each digest once a register. */
export function measurementsOf(device: Told): readonly Measurement[] {
  const learned = learnedFrom(device);
  const known = new Map<string, Measurement>();
  const starts = device.boots.slice(-MAX_STARTS);
  for (const boot of starts.toReversed()) {
    const told = { at: boot.firstSeenAt, current: boot === starts.at(-1), learned: learned.has(boot.documentId) };
    for (const event of logOfBoot(device.documents, boot)?.events ?? []) enter(known, event, told);
  }
  return [...known.values()];
}

interface ToldBy extends Pick<Measurement, 'current' | 'learned'> {
  readonly at: string;
}

/** From the newest start to the oldest. */
function enter(known: Map<string, Measurement>, event: LogEvent, { at, current, learned }: ToldBy): void {
  if (!isMeasured(event)) return;
  const { pcr, type: eventType } = event;
  for (const digest of event.digests.map((each) => toHex(each.digest))) {
    const key = `${pcr} ${digest}`;
    const later = known.get(key);
    if (later !== undefined) known.set(key, { ...later, firstAt: at, learned: later.learned || learned });
    else if (known.size < MAX_MEASUREMENTS && isKnownForm(digest))
      known.set(key, { digest, pcr, eventType, firstAt: at, lastAt: at, current, learned });
  }
}

const learnedFrom = ({ firmware }: Told): ReadonlySet<string> =>
  new Set((firmware?.sources ?? []).flatMap(({ by, documentId }) => (by === 'learned' ? [documentId] : [])));

/** Of what the measurements are made: as long as it is the same, so are they. */
export const measurementsKey = (device: Told): string =>
  digestOfJson({
    version: VERSION,
    starts: device.boots.slice(-MAX_STARTS).map(({ documentId, log, banks, firstSeenAt }) => [documentId, log, [...banks], firstSeenAt]),
    learned: [...learnedFrom(device)].sort(),
  });
