import { open } from 'node:fs/promises';
import { concatBytes } from '#lib/encoding/bytes.ts';
import { MAX_LOG_BYTES } from '#lib/tpm/event-log.ts';

/** Octets of one list of IMA: some hundred thousand files. */
const MAX_IMA_BYTES = 16 * 1024 * 1024;
const PIECE = 256 * 1024;

/** Where Linux shows what was measured. */
const EVENT_LOG = '/sys/kernel/security/tpm0/binary_bios_measurements';
const IMA_LOG = '/sys/kernel/security/ima/binary_runtime_measurements';

/** Files to read in place of those of the kernel. */
export interface LogFiles {
  readonly eventLog: string | undefined;
  readonly imaLog: string | undefined;
}

/** What was measured, as far as it could be read, and why something is missing. A log without an octet is one: some virtual machines show it. */
export interface MeasurementLogs {
  readonly eventLog: Uint8Array | null;
  readonly imaLog: Uint8Array | null;
  readonly absent: readonly string[];
}

/** Reads both logs. After the quote: what is measured in between is then in the log, and not the other way round. */
export async function readMeasurementLogs({ eventLog = EVENT_LOG, imaLog = IMA_LOG }: LogFiles): Promise<MeasurementLogs> {
  const [events, ima] = [await readBounded(eventLog, MAX_LOG_BYTES), await readBounded(imaLog, MAX_IMA_BYTES)];
  const absent = [events, ima].flatMap((one) => (typeof one === 'string' ? [one] : []));
  return { eventLog: typeof events === 'string' ? null : events, imaLog: typeof ima === 'string' ? null : ima, absent };
}

/** The octets, or why not. */
async function readBounded(path: string, most: number): Promise<Uint8Array | string> {
  try {
    return (await readUpTo(path, most)) ?? `${path} has more than ${most} octets: that log is left out`;
  } catch (error) {
    const code: unknown = error instanceof Error ? Reflect.get(error, 'code') : undefined;
    return code === 'ENOENT' ? `there is no ${path}: that log is absent` : `${path} can't be read (${String(code)}): that log is absent`;
  }
}

/** Piece by piece, because a file of the kernel says that it has no octets until it is read. @returns null beyond `most` */
async function readUpTo(path: string, most: number): Promise<Uint8Array | null> {
  const file = await open(path, 'r');
  try {
    const pieces: Uint8Array[] = [];
    for (let size = 0; size <= most; ) {
      const { bytesRead, buffer } = await file.read({ buffer: new Uint8Array(PIECE) });
      if (bytesRead === 0) return concatBytes(pieces);
      size += bytesRead;
      pieces.push(buffer.subarray(0, bytesRead));
    }
    return null;
  } finally {
    await file.close();
  }
}
