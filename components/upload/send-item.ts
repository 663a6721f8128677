import type { Catalogue } from '#lib/i18n/catalogue.ts';
import { fill } from '#lib/i18n/fill.ts';
import { MAX_CERTIFICATE_BYTES, MAX_FILE_BYTES, type UploadItem, type UploadProblem, type UploadState } from './upload-item.ts';
import { handedInAt, mayPass, type Receipt, RequestFailed, sendFile, sha256Of } from './upload-requests.ts';

type Texts = Catalogue['upload'];

const ATTEMPTS = 3;
const FIRST_PAUSE_MS = 800;
/** DER of a certificate begins with this. */
const SEQUENCE = 0x30;

export interface Run {
  readonly item: UploadItem;
  readonly texts: Texts;
  readonly signal: AbortSignal;
  readonly onState: (state: UploadState) => void;
}

/**
 * Takes one file from waiting to acknowledged, telling each step.
 * @returns where it ends: `reading`, `skipped`, `refused`, `failed` or `canceled`
 */
export async function sendItem(run: Run): Promise<UploadState> {
  const { item, texts, signal } = run;
  try {
    const problem = await refusalOf(item.file, texts);
    if (problem !== null) return { kind: 'refused', problem };
    const known = item.skipKnown ? await knownState(run) : null;
    if (known !== null) return known;
    const { id, sha256 } = await sendWithRetries(run);
    return { kind: 'reading', submission: id, sha256, since: Date.now() };
  } catch (error) {
    if (signal.aborted) return { kind: 'canceled' };
    return error instanceof RequestFailed ? failedState(error, texts) : { kind: 'failed', problem: unreadable(texts) };
  }
}

/** What the server would refuse is not sent at all. */
async function refusalOf(file: File, texts: Texts): Promise<UploadProblem | null> {
  if (file.size === 0) return { what: texts.emptyFile, fix: texts.emptyFileFix };
  const [first] = new Uint8Array(await file.slice(0, 1).arrayBuffer());
  const limit = first === SEQUENCE ? MAX_CERTIFICATE_BYTES : MAX_FILE_BYTES;
  if (file.size <= limit) return null;
  return { what: fill(texts.tooLarge, { size: sizeText(file.size), limit: sizeText(limit) }), fix: texts.tooLargeFix };
}

async function knownState({ item, signal, onState }: Run): Promise<UploadState | null> {
  onState({ kind: 'hashing' });
  const sha256 = await sha256Of(item.file);
  if (sha256 === null) return null;
  onState({ kind: 'asking' });
  const at = await handedInAt(sha256, signal);
  return at === null ? null : { kind: 'skipped', sha256, at };
}

async function sendWithRetries({ item, signal, onState }: Run): Promise<Receipt> {
  for (let attempt = 1; ; attempt += 1) {
    onState({ kind: 'sending', sent: 0 });
    try {
      return await sendFile({ item, signal, onProgress: (sent) => onState({ kind: 'sending', sent }) });
    } catch (error) {
      if (!(error instanceof RequestFailed) || !mayPass(error) || attempt === ATTEMPTS) throw error;
      await pause((error.retryAfter ?? 0) * 1000 || FIRST_PAUSE_MS * 2 ** (attempt - 1), signal);
    }
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener(
      'abort',
      () => {
        clearTimeout(timer);
        reject(signal.reason);
      },
      { once: true },
    );
  });
}

function failedState(error: RequestFailed, texts: Texts): UploadState {
  if (error.status === 401) return { kind: 'failed', problem: { what: texts.signedOut, fix: texts.signedOutFix } };
  if (error.status === 0) return { kind: 'failed', problem: { what: texts.network, fix: texts.networkFix } };
  const problem = error.problem ?? { what: fill(texts.serverAnswered, { status: error.status }), fix: texts.networkFix };
  return { kind: mayPass(error) ? 'failed' : 'refused', problem };
}

const unreadable = (texts: Texts): UploadProblem => ({ what: texts.unreadableHere, fix: texts.unreadableHereFix });

/** Whole and tenths, rounded up: what is beyond a limit never looks like the limit. */
export function sizeText(size: number): string {
  if (size < 1024) return `${size} B`;
  const [value, unit] = size < 1024 * 1024 ? [size / 1024, 'KiB'] : [size / 1024 / 1024, 'MiB'];
  return `${Number.isInteger(value) ? value : (Math.ceil(value * 10) / 10).toFixed(1)} ${unit}`;
}
