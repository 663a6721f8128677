import type { Challenge } from '#lib/device/submission-types.ts';
import { concatBytes, encodeUtf8, fromHex, toBase64, toHex } from '#lib/encoding/bytes.ts';
import { sha256Hex } from '#lib/encoding/digest.ts';
import { HIERARCHY, nameOf, parsePublicArea, qualifiedNameOf } from '#lib/tpm/public-area.ts';
import { evidenceFile, evidenceMembers, makeEvidence, pcrsAfter } from './attestation-evidence.ts';
import { makeTpmEndorsementKey } from './endorsement-keys.ts';
import { FACTORY_BOOT, type SampleBoot, sampleBootEvents } from './sample-boot.ts';
import { type MadeAttestationKey, sampleAttestationKey } from './tpm-quotes.ts';

const SHA256 = 0x000b;
const PCRS = [0, 1, 2, 3, 4, 5, 6, 7];
const DAY_MS = 86_400_000;
const FIVE_MINUTES_MS = 300_000;
const keyOf = (number: number): MadeAttestationKey => sampleAttestationKey(`ak-${number}`);

/** The keys of a made-up TPM, both as TPM2B_PUBLIC. */
export interface EnrolledSampleKey {
  readonly endorsementKey: Uint8Array;
  readonly attestationKey: Uint8Array;
}

/** The keys in the TPM of the sample device of that number. */
export function enrolledSampleKey(number: number): EnrolledSampleKey {
  return {
    endorsementKey: makeTpmEndorsementKey('ec-p256', `ek-${number}`).publicArea,
    attestationKey: keyOf(number).publicArea,
  };
}

/** The attestation key was made below the endorsement key, as an agent makes it. */
function qualifiedSignerOf(number: number): Uint8Array {
  const { endorsementKey, attestationKey } = enrolledSampleKey(number);
  return qualifiedNameOf(HIERARCHY.endorsement, [endorsementKey, attestationKey].map(parsePublicArea)) ?? new Uint8Array();
}

/** One answer of a sample device. `hides`: something was started that its log doesn't tell. */
export interface SampleAnswer {
  readonly number: number;
  readonly daysAgo: number;
  /** ISO 8601: when it is received. */
  readonly at: string;
  readonly hides?: boolean;
  /** What differs from its start as it left the factory. */
  readonly boot?: Partial<SampleBoot>;
}

/** The evidence that a sample device hands in, and the challenge that it answers. */
export function sampleAnswer({ number, daysAgo, at, hides = false, boot = {} }: SampleAnswer): {
  readonly bytes: Uint8Array;
  readonly challenge: Challenge;
} {
  const key = keyOf(number);
  const challenge = challengeTo(key, { at, seed: `${number}-${daysAgo}` });
  const unlogged = hides ? [{ pcr: 4, data: encodeUtf8('a boot kit') }] : [];
  const made = makeEvidence({
    key,
    nonce: fromHex(challenge.nonce),
    events: sampleBootEvents({ ...FACTORY_BOOT, ...boot }),
    unlogged,
    quote: {
      qualifiedSigner: qualifiedSignerOf(number),
      clock: BigInt(Math.round((400 - daysAgo) * DAY_MS)),
      resetCount: hides || Object.keys(boot).length > 0 ? 2 : 1,
    },
  });
  const values = pcrsAfter(made.eventLog, unlogged);
  const pcrValues = toBase64(concatBytes(PCRS.map((pcr) => values(SHA256, pcr) ?? new Uint8Array())));
  return { bytes: evidenceFile({ ...evidenceMembers(made), pcrValues }), challenge };
}

function challengeTo({ publicArea }: MadeAttestationKey, { at, seed }: { readonly at: string; readonly seed: string }): Challenge {
  const name = nameOf(parsePublicArea(publicArea)) ?? new Uint8Array();
  const issued = Date.parse(at) - 1000;
  return {
    id: `sample-${seed}`,
    nonce: sha256Hex(seed),
    attestationKey: toHex(name),
    selection: `sha256:${PCRS.join()}`,
    issuedAt: new Date(issued).toISOString(),
    expiresAt: new Date(issued + FIVE_MINUTES_MS).toISOString(),
  };
}
