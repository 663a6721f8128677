import { makeHbom } from './boms.ts';
import { tamper } from './platform-certificates.ts';
import { type EnrolledSampleKey, enrolledSampleKey } from './sample-attestation.ts';
import { makeSampleAuthorities, type SampleAuthorities } from './sample-authorities.ts';
import {
  baseOf,
  deltaOf,
  endorsementKeyOf,
  inventoryOf,
  makeSampleDevice,
  memoryModule,
  type SampleComponent,
  type SampleDevice,
} from './sample-device.ts';
import {
  anotherFirmware,
  attests,
  fellSilent,
  hidesSomething,
  KIOSK,
  onlyEnrolled,
  silentForTwoWeeks,
  startsOtherwise,
  startsWithoutSecureBoot,
} from './sample-starts.ts';
import { built, inspection, received, type SampleSubmission, type StoryTeller, vendorFile, type World } from './sample-submissions.ts';

/** What happened to one device, in words, and the files that tell it. */
export interface SampleStory {
  readonly device: SampleDevice;
  readonly story: string;
  readonly submissions: readonly SampleSubmission[];
  /** The attestation key that was seen in its TPM, so many days before the clock of the fleet; null where none was. */
  readonly enrolled: (EnrolledSampleKey & { readonly daysAgo: number }) | null;
}

/** The parts with one replaced: `change` is asked for each and may answer another part, or null for none. */
function changed(device: SampleDevice, change: (part: SampleComponent) => SampleComponent | null): readonly SampleComponent[] {
  return device.components.map(change).filter((part) => part !== null);
}

const isFirstMemory = (part: SampleComponent): boolean => part.serial?.endsWith('-M1') === true;
const isFirmware = (part: SampleComponent): boolean => part.model === 'System Firmware';
const swapped = (device: SampleDevice): readonly SampleComponent[] =>
  changed(device, (part) => (isFirstMemory(part) ? { ...part, serial: `${device.platform.serial}-X9` } : part));

function asBuilt(device: SampleDevice, world: World): readonly SampleSubmission[] {
  return [...built(device, world), received(device), inspection(inventoryOf(device), 20), inspection(inventoryOf(device), 5)];
}

function swappedMemory(device: SampleDevice, world: World): readonly SampleSubmission[] {
  return [...built(device, world), received(device), inspection(inventoryOf(device, swapped(device)), 3)];
}

function addedWithDelta(device: SampleDevice, world: World): readonly SampleSubmission[] {
  const added = memoryModule(`${device.platform.serial}-M9`);
  const delta = deltaOf({
    device,
    authorities: world.authorities,
    order: 1,
    components: [{ ...added, status: 'added' }],
    notBefore: world.ago(31),
  });
  return [
    ...built(device, world),
    received(device),
    { ...vendorFile('delta.cer', delta, 30), submittedBy: 'integrator@sample' },
    inspection(inventoryOf(device, [...device.components, added]), 10),
  ];
}

function lyingDelta(device: SampleDevice, world: World): readonly SampleSubmission[] {
  const { authorities } = world;
  const claimed = memoryModule(`${device.platform.serial}-M7`);
  const seen = memoryModule(`${device.platform.serial}-M8`);
  const delta = deltaOf({ device, authorities, order: 1, components: [{ ...claimed, status: 'added' }], notBefore: world.ago(31) });
  return [
    ...built(device, world),
    received(device),
    { ...vendorFile('delta.cer', delta, 30), submittedBy: 'integrator@sample' },
    inspection(inventoryOf(device, [...device.components, seen]), 10),
  ];
}

function strangersDelta(device: SampleDevice, world: World): readonly SampleSubmission[] {
  const added = memoryModule(`${device.platform.serial}-M6`);
  const delta = deltaOf({
    device,
    authorities: world.authorities,
    order: 1,
    components: [{ ...added, status: 'added' }],
    notBefore: world.ago(31),
    issuer: 'stranger',
  });
  return [
    ...built(device, world),
    received(device),
    vendorFile('delta.cer', delta, 30),
    inspection(inventoryOf(device, [...device.components, added]), 9),
  ];
}

function firmwareChanged(device: SampleDevice, world: World): readonly SampleSubmission[] {
  const components = changed(device, (part) => (isFirmware(part) ? { ...part, revision: '9.9.0' } : part));
  return [...built(device, world), received(device), inspection(inventoryOf(device, components), 2)];
}

function serialBlanked(device: SampleDevice, world: World): readonly SampleSubmission[] {
  const components = changed(device, (part) => (isFirstMemory(part) ? { ...part, serial: 'Not Specified' } : part));
  return [...built(device, world), received(device), inspection(inventoryOf(device, components), 4)];
}

function withoutEndorsementKey(device: SampleDevice, { authorities }: World): readonly SampleSubmission[] {
  return [vendorFile('base.cer', baseOf(device, authorities)), received(device)];
}

function tamperedBase(device: SampleDevice, { authorities }: World): readonly SampleSubmission[] {
  const base = baseOf(device, authorities);
  return [
    vendorFile('ek.cer', endorsementKeyOf(device, authorities)),
    vendorFile('base.cer', tamper(base, indexOfText(base, device.platform.serial))),
    received(device),
  ];
}

function stale(device: SampleDevice, world: World): readonly SampleSubmission[] {
  return [...built(device, world), received(device, 150)];
}

