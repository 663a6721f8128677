import { sha256Hex } from '#lib/encoding/digest.ts';
import { makeManifest, makeManifestSigner } from './reference-manifests.ts';
import { sampleAnswer } from './sample-attestation.ts';
import { makeSampleBoot, type SampleBoot } from './sample-boot.ts';
import { baseOf, inventoryOf, type SampleDevice } from './sample-device.ts';
import { built, inspection, received, type SampleSubmission, type World } from './sample-submissions.ts';

/** A model whose devices stand in public places, so that a policy asks more of them. */
export const KIOSK = 'Kiosk Terminal KT-2';

/** What the policy of that model asks for: Secure Boot, and an answer every week. */
export const KIOSK_LINE = {
  manufacturers: [],
  models: [KIOSK],
  devices: [],
  freshnessDays: 7,
  requiredPcrs: [7],
  requireSecureBoot: true,
  requireReferences: false,
};

/** A new kernel, then another boot loader with Secure Boot off. */
export function startsOtherwise(device: SampleDevice, world: World): readonly SampleSubmission[] {
  const log = (boot: Partial<SampleBoot>, daysAgo: number): SampleSubmission => ({
    ...inspection(makeSampleBoot(boot), daysAgo),
    fileName: 'binary_bios_measurements',
    device: sha256Hex(baseOf(device, world.authorities)),
  });
  return [
    ...built(device, world),
    received(device),
    log({}, 60),
    log({ kernel: 'linux 6.12.11', revoked: 4 }, 30),
    log({ kernel: 'linux 6.12.11', revoked: 4 }, 14),
    log({ kernel: 'linux 6.12.11', revoked: 4, secureBoot: false, loader: 'another loader' }, 2),
    inspection(inventoryOf(device), 2),
  ];
}

/** What one answer tells. */
interface Told {
  readonly hides?: boolean;
  readonly boot?: Partial<SampleBoot>;
}

function answer(device: SampleDevice, { ago }: World, daysAgo: number, told: Told = {}): SampleSubmission {
  const { bytes, challenge } = sampleAnswer({ number: device.number, daysAgo, at: ago(daysAgo), ...told });
  return { ...inspection(bytes, daysAgo), fileName: 'evidence.json', submittedBy: 'agent@sample', challenge };
}

/** One answer a day, the oldest first. */
const daily = (from: number, until: number): readonly number[] => Array.from({ length: from - until + 1 }, (_, index) => from - index);

/** What every device with a TPM that answers has: its certificates, and parts that are as they should be. */
const answering = (device: SampleDevice, world: World, answers: readonly SampleSubmission[]): readonly SampleSubmission[] => [
  ...built(device, world),
  received(device),
  ...answers,
  inspection(inventoryOf(device), 1),
];

/** Answers a challenge a day. */
export function attests(device: SampleDevice, world: World): readonly SampleSubmission[] {
  const answers = [...daily(21, 2), 0.5].map((daysAgo) => answer(device, world, daysAgo));
  return answering(device, world, answers);
}

/** At last something is started that its log hides. */
export function hidesSomething(device: SampleDevice, world: World): readonly SampleSubmission[] {
  const answers = daily(21, 2).map((daysAgo) => answer(device, world, daysAgo));
  return answering(device, world, [...answers, answer(device, world, 0.5, { hides: true })]);
}

/** Nothing of it came for longer than any device may be silent, although collectors see its parts. */
export function fellSilent(device: SampleDevice, world: World): readonly SampleSubmission[] {
  const answers = daily(120, 100).map((daysAgo) => answer(device, world, daysAgo));
  return answering(device, world, answers);
}

/** Its key is enrolled, and that is all. */
export function onlyEnrolled(device: SampleDevice, world: World): readonly SampleSubmission[] {
  return answering(device, world, []);
}

/** Nothing changed: it has been like that since it was enrolled. */
export function startsWithoutSecureBoot(device: SampleDevice, world: World): readonly SampleSubmission[] {
  const answers = daily(10, 1).map((daysAgo) => answer(device, world, daysAgo, { boot: { secureBoot: false } }));
  return answering(device, world, answers);
}

/** Its last answer is younger than any device's has to be, and older than that of its model. */
export function silentForTwoWeeks(device: SampleDevice, world: World): readonly SampleSubmission[] {
  const answers = daily(20, 14).map((daysAgo) => answer(device, world, daysAgo));
  return answering(device, world, answers);
}

/** The vendor's manifest describes the start of its model from the factory on; this one was given another firmware since. */
export function anotherFirmware(device: SampleDevice, world: World): readonly SampleSubmission[] {
  const { manufacturer, model } = device.platform;
  const support = { name: 'factory.rimel', bytes: makeSampleBoot() };
  const { sign } = makeManifestSigner('sample vendor', { authority: world.authorities.vendor });
  const manifest = sign(makeManifest({ tagId: 'sample-factory', manufacturer, model, firmwareVersion: '1.4.0', files: [support] }));
  const reference = (fileName: string, bytes: Uint8Array): SampleSubmission => ({
    fileName,
    bytes,
    daysAgo: 190,
    submittedBy: 'vendor@sample',
    role: 'reference',
    device: sha256Hex(baseOf(device, world.authorities)),
  });
  const answers = daily(10, 3).map((daysAgo) => answer(device, world, daysAgo));
  return [
    ...answering(device, world, [...answers, answer(device, world, 1, { boot: { firmware: '1.4.9' } })]),
    reference('factory.swidtag', manifest),
    reference(support.name, support.bytes),
  ];
}
