import { makeEndorsementKeyCertificate } from '#lib/testing/endorsement-key-certificates.ts';
import { makePlatformCertificate, tamper } from '#lib/testing/platform-certificates.ts';
import { certificateIdentityOf, type SampleAuthorities } from '#lib/testing/sample-authorities.ts';
import {
  baseOf,
  deltaOf,
  endorsementKeyOf,
  makeSampleDevice,
  memoryModule,
  type SampleComponent,
  type SampleDelta,
  type SampleDevice,
} from '#lib/testing/sample-device.ts';
import { FIRMWARE_SAMPLES } from './firmware-samples.ts';
import { LATER_SAMPLES } from './later-samples.ts';
import { authorities, device, fromVendor, inspected, received, type SampleFolder } from './sample-folder.ts';
import { TRUST_SAMPLES } from './trust-samples.ts';

const { serial } = device.platform;
const ek = endorsementKeyOf(device, authorities);
const base = baseOf(device, authorities);
const built = [fromVendor('ek.cer', ek), fromVendor('base.cer', base)];

/** `-M1` to `-M4` are there when it is built. */
const module = (number: number): SampleComponent => memoryModule(`${serial}-M${number}`);
const removed = (part: SampleComponent) => ({ ...part, status: 'removed' }) as const;
const added = (part: SampleComponent) => ({ ...part, status: 'added' }) as const;

type Delta = Pick<SampleDelta, 'order' | 'components' | 'after' | 'issuer'> & { readonly day: string };
const delta = ({ day, ...more }: Delta): Uint8Array => deltaOf({ device, authorities, notBefore: `2026-${day}T00:00:00Z`, ...more });

const isModule =
  (number: number) =>
  (part: SampleComponent): boolean =>
    part.serial === `${serial}-M${number}`;
const without = (number: number): readonly SampleComponent[] => device.components.filter((part) => !isModule(number)(part));
const swapped = (part: SampleComponent): SampleComponent => (isModule(1)(part) ? memoryModule('OTHER-0001') : part);
const firmware =
  (revision: string) =>
  (part: SampleComponent): SampleComponent =>
    part.model === 'System Firmware' ? { ...part, revision } : part;
const systemFirmware = device.components.find(({ model }) => model === 'System Firmware');
if (systemFirmware === undefined) throw new Error('the sample device has no firmware');

const first = delta({ order: 1, day: '03-01', components: [added(module(5))] });
const second = delta({ order: 2, day: '03-02', components: [removed(module(2))], after: first });
const third = delta({
  order: 3,
  day: '03-03',
  components: [{ ...systemFirmware, revision: '2.0.0', status: 'modified' }],
  after: second,
});
const afterThree = [...without(2).map(firmware('2.0.0')), module(5)];

/** A base with another holder, serial number or parts than the vendor's. */
function otherBase(over: Partial<Parameters<typeof makePlatformCertificate>[0]>, of: SampleDevice = device): Uint8Array {
  return makePlatformCertificate({
    authority: authorities.vendor,
    holder: certificateHolder(of),
    serialNumber: 4711n,
    platform: of.platform,
    components: of.components,
    ...over,
  });
}
const holderNumber = ({ number }: SampleDevice): bigint => 0x4000_0000n + BigInt(number);
const certificateHolder = (of: SampleDevice) => ({ issuer: authorities.tpmVendor.name, serialNumber: holderNumber(of) });
const ekBy = (authority: keyof SampleAuthorities, seed: string): Uint8Array =>
  makeEndorsementKeyCertificate({ authority: authorities[authority], serialNumber: holderNumber(device), seed, algorithm: 'ec-p256' });

const spare: SampleComponent = {
  class: { registry: '2.23.133.18.3.1', value: '000A0002' },
  manufacturer: 'Tamba Power',
  model: 'TP-550',
  serial: null,
  revision: '3',
  fieldReplaceable: true,
};
const twins: SampleDevice = { ...device, components: [...device.components, spare, spare] };
const neighbor = makeSampleDevice(4);
const neighborsBase = otherBase({ serialNumber: certificateIdentityOf(base).serialNumber }, neighbor);

