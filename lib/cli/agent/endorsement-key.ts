import { readFileSync } from 'node:fs';
import { OBJECT_ATTRIBUTE, parsePublicArea } from '#lib/tpm/public-area.ts';
import { AGENT_EXIT, AgentProblem } from './problem.ts';
import type { TpmTools } from './tpm-tools.ts';

/** A place where TPMs keep an endorsement key and its certificate. */
interface EndorsementPlace {
  readonly name: string;
  /** NV index of the certificate. */
  readonly certificate: string;
  /** Persistent handle of the key. */
  readonly handle: string;
  /** What `tpm2_createek -G` makes it with where it isn't there; null where tpm2-tools have no template for it. */
  readonly template: 'rsa' | 'ecc' | null;
}

/** Those with the templates that every TPM knows first. @spec TCG EK Credential Profile 2.5 section 2.2.1.4; TCG Registry of Reserved TPM 2.0 Handles 1.2 */
const PLACES: readonly EndorsementPlace[] = [
  { name: 'rsa-2048', certificate: '0x01C00002', handle: '0x81010001', template: 'rsa' },
  { name: 'p-256', certificate: '0x01C0000A', handle: '0x8101000A', template: 'ecc' },
  { name: 'rsa-2048-high', certificate: '0x01C00012', handle: '0x81010012', template: null },
  { name: 'p-256-high', certificate: '0x01C00014', handle: '0x81010014', template: null },
  { name: 'p-384', certificate: '0x01C00016', handle: '0x81010016', template: null },
  { name: 'p-521', certificate: '0x01C00018', handle: '0x81010018', template: null },
  { name: 'rsa-3072', certificate: '0x01C0001C', handle: '0x8101001C', template: null },
  { name: 'rsa-4096', certificate: '0x01C0001E', handle: '0x8101001E', template: null },
];

/** The names that `--endorsement-key` takes. */
export const ENDORSEMENT_KEY_NAMES: readonly string[] = PLACES.map(({ name }) => name);

/** The endorsement key that vouches for this machine. */
export interface EndorsementKey {
  readonly handle: string;
  /** TPM2B_PUBLIC. */
  readonly publicArea: Uint8Array;
  /** As the TPM keeps it, or as its vendor hands it out; null where there is none. */
  readonly certificate: Uint8Array | null;
  /** Whether its empty password is enough to use it, or a session has to prove the endorsement hierarchy's. */
  readonly usedBy: 'password' | 'policy';
}

/** What was asked for on the command line. */
export interface EndorsementWish {
  /** One of ENDORSEMENT_KEY_NAMES; undefined for the first that has a certificate. */
  readonly name: string | undefined;
  /** A file with the certificate, for TPMs that keep none. */
  readonly certificateFile: string | undefined;
}

/** Finds the key, or makes it at its place where the TPM has only the seed of it. @throws AgentProblem where there is none */
export async function findEndorsementKey(tools: TpmTools, { name, certificateFile }: EndorsementWish): Promise<EndorsementKey> {
  const [keys, indices] = [await handlesOf(tools, 'handles-persistent'), await handlesOf(tools, 'handles-nv-index')];
  const isThere = ({ handle, template }: EndorsementPlace): boolean => keys.has(handle.toLowerCase()) || template !== null;
  const hasCertificate = ({ certificate }: EndorsementPlace): boolean => indices.has(certificate.toLowerCase());
  const possible = PLACES.filter((place) => isThere(place) && (name === undefined || place.name === name));
  const place = possible.find(hasCertificate) ?? possible[0];
  if (place === undefined) throw new AgentProblem(AGENT_EXIT.machine, `this TPM has no endorsement key ${name ?? ''}`);
  if (!keys.has(place.handle.toLowerCase())) await createAt(tools, place);
  const publicArea = await publicAreaAt(tools, place.handle);
  const isOpen = (parsePublicArea(publicArea).attributes & OBJECT_ATTRIBUTE.userWithAuth) !== 0;
  const certificate = await certificateOf(tools, { place, isKept: hasCertificate(place), certificateFile });
  return { handle: place.handle, publicArea, certificate, usedBy: isOpen ? 'password' : 'policy' };
}

/** The handles that the TPM tells of, in lower case. */
export async function handlesOf(tools: TpmTools, which: 'handles-persistent' | 'handles-nv-index'): Promise<ReadonlySet<string>> {
  const said = await tools.run('tpm2_getcap', which);
  return new Set([...said.matchAll(/0x[0-9a-f]{1,8}/gi)].map(([text]) => `0x${Number(text).toString(16).padStart(8, '0')}`));
}

/** TPM2B_PUBLIC of the key at a handle. */
export async function publicAreaAt(tools: TpmTools, handle: string): Promise<Uint8Array> {
  await tools.run('tpm2_readpublic', '-c', handle, '-f', 'tss', '-o', 'public');
  return tools.read('public');
}

async function createAt(tools: TpmTools, { handle, template }: EndorsementPlace): Promise<void> {
  await tools.run('tpm2_createek', '-G', template ?? 'rsa', '-c', handle, '-u', 'ek.pub');
  await tools.run('tpm2_flushcontext', '-t');
}

interface CertificatePlace {
  readonly place: EndorsementPlace;
  readonly isKept: boolean;
  readonly certificateFile: string | undefined;
}

async function certificateOf(tools: TpmTools, { place, isKept, certificateFile }: CertificatePlace): Promise<Uint8Array | null> {
  if (certificateFile !== undefined) return readGiven(certificateFile);
  if (!isKept) return null;
  await tools.run('tpm2_nvread', place.certificate, '-o', 'certificate');
  return tools.read('certificate');
}

/** @throws AgentProblem where it can't be read */
export function readGiven(path: string): Uint8Array {
  try {
    return new Uint8Array(readFileSync(path));
  } catch (error) {
    throw new AgentProblem(AGENT_EXIT.machine, `${path} can't be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}
