#!/usr/bin/env node
import { visibleJson, visibleText } from '#lib/component/visible-text.ts';
import { agentMain } from './agent/agent-main.ts';
import { AGENT_USAGE } from './agent/options.ts';
import { readWords } from './arguments.ts';
import { type Command, type Options, UsageError } from './command.ts';
import { diff } from './diff.ts';
import { EXIT } from './exit-codes.ts';
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

process.exitCode = await main(process.argv.slice(2)).catch(report);

async function main(words: readonly string[]): Promise<number> {
  // It runs where nothing else of this does, and has options of its own.
  if (words[0] === 'agent') return agentMain(words.slice(1));
  const { values, positionals } = readWords(words);
  if (values.help === true || positionals[0] === 'help') {
    process.stdout.write(`${USAGE}\n`);
    return EXIT.fine;
  }
  const { command, files } = commandOf(positionals);
  const options = optionsOf(values);
  const { json, lines, exitCode } = await command.run(files, options);
  process.stdout.write(options.json ? `${visibleJson(JSON.stringify(json, null, 2))}\n` : `${lines.join('\n')}\n`);
  return exitCode;
}

function report(error: unknown): number {
  if (!(error instanceof UsageError)) throw error;
  process.stderr.write(`assay: ${visibleText(error.message)}\n${error.exitCode === EXIT.usage ? `${USAGE}\n` : ''}`);
  return error.exitCode;
}

function commandOf([name, ...files]: readonly string[]): { command: Command; files: readonly string[] } {
  const command = COMMANDS.find((candidate) => candidate.name === name);
  if (command === undefined) throw new UsageError(name === undefined ? 'which command?' : `there is no command ${name}`);
  if (files.length === 0) throw new UsageError(`${command.name} needs something to read`);
  return { command, files };
}

function optionsOf(values: ReturnType<typeof readWords>['values']): Options {
  return {
    json: values.json === true,
    trust: values.trust,
    policy: values.policy,
    aliases: values.aliases,
    at: timeOf(values.at),
    atGiven: values.at !== undefined,
    server: firstSet(values.server, process.env.ASSAY_SERVER),
    token: firstSet(values.token, process.env.ASSAY_TOKEN),
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
