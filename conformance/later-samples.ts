import { endorsementKeyOf, memoryModule, type SampleComponent } from '#lib/testing/sample-device.ts';
import { type LaterCertificate, laterCertificateOf } from '#lib/testing/sample-later-certificates.ts';
import { makeKey } from '#lib/testing/test-keys.ts';
import { authorities, device, fromVendor, inspected, received, type SampleFolder } from './sample-folder.ts';

const later = (certificate: Omit<LaterCertificate, 'device' | 'authorities'>): Uint8Array =>
  laterCertificateOf({ device, authorities, ...certificate });

const ek = endorsementKeyOf(device, authorities);
const fifth: SampleComponent = memoryModule(`${device.platform.serial}-M5`);
const grown = [...device.components, fifth];
const sixth: SampleComponent = memoryModule(`${device.platform.serial}-M6`);
const added = (part: SampleComponent) => ({ ...part, status: 'added' }) as const;

const base = later({ kind: 'base', order: 0, components: device.components });
const before = { kind: 'base', der: base } as const;
/** As a widespread tool writes it: each component one identifier, and values without their OCTET STRING. */
const delta = later({
  kind: 'delta',
  order: 1,
  components: [added(fifth)],
  notBefore: '2026-03-01T00:00:00Z',
  after: [before],
  traitForm: 'raw',
  componentForm: 'identifier',
});
const chain = [before, { kind: 'delta', der: delta }] as const;
const rebased = (components: readonly SampleComponent[], after: LaterCertificate['after'] = chain): Uint8Array =>
  later({ kind: 'rebase', order: 2, components, notBefore: '2026-04-01T00:00:00Z', after });
const built = [fromVendor('ek.cer', ek), fromVendor('base.cer', base)];
const extended = fromVendor('delta.cer', delta, '03-02');

const boundKey = { subject: 'Kirin Systems IDevID 1', publicKeyInfo: makeKey('ec-p256', 'sample-idevid-1').publicKeyInfo };
const keyBase = later({ kind: 'base', order: 0, components: device.components, boundKey });
const keyDelta = later({
  kind: 'delta',
  order: 1,
  components: [added(fifth)],
  notBefore: '2026-03-01T00:00:00Z',
  after: [{ kind: 'base', der: keyBase }],
  boundKey,
});

/** Samples of specification 2.1. */
export const LATER_SAMPLES: readonly SampleFolder[] = [
  {
    name: 'rebase-confirms-base-and-delta',
    handed: [...built, received, extended, fromVendor('rebase.cer', rebased(grown), '04-02'), inspected('05-01', grown)],
  },
  {
    name: 'rebase-changes-a-part',
    handed: [
      ...built,
      received,
      extended,
      fromVendor('rebase.cer', rebased([...grown, sixth]), '04-02'),
      inspected('05-01', [...grown, sixth]),
    ],
  },
  {
    name: 'rebase-beside-a-delta-is-a-fork',
    handed: [
      ...built,
      received,
      extended,
      fromVendor('rebase.cer', rebased(device.components, [before]), '04-02'),
      inspected('05-01', grown),
    ],
  },
  {
    name: 'rebase-without-history',
    handed: [fromVendor('ek.cer', ek), fromVendor('rebase.cer', rebased(grown), '04-02'), inspected('05-01', grown)],
  },
  {
    name: 'public-key-form',
    handed: [fromVendor('base.cer', keyBase), received, fromVendor('delta.cer', keyDelta, '03-02'), inspected('05-01', grown)],
  },
];
