// `npm start` and `npm run demo`: plain JavaScript for the Node that the machine has. Installs what is missing, then hands over to the pinned Node.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { environment, install, pinnedNode, projectVersion, ROOT } from './install.mjs';

console.log(`Assay ${projectVersion()}`);
install();
const child = spawn(pinnedNode(), [join(ROOT, 'scripts', 'start.ts'), ...process.argv.slice(2)], {
  cwd: ROOT,
  stdio: 'inherit',
  env: environment(),
});
// The terminal sends Ctrl-C to both; this process waits until the other has stopped everything.
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
child.on('exit', (code) => process.exit(code ?? 1));
