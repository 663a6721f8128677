import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { USUAL_KEY_HANDLE } from './attestation-key.ts';
import { ENDORSEMENT_KEY_NAMES } from './endorsement-key.ts';
import { type AgentTarget, checkedSelection } from './exchange.ts';
import { AGENT_EXIT, AgentProblem } from './problem.ts';
import { parseDuration, type Schedule } from './schedule.ts';

/** What stands on the command line. */
export const AGENT_USAGE = [
  'assay agent --server URL [--token-file FILE] [--once | --every 1h --jitter 10m] [--no-inventory]',
  '            [--tcti TCTI] [--key-handle HANDLE] [--endorsement-key NAME] [--endorsement-certificate FILE]',
  '            [--certifying-key HANDLE --certifying-certificate FILE] [--log FILE] [--ima-log FILE]',
  '            [--runtime-log FILE] [--allow-http]',
  'assay agent --out FILE [--nonce HEX] [--selection sha256:0,1,…]: writes the evidence, and sends nothing',
] as const;

const OPTIONS = {
  server: { type: 'string' },
  'token-file': { type: 'string' },
  once: { type: 'boolean' },
  every: { type: 'string' },
  jitter: { type: 'string' },
  out: { type: 'string' },
  nonce: { type: 'string' },
  selection: { type: 'string' },
  tcti: { type: 'string' },
  log: { type: 'string' },
  'ima-log': { type: 'string' },
  'runtime-log': { type: 'string' },
  'no-inventory': { type: 'boolean' },
  'key-handle': { type: 'string' },
  'endorsement-key': { type: 'string' },
  'endorsement-certificate': { type: 'string' },
  'certifying-key': { type: 'string' },
  'certifying-certificate': { type: 'string' },
  'allow-http': { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

type Values = ReturnType<typeof readWords>;

/** Where the evidence goes. */
export type Destination =
  | { readonly kind: 'server'; readonly target: AgentTarget /** Null for one round. */; readonly schedule: Schedule | null }
  | {
      readonly kind: 'file';
      readonly path: string /** Null where nobody asked. */;
      readonly nonce: Uint8Array | null;
      readonly selection: string;
    };

/** What the agent was told, read and checked. */
export interface AgentOptions {
  readonly destination: Destination;
  readonly tcti: string | undefined;
  readonly eventLog: string | undefined;
  readonly imaLog: string | undefined;
  readonly runtimeLog: string | undefined;
  readonly withInventory: boolean;
  readonly keyHandle: string;
  readonly endorsementKey: string | undefined;
  readonly endorsementCertificate: string | undefined;
  /** By which its key is enrolled; undefined where the TPM opens a credential. */
  readonly certifying: CertifyingWish | undefined;
}

/** A key that the maker of the machine certified (an IAK), and the file with its certificate. */
export interface CertifyingWish {
  readonly handle: string;
  /** Undefined where the server has it. */
  readonly certificateFile: string | undefined;
}

const MAX_TOKEN_FILE_BYTES = 4096;
/** What a server asks for as well. */
const USUAL_SELECTION = 'sha256:0,1,2,3,4,5,6,7,8,9,10,14';
const [USUAL_EVERY, USUAL_JITTER] = ['1h', '10m'];
/** Persistent handles of the owner. @spec TPM 2.0 Library Part 2 section 7.5 */
const OWNER_HANDLE = /^0x81[0-7][0-9a-f]{5}$/i;
/** Those of the maker of the machine too. */
const PERSISTENT_HANDLE = /^0x81[0-9a-f]{6}$/i;
const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);

/** Reads the words behind `agent`. @returns 'help' where that was asked for @throws AgentProblem that names what is wrong */
export function readAgentOptions(
  words: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): AgentOptions | 'help' {
  const values = readWords(words);
  if (values.help === true) return 'help';
  const keyHandle = values['key-handle'] ?? USUAL_KEY_HANDLE;
  if (!OWNER_HANDLE.test(keyHandle)) throw usage(`--key-handle ${keyHandle} is none from 0x81000000 to 0x817FFFFF`);
  const endorsementKey = values['endorsement-key'];
  if (endorsementKey !== undefined && !ENDORSEMENT_KEY_NAMES.includes(endorsementKey))
    throw usage(`--endorsement-key takes one of ${ENDORSEMENT_KEY_NAMES.join(', ')}`);
  return {
    destination: values.out === undefined ? serverOf(values, environment) : fileOf(values, values.out),
    tcti: values.tcti,
    eventLog: values.log,
    imaLog: values['ima-log'],
    runtimeLog: values['runtime-log'],
    withInventory: values['no-inventory'] !== true,
    keyHandle,
    endorsementKey,
    endorsementCertificate: values['endorsement-certificate'],
    certifying: certifyingOf(values),
  };
}

function certifyingOf({ 'certifying-key': handle, 'certifying-certificate': certificateFile, out }: Values): CertifyingWish | undefined {
  if (handle === undefined && certificateFile === undefined) return undefined;
  if (handle === undefined) throw usage('--certifying-certificate goes with --certifying-key');
  if (out !== undefined) throw usage('--certifying-key enrols at a server: it goes without --out');
  if (!PERSISTENT_HANDLE.test(handle)) throw usage(`--certifying-key ${handle} is none from 0x81000000 to 0x81FFFFFF`);
  return { handle, certificateFile };
}

const usage = (message: string): AgentProblem => new AgentProblem(AGENT_EXIT.usage, message);

function readWords(words: readonly string[]) {
  if (words.some((word) => word === '--token' || word.startsWith('--token=')))
    throw usage(
      'a token on the command line is seen by everybody on this machine; write it to a file for --token-file, or set ASSAY_TOKEN',
    );
  try {
    return parseArgs({ args: [...words], options: OPTIONS }).values;
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw usage(error.message.split('. ')[0] ?? error.message);
  }
}

function fileOf({ nonce, selection, server, once, every, jitter }: Values, path: string): Destination {
  if ([server, once, every, jitter].some((value) => value !== undefined))
    throw usage('--out sends nothing: it goes without --server, --once, --every and --jitter');
  if (nonce !== undefined && !/^(?:[0-9a-f]{2}){16,64}$/i.test(nonce)) throw usage('--nonce takes 16 to 64 octets in hexadecimal');
  return {
    kind: 'file',
    path,
    nonce: nonce === undefined ? null : new Uint8Array(Buffer.from(nonce, 'hex')),
    selection: checkedSelection(selection ?? USUAL_SELECTION),
  };
}

function serverOf(values: Values, environment: Readonly<Record<string, string | undefined>>): Destination {
  const server = values.server ?? environment.ASSAY_SERVER ?? '';
  if (server === '') throw usage('say where to: --server URL (or ASSAY_SERVER), or --out FILE');
  if (values.nonce !== undefined || values.selection !== undefined)
    throw usage('--nonce and --selection go with --out: a server says what it wants');
  const url = URL.canParse(server) ? new URL(server) : undefined;
  if (url?.protocol !== 'https:' && url?.protocol !== 'http:') throw usage(`${server} is no http or https address`);
  if (url.protocol === 'http:' && !LOOPBACK.has(url.hostname) && values['allow-http'] !== true)
    throw usage(`${server}: the token would cross the network for everybody to read; use https, or say --allow-http`);
  const target = { server: server.replace(/\/+$/, ''), token: tokenOf(values['token-file'], environment) };
  return { kind: 'server', target, schedule: scheduleOf(values) };
}

/** From the file named, from where systemd puts a credential, or from the environment. */
function tokenOf(file: string | undefined, { CREDENTIALS_DIRECTORY, ASSAY_TOKEN }: Readonly<Record<string, string | undefined>>): string {
  const path = file ?? (CREDENTIALS_DIRECTORY === undefined ? undefined : `${CREDENTIALS_DIRECTORY}/token`);
  const token = (path === undefined ? (ASSAY_TOKEN ?? '') : readTokenFile(path)).trim();
  if (token === '') throw usage('there is no token: write it to a file for --token-file, or set ASSAY_TOKEN');
  if (!/^[\x21-\x7e]{1,1000}$/.test(token)) throw usage('the token has characters that no token has');
  return token;
}

function readTokenFile(path: string): string {
  try {
    const bytes = readFileSync(path);
    if (bytes.length > MAX_TOKEN_FILE_BYTES) throw usage(`${path} has ${bytes.length} octets, more than a token`);
    return bytes.toString('utf8');
  } catch (error) {
    if (error instanceof AgentProblem) throw error;
    throw usage(`the token can't be read from ${path}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function scheduleOf({ once, every, jitter }: Values): Schedule | null {
  if (once === true) {
    if (every !== undefined || jitter !== undefined) throw usage('--once goes without --every and --jitter');
    return null;
  }
  const [everyMs, jitterMs] = [parseDuration(every ?? USUAL_EVERY ?? ''), parseDuration(jitter ?? USUAL_JITTER ?? '')];
  if (everyMs === null || everyMs === 0) throw usage(`--every ${every} is no time such as 90s, 10m, 1h or 1d`);
  if (jitterMs === null) throw usage(`--jitter ${jitter} is no time such as 90s, 10m, 1h or 1d`);
  return { everyMs, jitterMs };
}
