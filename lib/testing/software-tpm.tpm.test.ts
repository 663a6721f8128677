import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { describeWithTpm } from './describe-with-tpm.ts';
import { startSoftwareTpm } from './software-tpm.ts';

const portOf = (tcti: string): number => Number(/port=(\d+)/.exec(tcti)?.[1]);
const SCRIPT = `
  const { startSoftwareTpm } = await import(${JSON.stringify(join(import.meta.dirname, 'software-tpm.ts'))});
  const { folder, tcti } = await startSoftwareTpm();
  console.log(JSON.stringify({ folder, tcti }));
  setInterval(() => undefined, 1000);
`;

function isListening(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' }, () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}

async function isGone(port: number): Promise<boolean> {
  for (let tries = 0; tries < 100; tries += 1, await pause(50)) if (!(await isListening(port))) return true;
  return false;
}

describeWithTpm('a TPM in software', () => {
  test('is gone when it was stopped', async () => {
    const tpm = await startSoftwareTpm();
    await tpm.stop();
    expect(await isGone(portOf(tpm.tcti))).toBe(true);
  });

  test('ends with the process that started it, even where that is killed', async () => {
    const node = join('node_modules', 'node', 'bin', 'node');
    const child = spawn(node, ['--input-type=module', '--eval', SCRIPT], { stdio: ['ignore', 'pipe', 'inherit'] });
    const said = await new Promise<string>((resolve) => child.stdout.once('data', (part: Buffer) => resolve(part.toString())));
    const { folder, tcti } = JSON.parse(said);
    expect(await isListening(portOf(tcti))).toBe(true);
    child.kill('SIGKILL');
    expect(await isGone(portOf(tcti))).toBe(true);
    rmSync(folder, { recursive: true, force: true });
  });
});
