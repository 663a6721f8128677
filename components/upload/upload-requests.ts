import type { SubmissionAnswer, UploadItem } from './upload-item.ts';
import { MAX_FILE_BYTES } from './upload-item.ts';

/** An answer that isn't the one hoped for. `status` is 0 when there was none. */
export class RequestFailed extends Error {
  readonly status: number;
  /** What happened and what to do, as the server said; null when it said nothing. */
  readonly problem: { readonly what: string; readonly fix: string } | null;
  /** Seconds to wait, as the server asked. */
  readonly retryAfter: number | null;

  constructor(status: number, problem: RequestFailed['problem'], retryAfter: number | null = null) {
    super(`the server answered ${status}`);
    this.name = 'RequestFailed';
    this.status = status;
    this.problem = problem;
    this.retryAfter = retryAfter;
  }
}

/** Whether the same request may succeed later: no answer, too many requests, an error of the server. */
export const mayPass = ({ status }: RequestFailed): boolean => status === 0 || status === 429 || status >= 500;

/** SHA-256 of a file in hex; null where the browser can't compute it (a page served insecurely, or a very large file). */
export async function sha256Of(file: File): Promise<string | null> {
  // Missing where the page is not served securely, whatever its type says.
  const subtle: SubtleCrypto | undefined = globalThis.crypto?.subtle;
  if (subtle === undefined || file.size > MAX_FILE_BYTES) return null;
  const digest = await subtle.digest('SHA-256', await file.arrayBuffer());
  return [...new Uint8Array(digest)].map((octet) => octet.toString(16).padStart(2, '0')).join('');
}

/** When the viewer handed in these bytes; null when never. Others' submissions are never told. */
export async function handedInAt(sha256: string, signal: AbortSignal): Promise<string | null> {
  const { items } = await getJson<{ items: readonly { receivedAt: string }[] }>(`/api/v1/submissions?limit=1&sha256=${sha256}`, signal);
  return items[0]?.receivedAt ?? null;
}

/** What became of a submission. */
export function submissionAnswer(id: string, signal: AbortSignal): Promise<SubmissionAnswer> {
  return getJson(`/api/v1/submissions/${encodeURIComponent(id)}`, signal);
}

async function getJson<Answer>(address: string, signal: AbortSignal): Promise<Answer> {
  const response = await fetch(address, { signal, headers: { accept: 'application/json' } }).catch((error: unknown) => {
    throw signal.aborted ? error : new RequestFailed(0, null);
  });
  if (!response.ok) throw failureOf(response.status, await response.text(), response.headers.get('retry-after'));
  // Our own routes answer in the shapes that the OpenAPI document describes.
  return (await response.json()) as Answer;
}

export interface Receipt {
  readonly id: string;
  readonly sha256: string;
}

interface Sending {
  readonly item: Pick<UploadItem, 'file' | 'name' | 'device' | 'role' | 'idempotencyKey'>;
  readonly signal: AbortSignal;
  readonly onProgress: (sent: number) => void;
}

/** Sends one file as the body of one request. Not fetch: only this tells how much of a body has gone. @throws RequestFailed, or the signal's reason */
export function sendFile({ item, signal, onProgress }: Sending): Promise<Receipt> {
  const { file, name, device, role, idempotencyKey } = item;
  const query = new URLSearchParams({ fileName: [...name].slice(-250).join('') });
  if (device !== null) query.set('device', device.id);
  if (role !== null) query.set('role', role);
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', `/api/v1/artifacts?${query}`);
    request.setRequestHeader('content-type', 'application/octet-stream');
    request.setRequestHeader('idempotency-key', idempotencyKey);
    request.upload.onprogress = ({ loaded }) => onProgress(loaded);
    request.onerror = () => reject(new RequestFailed(0, null));
    request.onabort = () => reject(signal.reason);
    request.onload = () => {
      if (request.status === 201) resolve(JSON.parse(request.responseText));
      else reject(failureOf(request.status, request.responseText, request.getResponseHeader('retry-after')));
    };
    signal.addEventListener('abort', () => request.abort(), { once: true });
    if (signal.aborted) request.abort();
    else request.send(file);
  });
}

function failureOf(status: number, text: string, retryAfter: string | null): RequestFailed {
  return new RequestFailed(status, problemIn(text), retryAfter === null ? null : Number(retryAfter));
}

/** @spec RFC 9457; `fix` is our own member */
function problemIn(text: string): RequestFailed['problem'] {
  try {
    const body: unknown = JSON.parse(text);
    if (typeof body !== 'object' || body === null || !('detail' in body) || typeof body.detail !== 'string') return null;
    return { what: body.detail, fix: 'fix' in body && typeof body.fix === 'string' ? body.fix : '' };
  } catch {
    return null;
  }
}
