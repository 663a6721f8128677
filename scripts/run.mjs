// `node scripts/run.mjs PROGRAM …`: how npm's commands run a program of the project, with any Node from 20. Installs what is missing, makes
// the database client when it is stale, then hands over to the pinned Node.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { environment, freshClient, install, pinnedNode, ROOT } from './install.mjs';

/** Needs no database. */
const COMMAND_LINE = 'lib/cli/main.ts';

const [program = '', ...words] = process.argv.slice(2);
install();
if (program !== COMMAND_LINE) freshClient();
// Files are named as the user sees them: npm itself changes to the project's folder.
const cwd = process.env.INIT_CWD ?? process.cwd();
const child = spawn(pinnedNode(), [join(ROOT, program), ...words], { cwd, stdio: 'inherit', env: environment() });
// The terminal sends Ctrl-C to both; this process waits until the other has stopped everything.
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
child.on('exit', (code) => process.exit(code ?? 1));
