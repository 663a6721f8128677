import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { UsageError } from './command.ts';
import { retried, type Sending, type Sent, type Target } from './ingest-send.ts';

/** A file with what the server made of it. */
export interface Known extends Sent {
  /** Null where nobody waited for it. */
  readonly status: 'settled' | 'unreadable' | null;
  /** Null where nobody waited for it, or nothing was made of it. */
  readonly kind: string | null;
  /** Why documents of it belong to no device yet; empty where nobody waited for it. */
  readonly unlinked: readonly Waiting[];
}

/** Why a document waits for its device; the words are the server's. */
export interface Waiting {
  readonly reason: string;
  readonly detail: string;
}

const FIRST_LOOK_MS = 500;
/** Between two looks at one file: a long queue isn't asked all the time. */
const LOOK_AT_LATEST_MS = 10_000;

/**
 * With `--wait`, asks for each file that was taken until it is read and judged. What belonged to no device then is asked for once more
 * at the end: a file that came later may have linked it.
 */
export async function awaitReading(sent: readonly Sent[], { target, options }: Sending): Promise<readonly Known[]> {
  const known: Known[] = sent.map((each) => ({ ...each, status: null, kind: null, unlinked: [] }));
  if (!options.wait) return known;
  const ask = (isMeant: (each: Known) => boolean) => askAll(known, { isMeant, target, parallel: options.parallel });
  await ask(({ outcome }) => outcome === 'accepted');
  await ask(({ unlinked }) => unlinked.length > 0);
  return known;
}

interface Asking {
  readonly isMeant: (each: Known) => boolean;
  readonly target: Target;
  readonly parallel: number;
}

async function askAll(known: Known[], { isMeant, target, parallel }: Asking): Promise<void> {
  const queue = known.keys();
  const worker = async (): Promise<void> => {
    for (const index of queue) {
      const each = known[index];
      if (each?.submission != null && isMeant(each)) known[index] = await settled(each, each.submission, target);
    }
  };
  await Promise.all(Array.from({ length: parallel }, worker));
}

async function settled(sent: Known, submission: string, target: Target): Promise<Known> {
  for (let milliseconds = FIRST_LOOK_MS; ; milliseconds = Math.min(milliseconds * 2, LOOK_AT_LATEST_MS)) {
    const { status, kind, documents, unlinked } = await lookUp(submission, target);
    const bad = documents.flatMap(({ error }) => (error === null ? [] : [textOf(error)]));
    if (status === 'unreadable' || (status === 'settled' && bad.length > 0))
      return { ...sent, status: 'unreadable', kind, detail: bad.join(' ') };
    if (status === 'settled') return { ...sent, status, kind, unlinked };
    await pause(milliseconds);
  }
}

const failure = z.object({
  message: z.string(),
  fix: z.string(),
  offset: z.number().optional(),
  path: z.string().optional(),
  spec: z.string().optional(),
});
const answered = z.object({
  status: z.string(),
  kind: z.string().nullable(),
  documents: z.array(z.object({ error: failure.nullable() })),
  unlinked: z.array(z.object({ reason: z.string(), detail: z.string() })),
});

async function lookUp(submission: string, { server, token }: Target): Promise<z.infer<typeof answered>> {
  const address = `${server}/api/v1/submissions/${submission}`;
  const answer = await retried(server, () => fetch(address, { headers: { authorization: `Bearer ${token}` } }));
  if (!answer.ok) throw new UsageError(`${address} answered ${answer.status}; everything was handed in all the same`, 2);
  return answered.parse(await answer.json());
}

/** Where, what, by which rule, and what to do. */
function textOf({ message, fix, offset, path, spec }: z.infer<typeof failure>): string {
  const where = [offset === undefined ? [] : [`octet ${offset}`], path === undefined ? [] : [path]].flat().join(', ');
  return `${where === '' ? '' : `${where}: `}${message}${spec === undefined ? '' : ` (${spec})`}. ${fix}`;
}
