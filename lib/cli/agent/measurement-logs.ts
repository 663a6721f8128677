import { access, constants, open, stat } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { concatBytes } from '#lib/encoding/bytes.ts';
import { MAX_LOG_BYTES } from '#lib/tpm/event-log.ts';
import { MAX_RUNTIME_LOG_BYTES } from '#lib/tpm/runtime-log.ts';

/** Octets of one list of IMA: some hundred thousand files. */
const MAX_IMA_BYTES = 16 * 1024 * 1024;
const PIECE = 256 * 1024;

/** Where Linux shows what was measured, and where systemd writes down what it measures. */
const EVENT_LOG = '/sys/kernel/security/tpm0/binary_bios_measurements';
const IMA_LOG = '/sys/kernel/security/ima/binary_runtime_measurements';
const RUNTIME_LOG = '/run/log/systemd/tpm2-measure.log';

/** systemd marks its log while it writes: a mark that stays says that a record was lost. */
const STICKY = 0o1000;
const [LOOKS, LOOK_MS] = [10, 100];

/** Files to read in place of those of the kernel and of systemd. */
export interface LogFiles {
  readonly eventLog: string | undefined;
  readonly imaLog: string | undefined;
  readonly runtimeLog: string | undefined;
}

/** What was measured, as far as it could be read, and why something is missing. A log without an octet is one: some virtual machines show it. */
export interface MeasurementLogs {
  readonly eventLog: Uint8Array | null;
  readonly imaLog: Uint8Array | null;
  readonly runtimeLog: Uint8Array | null;
  readonly absent: readonly string[];
}

/** Reads the logs. After the quote: what is measured in between is then in the log, and not the other way round. */
export async function readMeasurementLogs({
  eventLog = EVENT_LOG,
  imaLog = IMA_LOG,
  runtimeLog = RUNTIME_LOG,
}: LogFiles): Promise<MeasurementLogs> {
  const events = await readBounded(eventLog, MAX_LOG_BYTES);
  const ima = await readBounded(imaLog, MAX_IMA_BYTES);
  const unfinished = (await isWritten(runtimeLog)) ? [] : [`${runtimeLog} was not finished by its writer: a record may be missing`];
  const runtime = await readBounded(runtimeLog, MAX_RUNTIME_LOG_BYTES);
  const absent = [events, ima, runtime].flatMap((one) => (typeof one === 'string' ? [one] : []));
  const octets = (one: Uint8Array | string): Uint8Array | null => (typeof one === 'string' ? null : one);
  return { eventLog: octets(events), imaLog: octets(ima), runtimeLog: octets(runtime), absent: [...absent, ...unfinished] };
}

/** Whether this machine has a log of systemd that can be read: then it can be asked for what the system extends, too. */
export async function hasRuntimeLog({ runtimeLog = RUNTIME_LOG }: Pick<LogFiles, 'runtimeLog'>): Promise<boolean> {
  return access(runtimeLog, constants.R_OK).then(
    () => true,
    () => false,
  );
}

/** Waits as long as a record is being written, a second at most. */
async function isWritten(path: string): Promise<boolean> {
  for (let look = 1; look <= LOOKS; look += 1) {
    const mode = (await stat(path).catch(() => null))?.mode ?? 0;
    if ((mode & STICKY) === 0) return true;
    await pause(LOOK_MS);
  }
  return false;
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
