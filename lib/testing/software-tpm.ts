import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';

/** What a test with a real TPM runs, and Debian's packages that bring it. */
const PROGRAMS = ['swtpm', 'swtpm_setup', 'swtpm_ioctl', 'swtpm_localca', 'certtool', 'tpm2_quote'];
export const TPM_PACKAGES = 'swtpm swtpm-tools tpm2-tools';
/** Ports that were free a moment ago may be taken: then two others are tried. */
const ATTEMPTS = 5;
const START_MS = 10_000;
const STOP_MS = 5_000;
const COMMAND_MS = 60_000;
const OUTPUT_BYTES = 16 * 1024 * 1024;

/** Ends the TPM with the process that started it, even where that is killed; where this program is missing, an orderly end has to do. */
const WITH_ITS_PARENT = ['setpriv', '--pdeathsig', 'KILL'];

const isOnPath = (name: string): boolean => (process.env.PATH ?? '').split(delimiter).some((folder) => existsSync(join(folder, name)));

/** The programs that are missing here; empty where a software TPM can be started. */
export function missingTpmPrograms(): readonly string[] {
  return PROGRAMS.filter((name) => !isOnPath(name));
}

/** Who makes TPMs and certifies their endorsement keys: a root and an issuing authority in a folder. */
export interface TpmVendor {
  readonly folder: string;
  /** Certificates in PEM; there once the first TPM was made. */
  readonly root: () => Uint8Array;
  readonly issuer: () => Uint8Array;
  readonly remove: () => void;
}

/** A vendor of its own, whom nobody trusts yet; in a new folder unless one is given. */
export function makeTpmVendor(folder = mkdtempSync(join(tmpdir(), 'assay-tpm-vendor-'))): TpmVendor {
  mkdirSync(folder, { recursive: true });
  writeFileSync(
    join(folder, 'localca.conf'),
    `statedir = ${folder}\nsigningkey = ${folder}/signkey.pem\nissuercert = ${folder}/issuercert.pem\ncertserial = ${folder}/certserial\n`,
  );
  writeFileSync(join(folder, 'localca.options'), '--platform-manufacturer Example\n--platform-version 1\n--platform-model Sample\n');
  writeFileSync(
    join(folder, 'setup.conf'),
    `create_certs_tool = swtpm_localca\ncreate_certs_tool_config = ${folder}/localca.conf\ncreate_certs_tool_options = ${folder}/localca.options\n`,
  );
  return {
    folder,
    root: () => readFileSync(join(folder, 'swtpm-localca-rootca-cert.pem')),
    issuer: () => readFileSync(join(folder, 'issuercert.pem')),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** A TPM that runs: a process that answers as a chip would, with endorsement keys on RSA-2048 and P-384 and their certificates. */
export interface SoftwareTpm {
  /** Where its tools write; its own, and gone when it stops. */
  readonly folder: string;
  readonly vendor: TpmVendor;
  /** How tpm2-tools reach it. */
  readonly tcti: string;
  /** One program of tpm2-tools, with its arguments, in `folder`. What it left loaded is flushed. */
  readonly tool: (program: string, ...words: readonly string[]) => Promise<string>;
  readonly read: (name: string) => Uint8Array;
  readonly write: (name: string, octets: Uint8Array) => void;
  /** As firmware does: each digest into its PCR, in this order. */
  readonly extend: (extends_: readonly PcrExtension[]) => Promise<void>;
  /** Off and on again: PCRs are zero, and the counter of resets grows. Disorderly: the power is cut without a shutdown. */
  readonly reboot: (how?: 'orderly' | 'disorderly') => Promise<void>;
  readonly stop: () => Promise<void>;
}

/** A digest that goes into a PCR of a bank. */
export interface PcrExtension {
  readonly pcr: number;
  /** As tpm2-tools name it. */
  readonly bank: string;
  readonly digest: Uint8Array;
}

const running = new Set<ChildProcess>();
process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

/** Makes a TPM and starts it. */
export async function startSoftwareTpm({ vendor, banks = ['sha256'], serial = 'SN-1' }: TpmWish = {}): Promise<SoftwareTpm> {
  const folder = mkdtempSync(join(tmpdir(), 'assay-tpm-'));
  try {
    const maker = vendor ?? makeTpmVendor(join(folder, 'vendor'));
    await manufacture({ folder, vendor: maker, banks, serial });
    return tpmAt({ folder, vendor: maker, ...(await powerOn(folder)) });
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
}

/** Which TPM to make. */
export interface TpmWish {
  /** A vendor of its own when not given. */
  readonly vendor?: TpmVendor;
  /** PCR banks that are allocated. */
  readonly banks?: readonly string[];
  readonly serial?: string;
}

async function manufacture({ folder, vendor, banks, serial }: Required<TpmWish> & { readonly folder: string }): Promise<void> {
  const state = join(folder, 'state');
  mkdirSync(state);
  // Without this, a setup as root gives its files to another account, and the TPM starts in failure mode.
  const asMyself = process.getuid?.() === 0 ? ['--runas', userInfo().username] : [];
  const words = ['--tpm2', '--tpmstate', state, '--create-ek-cert', '--vmid', serial, '--pcr-banks', banks.join(',')];
  await run('swtpm_setup', [...words, '--config', join(vendor.folder, 'setup.conf'), '--overwrite', ...asMyself], { folder });
}

async function powerOn(folder: string): Promise<{ readonly child: ChildProcess; readonly port: number }> {
  for (let attempt = 1; ; attempt += 1) {
    const port = await freePair();
    const [server, control] = [port, port + 1].map((one) => `type=tcp,port=${one},bindaddr=127.0.0.1`);
    const guard = isOnPath('setpriv') ? WITH_ITS_PARENT : [];
    const words = ['socket', '--tpm2', '--tpmstate', `dir=${join(folder, 'state')}`, '--server', `${server}`, '--ctrl', `${control}`];
    const [program = '', ...rest] = [...guard, 'swtpm', ...words, '--flags', 'not-need-init,startup-clear'];
    const child = spawn(program, rest, { stdio: ['ignore', 'ignore', 'pipe'], cwd: folder });
    running.add(child);
    child.once('exit', () => running.delete(child));
    const said: Buffer[] = [];
    child.stderr?.on('data', (part: Buffer) => said.push(part));
    if (await answers(child, port + 1)) return { child, port };
    child.kill('SIGKILL');
    if (attempt === ATTEMPTS) throw new Error(`swtpm does not start: ${Buffer.concat(said)}`);
  }
}

async function answers(child: ChildProcess, port: number): Promise<boolean> {
  for (const until = Date.now() + START_MS; Date.now() < until; await pause(10)) {
    if (child.exitCode !== null) return false;
    if (await isListening(port)) return true;
  }
  return false;
}

function isListening(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' });
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}

/** The first of two neighboring ports that nothing listens on: tpm2-tools expect the control channel at the next one. */
async function freePair(): Promise<number> {
  for (;;) {
    const first = await listenOnce(0);
    if (first !== undefined && (await listenOnce(first + 1)) !== undefined) return first;
  }
}

function listenOnce(port: number): Promise<number | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(undefined));
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' ? address?.port : undefined));
    });
  });
}

