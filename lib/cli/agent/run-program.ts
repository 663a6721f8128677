import { type ExecFileException, execFile } from 'node:child_process';

/** What one program may take. */
export interface ProgramLimits {
  readonly milliseconds: number;
  /** Octets of its output. */
  readonly octets: number;
}

/** Which program, with its words as they are: no shell reads them. */
export interface ProgramCall {
  readonly program: string;
  readonly words: readonly string[];
  readonly limits: ProgramLimits;
  readonly folder: string;
  readonly environment: Readonly<Record<string, string>>;
}

export type ProgramOutcome =
  | { readonly kind: 'done'; readonly output: Uint8Array }
  | { readonly kind: 'missing' }
  /** `reason` continues a sentence that begins with the program's name. */
  | { readonly kind: 'failed'; readonly reason: string };

/** Runs one program to its end, and no longer than it may. Never throws for what the program does. */
export function runProgram({ program, words, limits, folder, environment }: ProgramCall): Promise<ProgramOutcome> {
  const options = {
    encoding: 'buffer' as const,
    cwd: folder,
    // Next's types ask for NODE_ENV; a program of the system must not get ours, and least of all the token.
    env: environment as NodeJS.ProcessEnv,
    timeout: limits.milliseconds,
    maxBuffer: limits.octets,
    killSignal: 'SIGKILL' as const,
  };
  return new Promise((resolve) => {
    const child = execFile(program, [...words], options, (error, stdout, stderr) => {
      resolve(error === null ? { kind: 'done', output: new Uint8Array(stdout) } : failureOf(error, { stderr, limits }));
    });
    child.stdin?.end();
  });
}

function failureOf(
  error: ExecFileException,
  { stderr, limits }: { readonly stderr: Buffer; readonly limits: ProgramLimits },
): ProgramOutcome {
  if (error.code === 'ENOENT') return { kind: 'missing' };
  if (error.code === 'EACCES') return { kind: 'failed', reason: 'may not be run by this account (EACCES)' };
  if (error.code === 'ERR_CHILD_PROCESS_STDIO_MAXBUFFER') return { kind: 'failed', reason: `printed more than ${limits.octets} octets` };
  if (error.killed) return { kind: 'failed', reason: `took longer than ${limits.milliseconds / 1000} s` };
  const how = typeof error.code === 'number' ? `ended with exit code ${error.code}` : `was ended by ${error.signal ?? error.message}`;
  const said = lastLineOf(stderr);
  return { kind: 'failed', reason: said === '' ? how : `${how}: ${said}` };
}

const MAX_SAID = 300;

/** tpm2-tools tell the cause first and end with "Unable to run …". */
function lastLineOf(stderr: Buffer): string {
  const lines = stderr
    .toString('utf8')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('ERROR: Unable to run') && !line.startsWith('WARNING:'));
  return (lines.at(-1) ?? '').slice(0, MAX_SAID);
}
