import { equalBytes, toHex } from '#lib/encoding/bytes.ts';
import { attestationKeyFlaws, HIERARCHY, nameOf, parsePublicArea, qualifiedNameOf } from '#lib/tpm/public-area.ts';
import { type EndorsementKey, handlesOf, publicAreaAt } from './endorsement-key.ts';
import { AGENT_EXIT, AgentProblem } from './problem.ts';
import type { TpmTools } from './tpm-tools.ts';

/** Where the attestation key stays unless told otherwise: it never leaves the TPM, and nothing of it is on the disk. */
export const USUAL_KEY_HANDLE = '0x81010002';

/** The key that signs what this machine says of itself. */
export interface AttestationKey {
  readonly handle: string;
  /** TPM2B_PUBLIC. */
  readonly publicArea: Uint8Array;
  /** In hexadecimal: what the server knows it by. */
  readonly name: string;
}

/** Finds the key at its handle, or makes it below the endorsement key. @throws AgentProblem where something else lies there */
export async function findAttestationKey(
  tools: TpmTools,
  { handle, above }: { handle: string; above: EndorsementKey },
): Promise<AttestationKey> {
  if (!(await handlesOf(tools, 'handles-persistent')).has(handle.toLowerCase())) await createAt(tools, { handle, above });
  const publicArea = await publicAreaAt(tools, handle);
  const area = parsePublicArea(publicArea);
  const [flaw] = attestationKeyFlaws(area);
  if (flaw !== undefined) throw inTheWay(handle, `is no attestation key: ${flaw}`);
  await tools.run('tpm2_readpublic', '-c', handle, '-q', 'qualified-name');
  const qualifiedName = qualifiedNameOf(HIERARCHY.endorsement, [parsePublicArea(above.publicArea), area]);
  const name = nameOf(area);
  if (name === null || qualifiedName === null || !equalBytes(qualifiedName, tools.read('qualified-name')))
    throw inTheWay(handle, `does not lie below the endorsement key at ${above.handle}`);
  return { handle, publicArea, name: toHex(name) };
}

const inTheWay = (handle: string, what: string): AgentProblem =>
  new AgentProblem(AGENT_EXIT.machine, `what the TPM keeps at ${handle} ${what}. It is left alone; name a free handle with --key-handle`);

async function createAt(tools: TpmTools, { handle, above }: { handle: string; above: EndorsementKey }): Promise<void> {
  await tools.run(
    'tpm2_createak',
    '-C',
    above.handle,
    '-c',
    'ak.ctx',
    '-G',
    'ecc',
    '-g',
    'sha256',
    '-s',
    'ecdsa',
    '-u',
    'ak.pub',
    '-f',
    'tss',
  );
  // Where no resource manager does it: the TPM has three places for keys that are at work.
  await tools.run('tpm2_flushcontext', '-t');
  await tools.run('tpm2_evictcontrol', '-C', 'o', '-c', 'ak.ctx', handle);
  await tools.run('tpm2_flushcontext', '-t');
}

/** A question that only the TPM with both keys can answer. */
export interface ActivationCall {
  readonly key: AttestationKey;
  readonly above: EndorsementKey;
  /** In the file format of tpm2-tools. */
  readonly credential: Uint8Array;
}

/** Gives back what the credential holds. @throws AgentProblem where it was made for another TPM or another key */
export async function activateCredential(tools: TpmTools, { key, above, credential }: ActivationCall): Promise<Uint8Array> {
  tools.write('credential', credential);
  const words = ['-c', key.handle, '-C', above.handle, '-i', 'credential', '-o', 'secret'];
  if (above.usedBy === 'password') {
    await tools.run('tpm2_activatecredential', ...words);
    return tools.read('secret');
  }
  await tools.run('tpm2_startauthsession', '--policy-session', '-S', 'session.ctx');
  try {
    await tools.run('tpm2_policysecret', '-S', 'session.ctx', '-c', 'e');
    await tools.run('tpm2_activatecredential', ...words, '-P', 'session:session.ctx');
  } finally {
    await tools.run('tpm2_flushcontext', 'session.ctx');
  }
  return tools.read('secret');
}

/** What is quoted, and for whom. */
export interface QuoteCall {
  readonly key: AttestationKey;
  /** As tpm2-tools write it: `sha256:0,1,2`. */
  readonly selection: string;
  readonly qualifyingData: Uint8Array;
}

/** What the TPM signed, and what its PCRs held then. */
export interface SignedQuote {
  readonly quote: Uint8Array;
  readonly signature: Uint8Array;
  /** One value after the other, in the order of the selection; null where they changed while it was signed. */
  readonly pcrValues: Uint8Array | null;
}

/** Lets the TPM sign its PCRs. tpm2_quote fails where it can't confirm the values that it read; the quote counts without them too. */
export async function quote(tools: TpmTools, { key, selection, qualifyingData }: QuoteCall): Promise<SignedQuote> {
  const words = ['-c', key.handle, '-l', selection, '-q', toHex(qualifyingData), '-g', 'sha256'];
  const files = ['-m', 'quote', '-s', 'signature', '-f', 'tss'];
  const withValues = await tools.run('tpm2_quote', ...words, ...files, '-o', 'pcrs', '-F', 'values').catch(agentProblem);
  if (withValues instanceof AgentProblem) await tools.run('tpm2_quote', ...words, ...files);
  const pcrValues = withValues instanceof AgentProblem ? null : tools.read('pcrs');
  return { quote: tools.read('quote'), signature: tools.read('signature'), pcrValues };
}

function agentProblem(error: unknown): AgentProblem {
  if (error instanceof AgentProblem) return error;
  throw error;
}