interface Powered {
  readonly folder: string;
  readonly vendor: TpmVendor;
  readonly child: ChildProcess;
  readonly port: number;
}

function tpmAt({ folder, vendor, child, port }: Powered): SoftwareTpm {
  const tcti = `swtpm:host=127.0.0.1,port=${port}`;
  const tpm2 = (program: string, words: readonly string[]): Promise<string> => run(program, words, { folder, tcti });
  const tool: SoftwareTpm['tool'] = async (program, ...words) => {
    const said = await tpm2(program, words);
    // There are three slots and nobody who manages them.
    await tpm2('tpm2_flushcontext', ['-t']);
    return said;
  };
  return {
    folder,
    vendor,
    tcti,
    tool,
    read: (name) => new Uint8Array(readFileSync(join(folder, name))),
    write: (name, octets) => writeFileSync(join(folder, name), octets),
    async extend(all) {
      const words = all.map(({ pcr, bank, digest }) => `${pcr}:${bank}=${Buffer.from(digest).toString('hex')}`);
      await tool('tpm2_pcrextend', ...words);
    },
    async reboot(how = 'orderly') {
      // A key that was used before the power is cut counts as an attempt to guess its password; at three the TPM locks itself.
      if (how === 'orderly') await tpm2('tpm2_shutdown', ['-c']);
      await run('swtpm_ioctl', ['--tcp', `127.0.0.1:${port + 1}`, '-i'], { folder });
      await tpm2('tpm2_startup', ['-c']);
    },
    async stop() {
      await tpm2('tpm2_shutdown', ['-c']).catch(() => undefined);
      await end(child);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  await Promise.race([ended, pause(STOP_MS, undefined, { ref: false })]);
  child.kill('SIGKILL');
  await ended;
}

const execute = promisify(execFile);

async function run(program: string, words: readonly string[], { folder, tcti }: { folder: string; tcti?: string }): Promise<string> {
  const env = { ...process.env, HOME: folder, LC_ALL: 'C', TMPDIR: folder, ...(tcti === undefined ? {} : { TPM2TOOLS_TCTI: tcti }) };
  const { stdout } = await execute(program, [...words], { cwd: folder, env, timeout: COMMAND_MS, maxBuffer: OUTPUT_BYTES });
  return stdout;
}
