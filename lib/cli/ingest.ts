import { randomUUID } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { sha256Hex } from '#lib/encoding/digest.ts';
import { type Command, type Options, UsageError } from './command.ts';
import { EXIT } from './exit-codes.ts';
import { listFolder, type NamedFile, readInput } from './files.ts';
import { networkReason } from './network-reason.ts';
import { progressBar } from './progress-bar.ts';

const ATTEMPTS = 5;
const FIRST_PAUSE_MS = 500;

/** `assay ingest FILE… --server URL --token T`: hands files and folders in, several at a time; what this token handed in before is skipped. */
export const ingest: Command = {
  name: 'ingest',
  usage: 'assay ingest FILE… --server URL --token T [--parallel N] [--device ID] [--role ROLE] [--again] [--json]',
  async run(names, options) {
    const target = targetOf(options);
    const files = (await Promise.all(names.map(filesOf))).flat();
    const results = await sendAll(files, { target, options });
    const { server } = target;
    const failed = results.filter(({ outcome }) => outcome === 'refused');
    const count = (outcome: Sent['outcome']): number => results.filter((result) => result.outcome === outcome).length;
    return {
      json: results.map((result) => ({ ...result })),
      lines: [
        ...failed.map(({ file, detail }) => `refused: ${file}: ${detail ?? ''}`),
        `${count('accepted')} handed in, ${count('skipped')} handed in before, ${failed.length} refused`,
        `What became of them: ${server}/unlinked lists what belongs to no device yet; --json gives the submission of each file, to ask for at ${server}/api/v1/submissions/SUBMISSION.`,
      ],
      exitCode: failed.length === 0 ? EXIT.fine : EXIT.unreadable,
    };
  },
};

interface Target {
  readonly server: string;
  readonly token: string;
}

interface Sent {
  readonly file: string;
  readonly sha256: string;
  readonly outcome: 'accepted' | 'skipped' | 'refused';
  readonly submission: string | null;
  readonly detail: string | null;
}

interface Sending {
  readonly target: Target;
  readonly options: Options;
}

function targetOf({ server, token }: Options): Target {
  if (server === undefined || token === undefined)
    throw new UsageError('ingest needs --server URL and --token T (or ASSAY_SERVER and ASSAY_TOKEN)');
  if (!/^https?:\/\//.test(server)) throw new UsageError(`${server} is no http or https address`);
  return { server: server.replace(/\/+$/, ''), token };
}

/** Named by the path as given, so that files of one name in several folders can be told apart. */
async function filesOf(name: string): Promise<readonly NamedFile[]> {
  const about = await stat(name).catch(() => undefined);
  if (about === undefined) throw new UsageError(`${name} is no file or folder; nothing was handed in`, 2);
  if (!about.isDirectory()) return [{ name, path: name }];
  return (await listFolder(name)).map(({ path }) => ({ name: path, path }));
}

const CERTIFICATE_NAME = /\.(cer|crt|der|pem)$/i;

/** Certificates first, and all of them: one that comes after the inventory that it explains counts as signed for only afterwards. */
async function sendAll(files: readonly NamedFile[], sending: Sending): Promise<readonly Sent[]> {
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

/** As many workers as asked for take from one list, so that memory holds only the files under way. */
async function sendSome(files: readonly NamedFile[], { sent, ...sending }: Sending & { sent: () => void }): Promise<readonly Sent[]> {
  const results: Sent[] = [];
  const queue = files[Symbol.iterator]();
  const worker = async (): Promise<void> => {
    for (const file of queue) {
      results.push(await send(file, sending));
      sent();
    }
  };
  await Promise.all(Array.from({ length: sending.options.parallel }, worker));
  return results;
}

async function send(file: NamedFile, sending: Sending): Promise<Sent> {
  const bytes = await readInput(file.path);
  const sha256 = sha256Hex(bytes);
  const sent = (outcome: Sent['outcome'], rest: { submission?: string; detail?: string } = {}): Sent => ({
    file: file.name,
    sha256,
    outcome,
    submission: rest.submission ?? null,
    detail: rest.detail ?? null,
  });
  if (!sending.options.again && (await handedInBefore(sha256, sending.target))) return sent('skipped');
  const answer = await post({ file, bytes, key: randomUUID() }, sending);
  return answer.ok ? sent('accepted', { submission: answer.text }) : sent('refused', { detail: answer.text });
}

async function handedInBefore(sha256: string, { server, token }: Target): Promise<boolean> {
  const answer = await retried(server, () =>
    fetch(`${server}/api/v1/submissions?sha256=${sha256}&limit=1`, { headers: { authorization: `Bearer ${token}` } }),
  );
  if (answer.status === 401 || answer.status === 403)
    throw new UsageError(`${server} does not accept this token for looking up submissions (${answer.status})`, 2);
  if (!answer.ok) return false;
  const page: unknown = await answer.json();
  return typeof page === 'object' && page !== null && 'items' in page && Array.isArray(page.items) && page.items.length > 0;
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
  return { ok: answer.ok, text: answer.ok ? textIn(body, 'id') : `${answer.status} ${textIn(body, 'detail')}` };
}

function textIn(body: unknown, member: string): string {
  if (typeof body !== 'object' || body === null) return '';
  const value: unknown = Reflect.get(body, member);
  return typeof value === 'string' ? value : '';
}

/** Network errors, 429 and 5xx are tried again with growing pauses. */
async function retried(server: string, request: () => Promise<Response>): Promise<Response> {
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