const SAMPLES: readonly SampleFolder[] = [
  {
    name: 'base-and-three-deltas',
    handed: [
      ...built,
      received,
      fromVendor('delta-1.cer', first, '03-02'),
      fromVendor('delta-2.cer', second, '03-03'),
      fromVendor('delta-3.cer', third, '03-04'),
      inspected('04-01', afterThree),
    ],
  },
  {
    name: 'fork-of-disjoint-branches',
    handed: [
      ...built,
      received,
      fromVendor('left.cer', delta({ order: 1, day: '03-01', components: [added(module(5))] }), '03-02'),
      fromVendor('right.cer', delta({ order: 2, day: '03-02', components: [removed(module(2))] }), '03-03'),
      inspected('04-01', [...without(2), module(5)]),
    ],
  },
  {
    name: 'fork-over-one-part',
    handed: [
      ...built,
      received,
      fromVendor('left.cer', delta({ order: 1, day: '03-01', components: [removed(module(2)), added(module(5))] }), '03-02'),
      fromVendor('right.cer', delta({ order: 2, day: '03-01', components: [removed(module(2)), added(module(6))] }), '03-02'),
      inspected('04-01', [...without(2), module(5)]),
    ],
  },
  {
    name: 'missing-link',
    handed: [...built, received, fromVendor('delta-2.cer', second, '03-03'), inspected('04-01', [...without(2), module(5)])],
  },
  {
    name: 'wrong-holder',
    handed: [
      fromVendor('ek.cer', ek),
      fromVendor('base.cer', otherBase({ holder: { issuer: authorities.integrator.name, serialNumber: holderNumber(device) } })),
      received,
    ],
  },
  {
    name: 'wrong-issuer',
    handed: [fromVendor('ek.cer', ek), fromVendor('base.cer', otherBase({ authority: authorities.stranger })), received],
  },
  {
    name: 'delta-of-a-wrong-issuer',
    handed: [
      ...built,
      received,
      fromVendor('delta.cer', delta({ order: 1, day: '03-01', components: [added(module(5))], issuer: 'stranger' }), '03-02'),
      inspected('04-01', [...device.components, module(5)]),
    ],
  },
  { name: 'tampered-byte', handed: [fromVendor('ek.cer', ek), fromVendor('base.cer', tamper(base, indexOf(base, serial))), received] },
  {
    name: 'two-bases-with-one-issuer-and-serial',
    handed: [
      ...built,
      fromVendor('neighbor-ek.cer', endorsementKeyOf(neighbor, authorities)),
      fromVendor('neighbor-base.cer', neighborsBase),
      received,
      fromVendor('delta.cer', first, '03-02'),
      inspected('04-01', [...device.components, module(5)]),
      { ...inspected('04-02', neighbor.components, neighbor), file: 'neighbor-inventory.json' },
    ],
  },
  {
    name: 'two-ek-certificates-with-one-issuer-and-serial',
    handed: [...built, fromVendor('other-ek.cer', ekBy('tpmVendor', 'another key')), received],
  },
  {
    name: 'identical-components',
    handed: [fromVendor('ek.cer', ek), fromVendor('base.cer', baseOf(twins, authorities)), inspected('02-01', twins.components)],
  },
  {
    name: 'one-of-two-identical-components-is-gone',
    handed: [
      fromVendor('ek.cer', ek),
      fromVendor('base.cer', baseOf(twins, authorities)),
      inspected('02-01', twins.components),
      inspected('04-01', [...device.components, spare]),
    ],
  },
  {
    name: 'expired-now-valid-when-received',
    handed: [fromVendor('ek.cer', ek), fromVendor('base.cer', otherBase({ notAfter: '2026-05-01T00:00:00Z' })), received],
  },
  {
    name: 'expired-when-received',
    handed: [fromVendor('ek.cer', ek), fromVendor('base.cer', otherBase({ notAfter: '2026-01-01T00:00:00Z' })), received],
  },
  {
    name: 'blanked-serial',
    handed: [
      ...built,
      received,
      inspected(
        '04-01',
        device.components.map((part) => (isModule(1)(part) ? { ...part, serial: 'Not Specified' } : part)),
      ),
    ],
  },
  {
    name: 'delta-after-the-change',
    handed: [...built, received, inspected('03-01', [...device.components, module(5)]), fromVendor('delta.cer', first, '04-01')],
  },
  {
    name: 'two-bases-of-one-device',
    handed: [...built, fromVendor('other-base.cer', otherBase({ components: without(2) })), received],
  },
  {
    name: 'named-by-its-submitter',
    handed: [
      { ...fromVendor('ek.cer', ek), device: 'bench 4' },
      fromVendor('base.cer', base),
      {
        ...inspected('02-01', device.components, { ...device, platform: { ...device.platform, serial: 'Not Specified' } }),
        device: 'bench 4',
      },
    ],
  },
  {
    name: 'swap-undone-same-inventory-again',
    handed: [...built, received, inspected('03-01', device.components.map(swapped)), { ...received, day: '04-01', role: 'routine' }],
  },
];

function indexOf(bytes: Uint8Array, text: string): number {
  const at = Buffer.from(bytes).indexOf(text);
  if (at < 0) throw new RangeError(`the certificate does not hold ${text}`);
  return at;
}

/** Every sample of our own making, each a folder of `samples/`; the same bytes every time. */
export const OWN_SAMPLES: ReadonlyMap<string, SampleFolder> = new Map(
  [...SAMPLES, ...LATER_SAMPLES, ...TRUST_SAMPLES, ...FIRMWARE_SAMPLES].map((sample) => [sample.name, sample]),
);
