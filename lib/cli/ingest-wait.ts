import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { UsageError } from './command.ts';
import { retried, type Sending, type Sent, type Target } from './ingest-send.ts';

/** A file with what the server made of it. */
export interface Known extends Sent {
  /** Null where nobody waited for it. */
  readonly status: 'settled' | 'unreadable' | null;
}

const FIRST_LOOK_MS = 500;
/** Between two looks at one file: a long queue isn't asked all the time. */
const LOOK_AT_LATEST_MS = 10_000;

/** With `--wait`, asks for each file that was taken until it is read and judged. */
export async function awaitReading(sent: readonly Sent[], { target, options }: Sending): Promise<readonly Known[]> {
  const known: Known[] = sent.map((each) => ({ ...each, status: null }));
  if (!options.wait) return known;
  const queue = known.keys();
  const worker = async (): Promise<void> => {
    for (const index of queue) {
      const each = known[index];
      if (each?.submission != null && each.outcome === 'accepted') known[index] = await settled(each, each.submission, target);
    }
  };
  await Promise.all(Array.from({ length: options.parallel }, worker));
  return known;
}

async function settled(sent: Sent, submission: string, target: Target): Promise<Known> {
  for (let milliseconds = FIRST_LOOK_MS; ; milliseconds = Math.min(milliseconds * 2, LOOK_AT_LATEST_MS)) {
    const { status, documents } = await lookUp(submission, target);
    const bad = documents.flatMap(({ error }) => (error === null ? [] : [textOf(error)]));
    if (status === 'unreadable' || (status === 'settled' && bad.length > 0))
      return { ...sent, status: 'unreadable', detail: bad.join(' ') };
    if (status === 'settled') return { ...sent, status };
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
const answered = z.object({ status: z.string(), documents: z.array(z.object({ error: failure.nullable() })) });

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
