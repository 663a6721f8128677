import { makeSampleAuthorities } from '#lib/testing/sample-authorities.ts';
import {
  baseOf,
  endorsementKeyOf,
  inventoryOf,
  makeSampleDevice,
  type SampleComponent,
  type SampleDevice,
} from '#lib/testing/sample-device.ts';

/** One device a story, so that stories can run beside each other over one fleet. */
const NUMBERS = {
  'vendor-certificate-arrives': 5001,
  'receiving-inspection-matches': 5002,
  'swapped-dimm': 5003,
  'delta-explains-added-dimm': 5004,
  'lying-delta': 5005,
  'firmware-changes-without-record': 5006,
  'auditor-reads-everything': 5007,
  'integrator: granted': 5008,
  'integrator: not granted': 5009,
  'broken-file-is-explained': 5010,
  'finding-decision-needs-two-people': 5011,
  'evidence-download': 5012,
  'issuer-policy-needs-two-people': 5031,
  'as-of': 5013,
  'keyboard-only': 5014,
  'no-foreign-requests': 5015,
  accessibility: 5016,
  'lying-delta: stranger': 5017,
  'broken-file: altered': 5018,
  'broken-file: hostile': 5019,
  'revoked-for-key-compromise': 5035,
  'hbom-is-taken-away': 5051,
  'hbom-with-assemblies': 5052,
  'signed-bom-was-changed': 5053,
  'bom-number-of-another': 5054,
  'vendor-inventory': 5055,
  'alias-needs-two-people': 5061,
  'rebase-continues-a-chain': 5030,
  'another-loader-started': 5071,
  'device-attests': 5073,
  'one-digest': 5119,
  'device-falls-silent': 5074,
  'enrolment-is-withdrawn': 5101,
  'another-verifier-says-no': 5081,
  'firmware-beside-its-manifest': 5091,
  'firmware-beside-its-manifest: another': 5094,
  'repeated-reports': 5095,
  'stopped-evaluation': 5097,
  'attestation-policy: shows all': 5111,
  'attestation-policy: Secure Boot off': 5112,
  'attestation-policy: silent': 5113,
  'software-that-no-bom-lists': 5115,
  'fleet-columns': 5116,
} as const;
export type StoryName = keyof typeof NUMBERS;

/** A file as somebody chooses it. */
export interface StoryFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** The device of a story, and the files that its vendor and its collector would hand in. */
export interface StoryDevice {
  readonly device: SampleDevice;
  readonly serial: string;
  /** EK certificate and base certificate. */
  readonly built: readonly [endorsementKey: StoryFile, base: StoryFile];
  readonly inventory: (components?: readonly SampleComponent[]) => StoryFile;
}

export const authorities = makeSampleAuthorities();

/** @param model  of its own: what is said of a model concerns all devices of it */
export function storyDevice(story: StoryName, model?: string): StoryDevice {
  const sample = makeSampleDevice(NUMBERS[story]);
  const device = model === undefined ? sample : { ...sample, platform: { ...sample.platform, model } };
  const { serial } = device.platform;
  return {
    device,
    serial,
    built: [
      { name: `${serial}-ek.cer`, bytes: endorsementKeyOf(device, authorities) },
      { name: `${serial}-base.cer`, bytes: baseOf(device, authorities) },
    ],
    inventory: (components = device.components) => ({ name: `${serial}-inventory.json`, bytes: inventoryOf(device, components) }),
  };
}

/** The parts after somebody put another memory module into the first slot. */
export function withSwappedMemory({ device, serial }: StoryDevice): readonly SampleComponent[] {
  return device.components.map((part) => (part.serial === `${serial}-M1` ? { ...part, serial: `${serial}-X9` } : part));
}

/** ISO 8601 of so many days before now. */
export function daysAgo(days: number): string {
  return new Date(Date.now() - days * 86_400_000).toISOString();
}
