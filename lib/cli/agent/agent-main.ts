import { visibleText } from '#lib/component/visible-text.ts';
import { runAgent } from './run-agent.ts';

/** `assay agent` in this process: its environment, its output, and the signals that end it. @returns the exit code */
export async function agentMain(words: readonly string[]): Promise<number> {
  const stop = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => stop.abort());
  return runAgent(words, {
    environment: process.env,
    print: (line) => process.stdout.write(`${visibleText(line)}\n`),
    warn: (line) => process.stderr.write(`assay-agent: ${visibleText(line)}\n`),
    signal: stop.signal,
  });
}