function swapUndone(device: SampleDevice, world: World): readonly SampleSubmission[] {
  return [
    ...built(device, world),
    received(device),
    inspection(inventoryOf(device, swapped(device)), 12),
    inspection(inventoryOf(device), 6),
  ];
}

function missingLink(device: SampleDevice, world: World): readonly SampleSubmission[] {
  const { authorities } = world;
  const first = deltaOf({
    device,
    authorities,
    order: 1,
    components: [{ ...memoryModule(`${device.platform.serial}-M4`), status: 'added' }],
    notBefore: world.ago(50),
  });
  const second = deltaOf({
    device,
    authorities,
    order: 2,
    components: [{ ...memoryModule(`${device.platform.serial}-M5`), status: 'added' }],
    notBefore: world.ago(40),
    after: first,
  });
  return [...built(device, world), received(device), vendorFile('second-delta.cer', second, 39)];
}

function notInspected(device: SampleDevice, world: World): readonly SampleSubmission[] {
  return built(device, world);
}

function onlyHbom(device: SampleDevice, { ago }: World): readonly SampleSubmission[] {
  const bytes = makeHbom({
    subject: { ...device.platform, revision: null },
    components: device.components,
    serialNumber: `urn:uuid:00000000-0000-4000-8000-${String(device.number).padStart(12, '0')}`,
    timestamp: ago(45),
    complete: true,
  });
  return [{ fileName: 'hbom.cdx.json', bytes, daysAgo: 45, submittedBy: 'vendor@sample', role: null }];
}

/** What the fleet knows of a story besides its files. */
interface Told {
  /** When its attestation key was enrolled; none when absent. */
  readonly enrolledDaysAgo?: number;
  /** Of its own, where a story is about all devices of a model. */
  readonly model?: string;
}

/** Every eighth device acts out a story; the others are as they were built. */
const STORIES: readonly (readonly [name: string, tell: StoryTeller, told?: Told])[] = [
  ['a memory module was swapped without a record', swappedMemory],
  ["the integrator's delta explains an added memory module", addedWithDelta],
  ['a delta names another memory module than the one that is there', lyingDelta],
  ['a stranger signed the delta', strangersDelta],
  ['the firmware version changed without a record', firmwareChanged],
  ['a serial number is no longer reported', serialBlanked],
  ['the EK certificate was never handed in', withoutEndorsementKey],
  ['a byte of the certificate was changed', tamperedBase],
  ['the last inspection is too old', stale],
  ['a swap was undone', swapUndone],
  ['a delta follows one that is missing', missingLink],
  ['nobody has looked inside yet', notInspected],
  ['only an HBOM, no certificate', onlyHbom],
  ['another boot loader started, with Secure Boot off', startsOtherwise],
  ['its TPM answers every day', attests, { enrolledDaysAgo: 30 }],
  ['its TPM answers, and at last something was started that its log hides', hidesSomething, { enrolledDaysAgo: 30 }],
  ['its TPM fell silent', fellSilent, { enrolledDaysAgo: 121 }],
  ['its key was enrolled, and its TPM has not answered yet', onlyEnrolled, { enrolledDaysAgo: 2 }],
  ['it starts without Secure Boot, which the policy of its model asks for', startsWithoutSecureBoot, { enrolledDaysAgo: 30, model: KIOSK }],
  ['it shows what the policy of its model asks for', attests, { enrolledDaysAgo: 30, model: KIOSK }],
  ['it starts another firmware than the manifest of its model describes', anotherFirmware, { enrolledDaysAgo: 30 }],
  ['it has been silent for longer than the policy of its model allows', silentForTwoWeeks, { enrolledDaysAgo: 60, model: KIOSK }],
];

const EVERY = 8;

/** So many made-up devices with their files, and the authorities to trust. `now` is ISO 8601. */
export function makeSampleFleet({ count, now }: { count: number; now: string }): {
  authorities: SampleAuthorities;
  stories: Iterable<SampleStory>;
} {
  const authorities = makeSampleAuthorities();
  const ago = (days: number): string => new Date(Date.parse(now) - days * 86_400_000).toISOString();
  return { authorities, stories: tell(count, { authorities, ago }) };
}

function* tell(count: number, world: World): Generator<SampleStory> {
  for (let number = 1; number <= count; number += 1) {
    const [story, teller, { enrolledDaysAgo, model }] = storyOf(number);
    const made = makeSampleDevice(number);
    const device = model === undefined ? made : { ...made, platform: { ...made.platform, manufacturer: 'Halden Instruments', model } };
    const enrolled = enrolledDaysAgo === undefined ? null : { ...enrolledSampleKey(number), daysAgo: enrolledDaysAgo };
    yield { device, story, submissions: teller(device, world), enrolled };
  }
}

function storyOf(number: number): readonly [name: string, tell: StoryTeller, told: Told] {
  const [story, teller, told = {}] = (number % EVERY === 0 ? STORIES[(number / EVERY - 1) % STORIES.length] : undefined) ?? [
    'as it was built',
    asBuilt,
  ];
  return [story, teller, told];
}

function indexOfText(bytes: Uint8Array, text: string): number {
  const at = Buffer.from(bytes).indexOf(text);
  if (at < 0) throw new RangeError('the certificate does not hold that text');
  return at;
}
