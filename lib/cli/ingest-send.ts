import { randomUUID } from 'node:crypto';
import { basename } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { sha256Hex } from '#lib/encoding/digest.ts';
import { DIGESTS_PER_LOOKUP } from '#lib/present/lookup-size.ts';
import { refusalAdvice } from '#lib/present/refusal-advice.ts';
import { type Options, UsageError } from './command.ts';
import { InputRefused, MAKE_READABLE, type NamedFile, readInput } from './files.ts';
import { networkReason } from './network-reason.ts';
import { progressBar } from './progress-bar.ts';

const ATTEMPTS = 5;
const FIRST_PAUSE_MS = 500;

/** Where files are handed in, and by whom. */
export interface Target {
  readonly server: string;
  readonly token: string;
}

/** What became of one file. */
export interface Sent {
  readonly file: string;
  /** Null where the file could not be read here. */
  readonly sha256: string | null;
  readonly outcome: 'accepted' | 'skipped' | 'refused';
  readonly submission: string | null;
  /** Why it was refused, and what to do. */
  readonly detail: string | null;
}

/** How everything is sent. */
export interface Sending {
  readonly target: Target;
  readonly options: Options;
}

const CERTIFICATE_NAME = /\.(cer|crt|der|pem)$/i;

/** Certificates first, and all of them: one that comes after the inventory that it explains counts as signed for only afterwards. */
export async function sendAll(files: readonly NamedFile[], sending: Sending): Promise<readonly Sent[]> {
  const bar = progressBar(files.length);
  const isCertificate = ({ name }: NamedFile): boolean => CERTIFICATE_NAME.test(name);
  const certificates = await sendSome(files.filter(isCertificate), { ...sending, sent: bar.advance });
  const others = await sendSome(
    files.filter((file) => !isCertificate(file)),
    { ...sending, sent: bar.advance },
  );
  bar.end();
  return [...certificates, ...others];
}

/** Group by group: one question says which files of a group were handed in before, then each of the others takes one request. */
async function sendSome(files: readonly NamedFile[], { sent, ...sending }: Sending & { sent: () => void }): Promise<readonly Sent[]> {
  const { target, options } = sending;
  const results: Sent[] = [];
  for (let from = 0; from < files.length; from += DIGESTS_PER_LOOKUP) {
    const group = files.slice(from, from + DIGESTS_PER_LOOKUP);
    const before = options.again ? new Map<string, string>() : await handedInBefore(await digestsOf(group, options), target);
    await inParallel(group, options, async (file) => {
      results.push(await send(file, { ...sending, before }));
      sent();
    });
  }
  return results;
}

/** As many workers as asked for take from one list, so that memory holds only the files under way. */
async function inParallel(files: readonly NamedFile[], { parallel }: Options, work: (file: NamedFile) => Promise<unknown>): Promise<void> {
  const queue = files[Symbol.iterator]();
  const worker = async (): Promise<void> => {
    for (const file of queue) await work(file);
  };
  await Promise.all(Array.from({ length: parallel }, worker));
}

/** A file that can't be read has none here, and is told when its turn comes. */
async function digestsOf(files: readonly NamedFile[], options: Options): Promise<readonly string[]> {
  const digests: string[] = [];
  await inParallel(files, options, async ({ path }) => {
    const bytes = await readInput(path).catch(() => undefined);
    if (bytes !== undefined) digests.push(sha256Hex(bytes));
  });
  return digests;
}

/** @param before  submissions by the SHA-256 of what was handed in before; grows, so that equal files of one group are sent once */
async function send(file: NamedFile, { before, ...sending }: Sending & { readonly before: Map<string, string> }): Promise<Sent> {
  const bytes = await readInput(file.path).catch((error: unknown) => notRead(file, error));
  if ('detail' in bytes) return { file: file.name, sha256: null, outcome: 'refused', submission: null, detail: bytes.detail };
  const sha256 = sha256Hex(bytes);
  const { options } = sending;
  const earlier = before.get(sha256);
  if (!options.again && earlier !== undefined) return { file: file.name, sha256, outcome: 'skipped', submission: earlier, detail: null };
  const answer = await post({ file, bytes, key: randomUUID() }, sending);
  if (!answer.ok) return { file: file.name, sha256, outcome: 'refused', submission: null, detail: answer.text };
  before.set(sha256, answer.text);
  return { file: file.name, sha256, outcome: 'accepted', submission: answer.text, detail: null };
}

/** One file that can't be read here holds up none of the others. */
function notRead({ path }: NamedFile, error: unknown): { readonly detail: string } {
  if (!(error instanceof InputRefused)) throw error;
  const advice = error.isTooLarge ? refusalAdvice('too-large') : MAKE_READABLE;
  const said = error.message.startsWith(path) ? `it${error.message.slice(path.length)}` : error.message;
  return { detail: `${said}. ${advice}` };
}

const lookedUp = z.object({ items: z.array(z.object({ sha256: z.string(), submission: z.string() })) });

/** What can't be looked up is handed in: once too often is better than never. */
async function handedInBefore(digests: readonly string[], { server, token }: Target): Promise<Map<string, string>> {
  if (digests.length === 0) return new Map();
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const body = JSON.stringify({ sha256: digests });
  const answer = await retried(server, () => fetch(`${server}/api/v1/submissions/lookups`, { method: 'POST', headers, body }));
  if (answer.status === 401 || answer.status === 403)
    throw new UsageError(`${server} does not accept this token for looking up submissions (${answer.status})`, 2);
  if (!answer.ok) return new Map();
  const { items } = lookedUp.parse(await answer.json());
  return new Map(items.map(({ sha256, submission }) => [sha256, submission]));
}

interface Upload {
  readonly file: NamedFile;
  readonly bytes: Uint8Array;
  /** The same key over all attempts: a retry is recognized as the same act. */
  readonly key: string;
}

async function post({ file, bytes, key }: Upload, { target, options }: Sending): Promise<{ ok: boolean; text: string }> {
  const query = new URLSearchParams({ fileName: basename(file.name) });
  if (options.device !== undefined) query.set('device', options.device);
  if (options.role !== undefined) query.set('role', options.role);
  const headers = { authorization: `Bearer ${target.token}`, 'content-type': 'application/octet-stream', 'idempotency-key': key };
  const answer = await retried(target.server, () =>
    fetch(`${target.server}/api/v1/artifacts?${query}`, { method: 'POST', headers, body: Buffer.from(bytes) }),
  );
  const body: unknown = await answer.json().catch(() => undefined);
  return {
    ok: answer.ok,
    text: answer.ok ? textIn(body, 'id') : `${answer.status} ${textIn(body, 'detail')} ${textIn(body, 'fix')}`.trim(),
  };
}

function textIn(body: unknown, member: string): string {
  if (typeof body !== 'object' || body === null) return '';
  const value: unknown = Reflect.get(body, member);
  return typeof value === 'string' ? value : '';
}

/** Network errors, 429 and 5xx are tried again with growing pauses. */
export async function retried(server: string, request: () => Promise<Response>): Promise<Response> {
  for (let attempt = 1; ; attempt += 1) {
    const answer = await request().catch((error: unknown) => {
      if (attempt >= ATTEMPTS) throw new UsageError(`${server} can't be reached: ${networkReason(error)}`, 2);
      return undefined;
    });
    const final = answer !== undefined && answer.status !== 429 && answer.status < 500;
    if (answer !== undefined && (final || attempt >= ATTEMPTS)) return answer;
    await pause(FIRST_PAUSE_MS * 2 ** (attempt - 1));
  }
}
