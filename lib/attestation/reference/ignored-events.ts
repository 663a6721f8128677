import { toHex } from '#lib/encoding/bytes.ts';
import { coverageOf } from '#lib/tpm/content/coverage.ts';
import { EVENT_TYPE } from '#lib/tpm/event-types.ts';
import type { LogEvent } from '#lib/tpm/types.ts';

/** Events that no reference value is asked for. */
export interface IgnoreLine {
  readonly id: 'runtime-measurements' | 'measured-launch' | 'partition-table' | 'constant-announcement' | 'operating-system';
  /** Why, in one sentence. */
  readonly reason: string;
  /** `always`: also where other values of its PCR are known. `unless-referenced`: only where no source knows a value of its PCR. */
  readonly when: 'always' | 'unless-referenced';
  readonly covers: (event: LogEvent) => boolean;
}

const RUNTIME_PCR = 10;
const LAUNCH_PCRS: readonly number[] = [17, 18, 19];
const PARTITION_TABLES: readonly number[] = [EVENT_TYPE.EV_EFI_GPT_EVENT, EVENT_TYPE.EV_EFI_GPT_EVENT2];
/** Boot loader, operating system, and what they start. */
const SYSTEM_PCRS: readonly number[] = [8, 9, 11, 12, 13, 14, 15, 16, 23];
/** @spec TCG PC Client Platform Firmware Profile 1.06 section 10.4.4 (EV_EFI_ACTION) */
const ANNOUNCEMENTS: readonly string[] = [
  'Calling EFI Application from Boot Option',
  'Returning from EFI Application from Boot Option',
  'Exit Boot Services Invocation',
  'Exit Boot Services Returned with Success',
].map((text) => toHex(Buffer.from(text, 'latin1')));
const NORMAL_SEPARATOR = '00000000';

/**
 * What reference values can't tell of: the table that decides it, asked in this order. A record whose digest a source knows is referenced all
 * the same; an ignored one is told as ignored, with the reason, and counted.
 */
export const IGNORED_EVENTS: readonly IgnoreLine[] = [
  {
    id: 'runtime-measurements',
    reason: 'the running kernel measures files into this PCR; its own list of measurements is replayed for that',
    when: 'always',
    covers: ({ pcr }) => pcr === RUNTIME_PCR,
  },
  {
    id: 'measured-launch',
    reason: 'a measured launch (tboot) extends this PCR, with what the administrator chose',
    when: 'always',
    covers: ({ pcr }) => LAUNCH_PCRS.includes(pcr),
  },
  {
    id: 'partition-table',
    reason: 'the partition table has identifiers of its own on every disk',
    when: 'always',
    // No digest covers a type: a kernel could call itself a partition table. What was measured has to be the table that stands here.
    covers: (event) => PARTITION_TABLES.includes(event.type) && coverageOf(event) === 'all',
  },
  {
    id: 'constant-announcement',
    reason: 'it announces a step of the start with a text that is the same everywhere, and its digest is that of the text',
    when: 'always',
    covers: isAnnouncement,
  },
  {
    id: 'operating-system',
    reason: 'boot loader and operating system measure into this PCR, and no source at hand has values for it',
    when: 'unless-referenced',
    covers: ({ pcr }) => SYSTEM_PCRS.includes(pcr),
  },
];

/** Only where the digest is that of the text: else anything could be announced. */
function isAnnouncement(event: LogEvent): boolean {
  const data = toHex(event.data);
  const isConstant =
    (event.type === EVENT_TYPE.EV_SEPARATOR && data === NORMAL_SEPARATOR) ||
    (event.type === EVENT_TYPE.EV_EFI_ACTION && ANNOUNCEMENTS.includes(data));
  return isConstant && coverageOf(event) === 'all';
}
