#!/usr/bin/env node
import { agentMain } from './agent/agent-main.ts';
import { answerTo } from './answer.ts';

const [command, ...words] = process.argv.slice(2);

// The agent runs where nothing else of this does: it has options of its own, and prints as it goes.
process.exitCode = command === 'agent' ? await agentMain(words) : await printed();

async function printed(): Promise<number> {
  const { ASSAY_SERVER, ASSAY_TOKEN } = process.env;
  const { stdout, stderr, exitCode } = await answerTo(process.argv.slice(2), { ASSAY_SERVER, ASSAY_TOKEN });
  process.stdout.write(stdout);
  process.stderr.write(stderr);
  return exitCode;
}
