import fc from 'fast-check';
import { LIFECYCLES } from '#lib/device/statement/statement-types.ts';
import { sha256Hex } from '#lib/encoding/digest.ts';
import { makeHirsList } from '#lib/testing/attestation-results.ts';
import { makeHbom } from '#lib/testing/boms.ts';
import { makeInventory } from '#lib/testing/inventories.ts';
import { makePlatformCertificate, tamper } from '#lib/testing/platform-certificates.ts';
import { makeSampleAuthorities } from '#lib/testing/sample-authorities.ts';
import { baseOf, deltaOf, endorsementKeyOf, inventoryOf, makeSampleDevice, memoryModule } from '#lib/testing/sample-device.ts';
import { ANSWERS } from './answers.ts';
import { formFiles } from './form-files.ts';
import { plant, REVOCATION_FILES } from './revocation-files.ts';

const authorities = makeSampleAuthorities();
const device = makeSampleDevice(7);
const neighbor = makeSampleDevice(10);
const cousin = makeSampleDevice(13);

const module = (number: number) => memoryModule(`${device.platform.serial}-M${number}`);
const delta = (order: number, added: number, after?: Uint8Array): Uint8Array =>
  deltaOf({
    device,
    authorities,
    order,
    components: [{ ...module(added), status: 'added' }],
    notBefore: `2026-02-0${order}T00:00:00Z`,
    ...(after === undefined ? {} : { after }),
  });
const base = baseOf(device, authorities);
const ek = endorsementKeyOf(device, authorities);
const first = delta(1, 5);

function rivalOf(parts: typeof device.components): Uint8Array {
  const holder = { issuer: authorities.tpmVendor.name, serialNumber: 0x4000_0000n + BigInt(device.number) };
  return makePlatformCertificate({
    authority: authorities.vendor,
    holder,
    serialNumber: 99n,
    platform: device.platform,
    components: parts,
  });
}

const pemOf = (der: Uint8Array, label: string): Uint8Array =>
  Buffer.from(`-----BEGIN ${label}-----\n${Buffer.from(der).toString('base64')}\n-----END ${label}-----\n`);
const nameless = { ...device, platform: { ...device.platform, serial: 'Not Specified' } };
const swapped = device.components.map((part) => (part.serial?.endsWith('-M1') ? memoryModule('OTHER-1') : part));
const patched = device.components.map((part) => (part.model === 'System Firmware' ? { ...part, revision: '9.9' } : part));
const MAKER = 'Tamba Memory';
/** How some inventories write the maker that certificates call Tamba Memory. */
export const RENAMED = 'Tamba Semiconductor';
const renamed = device.components.map((part) => (part.manufacturer === MAKER ? { ...part, manufacturer: RENAMED } : part));

const hostedOn = (host: string, { platform, components }: typeof device): Uint8Array =>
  makeInventory({ platform, components, properties: [{ name: 'Host Name', value: host }] });

/** The files that histories are made of. */
const FILES = {
  ek,
  base,
  'base.pem': pemOf(base, 'ATTRIBUTE CERTIFICATE'),
  first,
  second: delta(2, 6, first),
  fork: delta(3, 7),
  stranger: deltaOf({
    device,
    authorities,
    order: 4,
    components: [{ ...module(8), status: 'added' }],
    notBefore: '2026-02-05T00:00:00Z',
    issuer: 'stranger',
  }),
  rival: rivalOf(device.components.slice(1)),
  tampered: tamper(base, base.length - 3),
  built: inventoryOf(device),
  swapped: inventoryOf(device, swapped),
  patched: inventoryOf(device, patched),
  upgraded: inventoryOf(device, [...device.components, module(5)]),
  nameless: inventoryOf(nameless),
  renamed: inventoryOf(device, renamed),
  hbom: makeHbom({
    subject: { ...device.platform, revision: null },
    components: device.components,
    serialNumber: 'urn:uuid:00000000-0000-4000-8000-000000000007',
    timestamp: '2026-02-01T00:00:00Z',
  }),
  'neighbor-ek': endorsementKeyOf(neighbor, authorities),
  'neighbor-base': baseOf(neighbor, authorities),
  'neighbor-built': inventoryOf(neighbor),
  plant: plant.certificate,
  'cousin-ek': endorsementKeyOf(cousin, authorities),
  'cousin-base': baseOf(cousin, { ...authorities, vendor: plant }),
  'cousin-bundle': Buffer.concat([pemOf(plant.certificate, 'CERTIFICATE'), pemOf(baseOf(cousin, authorities), 'ATTRIBUTE CERTIFICATE')]),
  broken: base.subarray(0, 200),
  nonsense: Buffer.from('{"a": '),
  // Lists of another verifier that speak of devices by names that submitters give to them, or that inventories tell.
  list: makeHirsList(['bench 4', 'bench 5', 'elsewhere']),
  'list-later': makeHirsList(['Bench 4', 'bench 4', 'rack 1'], 'FAIL'),
  hosted: hostedOn('rack 1', device),
  'neighbor-hosted': hostedOn('BENCH 5', neighbor),
  ...ANSWERS,
} as const;

