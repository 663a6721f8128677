import { spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { build } from 'rolldown';
import { addNote } from './executable-note.ts';
import { ROOT } from './root.ts';

/** The oldest Node that the one file runs with. */
const OLDEST_NODE = 'node20';
const ENTRY = 'lib/cli/agent/main.ts';
/** Where Node looks for what is packaged with it, and the mark that makes it look. */
const NOTE = 'NODE_SEA_BLOB';
const FUSE = 'NODE_SEA_FUSE_fce680ab2cc467b6e072b8b5df1996b2';

/** Writes the agent as one file that needs nothing but Node. */
export async function bundleAgent(file: string): Promise<void> {
  await writeBundle(file, { format: 'esm', banner: '#!/usr/bin/env node' });
  chmodSync(file, 0o755);
}

async function writeBundle(file: string, form: { readonly format: 'esm' | 'cjs'; readonly banner: string }): Promise<void> {
  const { output } = await build({
    input: ENTRY,
    cwd: ROOT,
    platform: 'node',
    write: false,
    transform: { target: OLDEST_NODE },
    output: { ...form, codeSplitting: false },
  });
  const [chunk, ...others] = output;
  if (others.length > 0) throw new Error(`the agent became ${output.length} files, not one`);
  writeFileSync(file, chunk.code);
}

/**
 * Writes the agent and a Node as one program that needs nothing.
 * @param node  the program of the Node that goes along
 * @throws UnknownExecutable where that is none for Linux at a fixed address, as nodejs.org gives it out
 */
export async function packageAgent(file: string, node: string): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'assay-package-'));
  try {
    await writeBundle(join(folder, 'main.cjs'), { format: 'cjs', banner: '' });
    const config = { main: 'main.cjs', output: 'blob', disableExperimentalSEAWarning: true };
    writeFileSync(join(folder, 'config.json'), JSON.stringify(config));
    const { status, stderr } = spawnSync(node, ['--experimental-sea-config', 'config.json'], { cwd: folder, encoding: 'utf8' });
    if (status !== 0) throw new Error(`${node} can't package: ${stderr}`);
    const packaged = addNote(readFileSync(node), { name: NOTE, content: readFileSync(join(folder, 'blob')) });
    writeFileSync(file, lightFuse(packaged), { mode: 0o755 });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function lightFuse(program: Buffer): Buffer {
  const at = program.indexOf(`${FUSE}:0`);
  if (at < 0) throw new Error('this Node was built without support for single executable applications');
  program.write('1', at + FUSE.length + 1);
  return program;
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { out: { type: 'string' }, packaged: { type: 'boolean' } } });
  const folder = resolve(values.out ?? join(ROOT, '.assay', 'agent'));
  mkdirSync(folder, { recursive: true });
  await bundleAgent(join(folder, 'assay-agent.mjs'));
  console.log(`${join(folder, 'assay-agent.mjs')}: one file, for Node 20 or newer`);
  if (values.packaged === true) {
    await packageAgent(join(folder, 'assay-agent'), process.execPath);
    console.log(
      `${join(folder, 'assay-agent')}: one program with Node ${process.versions.node} in it, for ${process.platform} on ${process.arch}`,
    );
  }
  copyFileSync(join(ROOT, 'scripts', 'systemd', 'assay-agent.service'), join(folder, 'assay-agent.service'));
}

if (import.meta.main) await main();
