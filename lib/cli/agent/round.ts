import { type InventoryFile, qualifyingDataOf } from '#lib/attestation/evidence-binding.ts';
import { toBase64 } from '#lib/encoding/bytes.ts';
import { type AttestationKey, activateCredential, findAttestationKey, quote } from './attestation-key.ts';
import { certify } from './certifying-key.ts';
import { type EndorsementKey, findEndorsementKey, readGiven } from './endorsement-key.ts';
import {
  type AgentTarget,
  askChallenge,
  type BegunEnrolment,
  beginEnrolment,
  type Challenge,
  endByCertification,
  endEnrolment,
  handIn,
} from './exchange.ts';
import { collectInventory } from './inventory.ts';
import { hasRuntimeLog, readMeasurementLogs } from './measurement-logs.ts';
import type { AgentOptions } from './options.ts';
import { AGENT_EXIT, AgentProblem } from './problem.ts';
import { type Surroundings, type TpmTools, withTpmTools } from './tpm-tools.ts';

/** What one round needs. */
export interface RoundInput {
  readonly options: AgentOptions;
  readonly surroundings: Surroundings;
  /** A sentence for whoever runs the agent. */
  readonly say: (sentence: string) => void;
}

/** The keys of this machine's TPM. */
interface Identity {
  readonly above: EndorsementKey;
  readonly key: AttestationKey;
}

/** One round with a server: enrols where it must, answers one challenge. @returns the submission */
export async function attest(input: RoundInput, target: AgentTarget): Promise<string> {
  const inventory = await inventoryOf(input);
  return withTpmTools(input.surroundings, async (tools) => {
    const identity = await identityOf(tools, input);
    // The inventory takes its time, and a challenge lives for five minutes: so it is asked for last.
    const challenge = await challengeFor(tools, { identity, target, input });
    const bundle = await evidenceFor(tools, { input, identity, inventory, ...challenge });
    return handIn(target, { challenge, bundle });
  });
}

/** The evidence as one text, for a nonce that came by another way. */
export async function collectEvidence(input: RoundInput, asked: Pick<Challenge, 'nonce' | 'selection'>): Promise<string> {
  const inventory = await inventoryOf(input);
  return withTpmTools(input.surroundings, async (tools) =>
    evidenceFor(tools, { input, inventory, identity: await identityOf(tools, input), ...asked }),
  );
}

async function inventoryOf({ options, surroundings, say }: RoundInput): Promise<readonly InventoryFile[]> {
  if (!options.withInventory) return [];
  const { files, absent } = await collectInventory(surroundings);
  for (const sentence of absent) say(sentence);
  return files;
}

async function identityOf(tools: TpmTools, { options, say }: RoundInput): Promise<Identity> {
  const wish = { name: options.endorsementKey, certificateFile: options.endorsementCertificate };
  const above = await findEndorsementKey(tools, wish);
  if (above.certificate === null)
    say(
      `the TPM keeps no certificate of its endorsement key at ${above.handle}: nothing vouches for it, and what is handed in counts for no device until the server has one (--endorsement-certificate FILE)`,
    );
  return { above, key: await findAttestationKey(tools, { handle: options.keyHandle, above }) };
}

interface Asking {
  readonly identity: Identity;
  readonly target: AgentTarget;
  readonly input: RoundInput;
}

async function challengeFor(tools: TpmTools, asking: Asking): Promise<Challenge> {
  const { target, input } = asking;
  const { above, key } = asking.identity;
  const runtimeLog = await hasRuntimeLog(input.options);
  const known = await askChallenge(target, key.name, { runtimeLog });
  if (known !== null) return known;
  const begun = await beginEnrolment(target, {
    endorsementKey: above.publicArea,
    endorsementCertificate: above.certificate,
    attestationKey: key.publicArea,
  });
  await prove(tools, { ...asking, begun });
  input.say(`enrolled the attestation key ${key.name}`);
  const challenge = await askChallenge(target, key.name, { runtimeLog });
  if (challenge === null) throw new AgentProblem(AGENT_EXIT.refused, 'the server enrolled the attestation key, and still does not know it');
  return challenge;
}

/** Shows that the key lives in this TPM: by a key that its maker certified where one is named, else by the credential. */
async function prove(tools: TpmTools, { identity, target, input, begun }: Asking & { readonly begun: BegunEnrolment }): Promise<void> {
  const { above, key } = identity;
  const { certifying } = input.options;
  if (certifying === undefined) {
    const secret = await activateCredential(tools, { key, above, credential: begun.credential });
    return endEnrolment(target, { id: begun.id, secret });
  }
  if (above.certificate === null)
    throw new AgentProblem(
      AGENT_EXIT.machine,
      'without a certificate of its endorsement key nothing tells that the certifying key is of this TPM',
    );
  const said = await certify(tools, { certified: key.handle, certifying: certifying.handle, nonce: begun.nonce });
  const certifyingCertificate = certifying.certificateFile === undefined ? null : readGiven(certifying.certificateFile);
  return endByCertification(target, begun.id, { ...said, endorsementCertificate: above.certificate, certifyingCertificate });
}

interface EvidenceInput extends Pick<Challenge, 'nonce' | 'selection'> {
  readonly input: RoundInput;
  readonly identity: Identity;
  readonly inventory: readonly InventoryFile[];
}

async function evidenceFor(tools: TpmTools, { input, identity, inventory, nonce, selection }: EvidenceInput): Promise<string> {
  const qualifyingData = qualifyingDataOf(nonce, inventory);
  const signed = await quote(tools, { key: identity.key, selection, qualifyingData });
  const logs = await readMeasurementLogs(input.options);
  for (const sentence of logs.absent) input.say(sentence);
  return JSON.stringify({
    format: 'assay-evidence',
    version: 1,
    attestationKey: toBase64(identity.key.publicArea),
    endorsementKey: toBase64(identity.above.publicArea),
    ...present({ endorsementCertificate: identity.above.certificate }),
    quote: toBase64(signed.quote),
    signature: toBase64(signed.signature),
    ...present({ pcrValues: signed.pcrValues, eventLog: logs.eventLog, imaLog: logs.imaLog, runtimeLog: logs.runtimeLog }),
    ...(inventory.length === 0 ? {} : { inventory: Object.fromEntries(inventory.map(({ name, octets }) => [name, toBase64(octets)])) }),
  });
}

/** What there is, in Base64. */
function present(members: Readonly<Record<string, Uint8Array | null>>): Readonly<Record<string, string>> {
  const given = Object.entries(members).flatMap(([name, octets]) => (octets === null ? [] : [[name, toBase64(octets)]]));
  return Object.fromEntries(given);
}