/** The other form of the device's certificates, and what digests alone lead to. */
const FORM_FILES = formFiles({ device, authorities, ek, base });

const ALL_FILES: ReadonlyMap<string, Uint8Array> = new Map(Object.entries({ ...FILES, ...REVOCATION_FILES, ...FORM_FILES }));

/** The bytes of a file of a history. */
export const bytesOf = (file: string): Uint8Array => ALL_FILES.get(file) ?? new Uint8Array();

/** The certificate of an authority that histories trust and stop to trust, as base64, with its id. */
export function anchorOf(who: 'tpmVendor' | 'vendor' | 'plant'): { readonly sha256: string; readonly certificate: string } {
  const { certificate } = who === 'plant' ? plant : authorities[who];
  return { sha256: sha256Hex(certificate), certificate: Buffer.from(certificate).toString('base64') };
}

const file = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...Object.keys(FILES)) },
  { weight: 1, arbitrary: fc.constantFrom(...Object.keys(REVOCATION_FILES)) },
  { weight: 1, arbitrary: fc.constantFrom(...Object.keys(FORM_FILES)) },
);
/** Which of the things of its kind that are there; taken modulo their number. */
const which = fc.nat({ max: 11 });

const handing = fc.record({
  does: fc.constant('hand-in' as const),
  file,
  by: fc.constantFrom('vendor', 'collector', 'operator'),
  /** A device that exists, a name of the submitter's own, or none. */
  names: fc.option(fc.oneof(which, fc.constantFrom('bench 4', 'bench 5')), { nil: null, freq: 3 }),
  /** An integrator's grants; null for any device. */
  granted: fc.option(fc.array(which, { maxLength: 1 }), { nil: null, freq: 3 }),
  /** Whether it answers a challenge of the first key; the evidence among the files answers it indeed. */
  answers: fc.boolean(),
});

/** A key of a TPM is enrolled: the program says so, about no device. */
const enrolling = fc.record({
  does: fc.constant('enrol' as const),
  tpm: fc.constantFrom('own' as const, 'neighbor' as const, 'nobody' as const),
  key: fc.constantFrom('first' as const, 'second' as const),
});

const governing = fc.oneof(
  fc.record({
    does: fc.constant('anchor' as const),
    who: fc.constantFrom('tpmVendor' as const, 'vendor' as const, 'plant' as const),
    action: fc.constantFrom('add' as const, 'remove' as const),
  }),
  fc.record({
    does: fc.constant('policy-line' as const),
    who: fc.constantFrom('tpmVendor' as const, 'vendor' as const, 'plant' as const, 'collector' as const),
    rights: fc.constantFrom(['ek'] as const, ['base', 'delta'] as const, ['delta'] as const),
    manufacturers: fc.constantFrom([], ['Kirin Systems'], ['Others']),
    approved: fc.boolean(),
  }),
  fc.record({ does: fc.constant('policy-end' as const), line: which, until: fc.constantFrom(3, 20, null) }),
  fc.record({
    does: fc.constant('alias' as const),
    names: fc.constantFrom([MAKER, RENAMED] as const, [RENAMED, MAKER] as const, [RENAMED, 'Another Memory'] as const),
    approved: fc.boolean(),
  }),
  fc.record({ does: fc.constant('alias-end' as const), line: which, until: fc.constantFrom(3, 20, null), approved: fc.boolean() }),
  fc.record({ does: fc.constant('policy' as const), freshnessDays: fc.constantFrom(10, 90), requireRevocation: fc.boolean() }),
);

