import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { AGENT_USAGE, type AgentOptions, type Destination, readAgentOptions } from './options.ts';
import { AGENT_EXIT, type AgentExit, AgentProblem } from './problem.ts';
import { attest, collectEvidence, type RoundInput } from './round.ts';
import { nextPause, type Schedule, waitFor } from './schedule.ts';

/** What the agent has from its process. */
export interface AgentWorld {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Takes one line. */
  readonly print: (line: string) => void;
  /** Takes one line that tells what is missing or went wrong. */
  readonly warn: (line: string) => void;
  /** Ends a wait between rounds. */
  readonly signal: AbortSignal;
}

const USUAL_PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';
const NONCE_BYTES = 32;

/** `assay agent`: tells a server what this machine's TPM measured, once or again and again. @returns the exit code */
export async function runAgent(words: readonly string[], world: AgentWorld): Promise<AgentExit> {
  try {
    const options = readAgentOptions(words, world.environment);
    if (options === 'help') {
      for (const line of AGENT_USAGE) world.print(line);
      return AGENT_EXIT.fine;
    }
    return await runTo(options, world);
  } catch (error) {
    if (!(error instanceof AgentProblem)) throw error;
    world.warn(error.message);
    return error.exitCode;
  }
}

async function runTo(options: AgentOptions, world: AgentWorld): Promise<AgentExit> {
  const { environment } = world;
  const surroundings = { path: environment.PATH ?? USUAL_PATH, tcti: options.tcti, runtimeFolder: environment.RUNTIME_DIRECTORY };
  const input: RoundInput = { options, surroundings, say: world.warn };
  const { destination } = options;
  if (destination.kind === 'file') return writeEvidence(input, { ...world, destination });
  const round = async (): Promise<void> => {
    const submission = await attest(input, destination.target);
    world.print(`handed in: ${destination.target.server}/api/v1/submissions/${submission}`);
  };
  if (destination.schedule !== null) return repeat(round, { schedule: destination.schedule, world });
  await round();
  return AGENT_EXIT.fine;
}

type ToFile = AgentWorld & { readonly destination: Extract<Destination, { kind: 'file' }> };

async function writeEvidence(input: RoundInput, { destination, print, warn }: ToFile): Promise<AgentExit> {
  const { path, nonce, selection } = destination;
  if (nonce === null) warn('nobody asked with a nonce: what is written shows no time');
  const bundle = await collectEvidence(input, { nonce: nonce ?? new Uint8Array(randomBytes(NONCE_BYTES)), selection });
  try {
    writeFileSync(path, bundle);
  } catch (error) {
    throw new AgentProblem(AGENT_EXIT.machine, `${path} can't be written: ${error instanceof Error ? error.message : String(error)}`);
  }
  print(`written: ${path}`);
  return AGENT_EXIT.fine;
}

/** Until told to stop. A round that fails is told, and tried again: machines outlive the bad days of their server. */
async function repeat(
  round: () => Promise<void>,
  { schedule, world }: { readonly schedule: Schedule; readonly world: AgentWorld },
): Promise<AgentExit> {
  let failures = 0;
  let wait = schedule.jitterMs * Math.random();
  while (await waitFor(wait, world.signal)) {
    const failure = await failureIn(round, world);
    failures = failure === null ? 0 : failures + 1;
    wait = nextPause(schedule, { failures, chance: Math.random(), retryAfterMs: failure?.retryAfterMs ?? 0 });
  }
  return AGENT_EXIT.fine;
}

/** What went wrong, and how long the server asks to be left alone; null where nothing did. */
async function failureIn(round: () => Promise<void>, { warn }: AgentWorld): Promise<{ readonly retryAfterMs: number } | null> {
  try {
    await round();
    return null;
  } catch (error) {
    warn(error instanceof AgentProblem ? error.message : String(error instanceof Error ? error.stack : error));
    return { retryAfterMs: error instanceof AgentProblem ? error.retryAfterMs : 0 };
  }
}
