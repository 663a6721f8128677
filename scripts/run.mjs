// `node scripts/run.mjs PROGRAM …`: how npm's commands run a program of the project, with any Node from 20. Installs what is missing, makes
// the database client when it is stale, then hands over to the pinned Node.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { COMMAND_LINE, heapFlags } from './heap-flags.mjs';
import { environment, freshClient, install, pinnedNode, ROOT } from './install.mjs';

const [program = '', ...words] = process.argv.slice(2);
install();
if (program !== COMMAND_LINE) freshClient();
// Files are named as the user sees them: npm itself changes to the project's folder.
const cwd = process.env.INIT_CWD ?? process.cwd();
const child = spawn(pinnedNode(), [...heapFlags(program), join(ROOT, program), ...words], { cwd, stdio: 'inherit', env: environment() });
// The terminal sends Ctrl-C to both; this process waits until the other has stopped everything.
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
child.on('exit', (code) => process.exit(code ?? 1));