const saying = fc.oneof(
  fc.record({ does: fc.constant('lifecycle' as const), device: which, state: fc.constantFrom(...LIFECYCLES) }),
  fc.record({ does: fc.constant('link' as const), device: which, submission: which }),
  fc.record({ does: fc.constant('baseline' as const), device: which, submission: which }),
  fc.record({ does: fc.constant('base-choice' as const), device: which, certificate: which }),
  fc.record({
    does: fc.constant('decision' as const),
    finding: which,
    decision: fc.constantFrom('accept-risk' as const, 'false-alarm' as const, 'investigating' as const, 'resolved' as const),
    ends: fc.boolean(),
  }),
  fc.record({ does: fc.constant('approval' as const), statement: which, by: fc.constantFrom('ann', 'bob') }),
  fc.record({ does: fc.constant('withdrawal' as const), statement: which }),
  fc.record({ does: fc.constant('identity-continuity' as const), from: which, to: which }),
  { weight: 2, arbitrary: enrolling },
  governing,
);

/** What happens on one day of a history. */
export type Happening =
  | (typeof handing extends fc.Arbitrary<infer T> ? T : never)
  | (typeof saying extends fc.Arbitrary<infer T> ? T : never);

const handIn = (name: keyof typeof FILES | 'key-form'): Happening => ({
  does: 'hand-in',
  file: name,
  by: 'vendor',
  names: null,
  granted: null,
  answers: false,
});
/** How most devices begin; parts of it, so that pieces are missing as well. */
const BEGINNING: readonly Happening[] = [
  { does: 'anchor', who: 'tpmVendor', action: 'add' },
  { does: 'anchor', who: 'vendor', action: 'add' },
  { does: 'enrol', tpm: 'own', key: 'first' },
  handIn('ek'),
  handIn('base'),
  handIn('key-form'),
  handIn('built'),
  { does: 'hand-in', file: 'answer', by: 'vendor', names: null, granted: null, answers: true },
];

/** A history: parts of the usual beginning, then whatever happens, in any order. */
export const history: fc.Arbitrary<readonly Happening[]> = fc
  .tuple(
    fc.subarray([...BEGINNING], { minLength: 3 }),
    fc.array(fc.oneof({ weight: 3, arbitrary: handing }, { weight: 2, arbitrary: saying }), { minLength: 3, maxLength: 14 }),
  )
  .map(([beginning, more]) => [...beginning, ...more]);

/** The same without words about devices: anchors first, then files, of which none is read before the last has come. */
export const handings: fc.Arbitrary<readonly Happening[]> = fc
  .tuple(
    fc.array(fc.oneof(governing, enrolling), { maxLength: 3 }),
    fc.subarray([...BEGINNING], { minLength: 3 }),
    fc.array(handing, { minLength: 3, maxLength: 12 }),
  )
  .map(([said, beginning, more]) => [...said, ...beginning, ...more]);

const handInAny = (name: string): Happening => ({ does: 'hand-in', file: name, by: 'operator', names: null, granted: null, answers: true });

/** Two devices that verify, and many lists and responses about them, among the certificates or around them. */
export const revocationHandings: fc.Arbitrary<readonly Happening[]> = fc
  .tuple(
    fc.array(governing, { maxLength: 2 }),
    fc.subarray(['ek', 'base', 'built', 'first', 'plant', 'cousin-ek', 'cousin-base'], { minLength: 5 }),
    fc.subarray(Object.keys(REVOCATION_FILES), { minLength: 3, maxLength: 9 }),
  )
  .chain(([said, certificates, revocations]) =>
    fc.shuffledSubarray([...certificates, ...revocations], { minLength: 8 }).map((files) => {
      const anchors = BEGINNING.filter(({ does }) => does === 'anchor');
      return [...anchors, ...said, ...files.map(handInAny)];
    }),
  );

/** Two devices, under names of submitters or of their hosts, and lists of another verifier that speak of such names, in any order. */
export const listHandings: fc.Arbitrary<readonly Happening[]> = fc
  .tuple(
    fc.subarray(['ek', 'base', 'neighbor-ek', 'neighbor-base'], { minLength: 3 }),
    fc.subarray(['list', 'list-later', 'list', 'hosted', 'neighbor-hosted', 'list-later'], { minLength: 2 }),
    fc.infiniteStream(fc.constantFrom(null, null, 'bench 4', 'bench 5', 'rack 1', 'Rack 1', 0, 1)),
    fc.infiniteStream(fc.constantFrom(null, null, null, [0], [1])),
  )
  .chain(([certificates, others, names, grants]) =>
    fc.shuffledSubarray([...certificates, ...others], { minLength: 5 }).map((files) => {
      const anchors = BEGINNING.filter(({ does }) => does === 'anchor');
      const handed = files.map((name) => ({
        ...{ does: 'hand-in' as const, file: name, by: 'operator' as const, answers: false },
        ...{ names: names.next().value ?? null, granted: grants.next().value ?? null },
      }));
      return [...anchors, ...handed];
    }),
  );
