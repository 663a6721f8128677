import { accessSync, constants, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeUtf8 } from '#lib/encoding/bytes.ts';
import { AGENT_EXIT, AgentProblem } from './problem.ts';
import { runProgram } from './run-program.ts';

/** A TPM on a slow bus takes half a minute to find an RSA key. */
const LIMITS = { milliseconds: 120_000, octets: 1024 * 1024 };
/** The largest thing that tpm2-tools write here is a certificate. */
const MAX_FILE_BYTES = 64 * 1024;

/** tpm2-tools, which exchange files in a folder of their own. */
export interface TpmTools {
  /** What the program prints. @throws AgentProblem when it is missing or fails */
  readonly run: (program: string, ...words: readonly string[]) => Promise<string>;
  readonly read: (name: string) => Uint8Array;
  readonly write: (name: string, octets: Uint8Array) => void;
}

/** Where programs are found, and how they reach the TPM. */
export interface Surroundings {
  readonly path: string;
  /** As `--tcti` of tpm2-tools takes it; undefined for the resource manager of the kernel. */
  readonly tcti: string | undefined;
  /** A folder in memory, such as systemd makes; undefined for that of the system. */
  readonly runtimeFolder: string | undefined;
}

/** Left to themselves, tpm2-tools end with whoever listens on this machine's port 2321: on one without a TPM, anybody. */
const KERNEL_RESOURCE_MANAGER = 'device:/dev/tpmrm0';

/** The environment of every program that the agent runs: nothing of the agent's own. */
export function programEnvironment(
  { path, tcti = KERNEL_RESOURCE_MANAGER }: Surroundings,
  folder: string,
): Readonly<Record<string, string>> {
  return { PATH: path, LC_ALL: 'C', HOME: folder, TPM2TOOLS_TCTI: tcti };
}

/** Works with the TPM in a folder that only this account can enter, and that is gone afterwards: a secret of an enrolment is in it for a moment. */
export async function withTpmTools<T>(surroundings: Surroundings, work: (tools: TpmTools) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(surroundings.runtimeFolder ?? tmpdir(), 'assay-agent-'));
  try {
    return await work({
      run: (program, ...words) => runTool(surroundings, { folder, program, words }),
      read: (name) => readSmall(join(folder, name)),
      write: (name, octets) => writeFileSync(join(folder, name), octets, { mode: 0o600 }),
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

interface ToolCall {
  readonly folder: string;
  readonly program: string;
  readonly words: readonly string[];
}

async function runTool(surroundings: Surroundings, call: ToolCall): Promise<string> {
  const outcome = await runProgram({ ...call, limits: LIMITS, environment: programEnvironment(surroundings, call.folder) });
  switch (outcome.kind) {
    case 'done':
      return decodeUtf8(outcome.output);
    case 'missing':
      throw new AgentProblem(AGENT_EXIT.machine, `${call.program} is not installed; on Debian: apt-get install tpm2-tools`);
    case 'failed':
      throw new AgentProblem(AGENT_EXIT.machine, deviceProblem(surroundings) ?? `${call.program} ${outcome.reason}`);
    default:
      outcome satisfies never;
      throw new Error('an outcome that there is not');
  }
}

/** Why no program reaches a TPM that is a device file; tpm2-tools say the same for all reasons. @returns undefined where that isn't why */
export function deviceProblem({ tcti = KERNEL_RESOURCE_MANAGER }: Pick<Surroundings, 'tcti'>): string | undefined {
  const device = /^device:(.+)$/.exec(tcti)?.[1];
  if (device === undefined) return undefined;
  if (!existsSync(device))
    return `this machine has no TPM at ${device}: it has none, or its firmware switched it off; another one is named by --tcti`;
  try {
    accessSync(device, constants.R_OK | constants.W_OK);
    return undefined;
  } catch {
    return `this account may not open the TPM at ${device}: run as root, or in the group that owns it`;
  }
}

function readSmall(path: string): Uint8Array {
  const { size } = statSync(path);
  if (size > MAX_FILE_BYTES)
    throw new AgentProblem(AGENT_EXIT.machine, `tpm2-tools wrote ${size} octets where ${MAX_FILE_BYTES} are the most`);
  return new Uint8Array(readFileSync(path));
}
