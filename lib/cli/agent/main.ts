import { agentMain } from './agent-main.ts';

// What the one file runs that is copied to a machine. Without a top-level await, which a packaged program can't have.
void agentMain(process.argv.slice(2)).then((code) => {
  process.exitCode = code;
});
