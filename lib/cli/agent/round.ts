import { type InventoryFile, qualifyingDataOf } from '#lib/attestation/evidence-binding.ts';
import { toBase64 } from '#lib/encoding/bytes.ts';
import { type AttestationKey, activateCredential, findAttestationKey, quote } from './attestation-key.ts';
import { type EndorsementKey, findEndorsementKey } from './endorsement-key.ts';
import { type AgentTarget, askChallenge, beginEnrolment, type Challenge, endEnrolment, handIn } from './exchange.ts';
import { collectInventory } from './inventory.ts';
import { readMeasurementLogs } from './measurement-logs.ts';
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
    const challenge = await challengeFor(tools, { identity, target, say: input.say });
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
  if (above.certificate === null) say(`the TPM keeps no certificate of its endorsement key at ${above.handle}: nothing vouches for it`);
  return { above, key: await findAttestationKey(tools, { handle: options.keyHandle, above }) };
}

interface Asking {
  readonly identity: Identity;
  readonly target: AgentTarget;
  readonly say: RoundInput['say'];
}

async function challengeFor(tools: TpmTools, { identity, target, say }: Asking): Promise<Challenge> {
  const { above, key } = identity;
  const known = await askChallenge(target, key.name);
  if (known !== null) return known;
  const { id, credential } = await beginEnrolment(target, {
    endorsementKey: above.publicArea,
    endorsementCertificate: above.certificate,
    attestationKey: key.publicArea,
  });
  await endEnrolment(target, { id, secret: await activateCredential(tools, { key, above, credential }) });
  say(`enrolled the attestation key ${key.name}`);
  const challenge = await askChallenge(target, key.name);
  if (challenge === null) throw new AgentProblem(AGENT_EXIT.refused, 'the server enrolled the attestation key, and still does not know it');
  return challenge;
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
    ...present({ pcrValues: signed.pcrValues, eventLog: logs.eventLog, imaLog: logs.imaLog }),
    ...(inventory.length === 0 ? {} : { inventory: Object.fromEntries(inventory.map(({ name, octets }) => [name, toBase64(octets)])) }),
  });
}

/** What there is, in Base64. */
function present(members: Readonly<Record<string, Uint8Array | null>>): Readonly<Record<string, string>> {
  const given = Object.entries(members).flatMap(([name, octets]) => (octets === null ? [] : [[name, toBase64(octets)]]));
  return Object.fromEntries(given);
}
