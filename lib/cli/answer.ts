import { visibleJson, visibleText } from '#lib/component/visible-text.ts';
import { AGENT_USAGE } from './agent/options.ts';
import { readWords } from './arguments.ts';
import { type Command, type Options, UsageError } from './command.ts';
import { diff } from './diff.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { hbom } from './hbom.ts';
import { ingest } from './ingest.ts';
import { inspect } from './inspect.ts';
import { trace } from './trace.ts';
import { verify } from './verify.ts';

const COMMANDS: readonly Command[] = [inspect, verify, diff, trace, hbom, ingest];
const USAGE = [
  'usage:',
  ...COMMANDS.map(({ usage }) => `  ${usage}`),
  ...AGENT_USAGE.map((line) => `  ${line}`),
  '  assay help',
  '',
  'exit codes: 0 fine, 1 findings, 2 unreadable input, 64 usage; every option and output: docs/cli.md, docs/agent.md',
].join('\n');
const MAX_PARALLEL = 64;

/** What one call of the command line prints, and what it ends with. */
export interface Answered {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: ExitCode;
}

/** What may stand for options that were not given. */
export interface Surroundings {
  readonly ASSAY_SERVER?: string | undefined;
  readonly ASSAY_TOKEN?: string | undefined;
}

/** Every command but `agent`. A mistake of the caller is an answer too. */
export async function answerTo(words: readonly string[], surroundings: Surroundings): Promise<Answered> {
  try {
    return await answer(words, surroundings);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    const usage = error.exitCode === EXIT.usage ? `${USAGE}\n` : '';
    return { stdout: '', stderr: `assay: ${visibleText(error.message)}\n${usage}`, exitCode: error.exitCode };
  }
}

async function answer(words: readonly string[], surroundings: Surroundings): Promise<Answered> {
  const { values, positionals } = readWords(words);
  if (values.help === true || positionals[0] === 'help') return { stdout: `${USAGE}\n`, stderr: '', exitCode: EXIT.fine };
  const { command, files } = commandOf(positionals);
  const options = optionsOf(values, surroundings);
  const { json, lines, exitCode } = await command.run(files, options);
  const stdout = options.json ? `${visibleJson(JSON.stringify(json, null, 2))}\n` : `${lines.join('\n')}\n`;
  return { stdout, stderr: '', exitCode };
}

function commandOf([name, ...files]: readonly string[]): { command: Command; files: readonly string[] } {
  const command = COMMANDS.find((candidate) => candidate.name === name);
  if (command === undefined) throw new UsageError(name === undefined ? 'which command?' : `there is no command ${name}`);
  if (files.length === 0) throw new UsageError(`${command.name} needs something to read`);
  return { command, files };
}

function optionsOf(values: ReturnType<typeof readWords>['values'], { ASSAY_SERVER, ASSAY_TOKEN }: Surroundings): Options {
  return {
    json: values.json === true,
    trust: values.trust,
    policy: values.policy,
    aliases: values.aliases,
    at: timeOf(values.at),
    atGiven: values.at !== undefined,
    server: firstSet(values.server, ASSAY_SERVER),
    token: firstSet(values.token, ASSAY_TOKEN),
    parallel: parallelOf(values.parallel),
    role: values.role,
    device: values.device,
    again: values.again === true,
    wait: values.wait === true,
    side: values.side,
    version: values.version,
  };
}

/** An empty text counts as not set. */
function firstSet(...texts: readonly (string | undefined)[]): string | undefined {
  return texts.find((text) => text !== undefined && text !== '');
}

function timeOf(text: string | undefined): string {
  if (text === undefined) return new Date().toISOString();
  const milliseconds = /^\d{4}-\d\d-\d\d/.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(milliseconds)) throw new UsageError(`--at ${text} is no time; write it as 2024-06-01T00:00:00Z`);
  return new Date(milliseconds).toISOString();
}

function parallelOf(text: string | undefined): number {
  const count = Number(text ?? 4);
  if (!Number.isInteger(count) || count < 1 || count > MAX_PARALLEL)
    throw new UsageError(`--parallel takes a number from 1 to ${MAX_PARALLEL}`);
  return count;
}
