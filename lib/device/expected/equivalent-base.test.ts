import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ReadDocument } from '#lib/artifact/types.ts';
import { digestOf } from '#lib/encoding/digest.ts';
import { TRAIT_CATEGORY } from '#lib/platform-cert/trait-oids.ts';
import { NO_TRAITS } from '#lib/platform-cert/trait-rules.ts';
import type { PlatformCertificate } from '#lib/platform-cert/types.ts';
import { boundKeyOf, continuing, laterBaseOf, laterDeltaOf, rebaseOf, referenceTrait } from '#lib/testing/device-chains.ts';
import { baseOf, ekOf, evidenceOf, forged, handIn, inventoryOf, STRANGER, say, verifyByIssuer } from '#lib/testing/device-evidence.ts';
import { artifactId, makeName } from '#lib/testing/device-states.ts';
import { assembleDevices } from '../assemble.ts';
import type { Statement } from '../statement/statement-types.ts';

const assemble = (reads: readonly ReadDocument[], statements: readonly Statement[] = []) =>
  assembleDevices(
    evidenceOf(
      reads.map((read) => handIn(read)),
      { statements },
    ),
    { verify: verifyByIssuer },
  ).devices;
const only = (reads: readonly ReadDocument[], statements: readonly Statement[] = []) => {
  const [device, ...others] = assemble(reads, statements);
  if (device === undefined || others.length > 0) throw new Error(`${others.length + 1} devices`);
  return device;
};
const serialsOf = (reads: readonly ReadDocument[]) => only(reads).expected.units.map(({ serial }) => serial);
const kindsOf = (reads: readonly ReadDocument[]) => assemble(reads).flatMap(({ problems }) => problems.map(({ kind }) => kind));

/** The public-key form, with EK certificates among its anchors. */
function keyForm(serials: readonly bigint[] = [7n], over: Partial<PlatformCertificate> = {}): Partial<PlatformCertificate> {
  const cryptographicAnchors = serials.map((serialNumber) =>
    referenceTrait(TRAIT_CATEGORY.ekCertificate, {
      hashAlgorithm: null,
      hashOverSignatureValue: null,
      issuerSerial: { issuer: makeName('TPM Vendor CA'), serialNumber },
    }),
  );
  const traits = { ...NO_TRAITS, cryptographicAnchors };
  return { form: 'PKC', holder: null, boundKey: boundKeyOf('idevid'), serialNumber: 77n, traits, ...over };
}

const ek = ekOf('ek');
const parts = [{ serial: 'A' }, { serial: null }, { serial: null }];
const attribute = laterBaseOf('attribute', parts);
const key = laterBaseOf('key', parts, keyForm());

test('an attribute certificate and the public-key form that names its EK certificate are one device and one claim', () => {
  const device = only([ek, attribute, key]);
  expect(device.problems).toEqual([]);
  expect(device.expected).toMatchObject({ basis: 'certified', units: { length: 3 } });
  expect([...device.expected.because].sort()).toEqual([attribute.id, key.id].sort());
  const bases = device.documents.filter(({ read }) => read.kind === 'platform-certificate');
  expect(bases.map(({ contributes }) => contributes)).toEqual([true, true]);
  expect(device.timeline.map(({ title }) => title).filter((title) => title.includes('the same as certificate'))).toHaveLength(1);
});

test('they meet without the EK certificate too, by the name that both give; the bound key then holds the claim', () => {
  expect(only([attribute, key]).expected.basis).toBe('certified');
});

test('two attribute certificates that say the same are one claim as well; the order of parts says nothing', () => {
  const again = laterBaseOf('again', [...parts].reverse(), { serialNumber: 43n });
  expect(kindsOf([ek, attribute, again])).toEqual([]);
});

test('what differs is a conflict that names the fields', () => {
  const other = laterBaseOf('other', [{ serial: 'A', revision: '9' }, { serial: null }, { serial: 'Z' }], {
    ...keyForm(),
    properties: [{ name: 'Site', value: 'Line 4', status: null }],
  });
  const device = only([ek, attribute, other]);
  expect(device.expected.basis).toBe('conflict');
  expect(device.problems).toMatchObject([{ kind: 'base-conflict', differing: expect.stringMatching(/revision of .* serial A/) }]);
  expect(device.problems).toMatchObject([{ differing: expect.stringMatching(/serial of .*the property Site$/) }]);
  expect(device.problems).toMatchObject([
    { differing: expect.stringContaining(`certificate 77 (public-key form, ${artifactId('other').slice(0, 12)}, 3 parts)`) },
  ]);
});

test('a serial that only one of two lists, and a part that one lists twice, are differences', () => {
  for (const list of [[{ serial: 'A' }, { serial: 'B' }, { serial: null }], parts.slice(1), [...parts, { serial: null }]])
    expect(kindsOf([ek, attribute, laterBaseOf('other', list, keyForm())])).toEqual(['base-conflict']);
});

test('of several that contradict one, each is told with what it differs in', () => {
  const third = laterBaseOf('third', [{ serial: 'C' }], { serialNumber: 44n });
  const [problem] = only([ek, attribute, key, third]).problems;
  expect(problem).toMatchObject({ kind: 'base-conflict', because: { length: 3 }, differing: expect.stringContaining('certificate 44') });
});

test('another platform serial, a filler for a serial, another EK or none: two devices as before', () => {
  const platform = { manufacturer: 'Pomelo', model: 'Rack 2', version: 'A', serial: 'P-999', manufacturerId: null };
  expect(assemble([ek, attribute, laterBaseOf('other', parts, { ...keyForm(), platform })])).toHaveLength(2);
  const filler = { platform: { ...platform, serial: 'Default string' } };
  expect(assemble([ek, laterBaseOf('a', parts, filler), laterBaseOf('b', parts, keyForm([7n], filler))])).toHaveLength(2);
  expect(assemble([ek, attribute, laterBaseOf('other', parts, keyForm([8n]))])).toHaveLength(2);
  expect(assemble([ek, attribute, laterBaseOf('other', parts, keyForm([]))])).toHaveLength(2);
});

/** The public-key form, with one EK certificate among its anchors that only the digest of its signature names. */
function digestForm(signed: string, algorithm: 'sha256' | 'sha384' | 'sha1' = 'sha384'): Partial<PlatformCertificate> {
  const hashAlgorithm = { sha256: '2.16.840.1.101.3.4.2.1', sha384: '2.16.840.1.101.3.4.2.2', sha1: '1.3.14.3.2.26' }[algorithm];
  const hashOverSignatureValue = digestOf(algorithm, new TextEncoder().encode(signed));
  const reference = { hashAlgorithm, hashOverSignatureValue, issuerSerial: null };
  return { ...keyForm(), traits: { ...NO_TRAITS, cryptographicAnchors: [referenceTrait(TRAIT_CATEGORY.ekCertificate, reference)] } };
}

const signedEk = ekOf('signed ek', { signature: 'by the vendor' });

test('an EK certificate that an anchor names by the digest of its signature alone joins the two forms as its name does', () => {
  for (const algorithm of ['sha256', 'sha384'] as const) {
    const byDigest = laterBaseOf('by digest', parts, digestForm('by the vendor', algorithm));
    for (const order of [
      [signedEk, attribute, byDigest],
      [byDigest, attribute, signedEk],
    ]) {
      const device = only(order);
      expect(device.problems).toEqual([]);
      expect([...device.expected.because].sort()).toEqual([attribute.id, byDigest.id].sort());
    }
    const alone = only([byDigest, signedEk]);
    expect(alone.documents.map(({ read }) => read.kind).sort()).toEqual(['endorsement-key-certificate', 'platform-certificate']);
    const references = alone.documents.flatMap(({ checks }) => checks).filter(({ id }) => id === 'references');
    expect(references).toMatchObject([{ status: 'pass' }]);
  }
});

test('a digest leads to no EK certificate that does not convince, of another signature, or by an algorithm that is not looked for', () => {
  const byDigest = laterBaseOf('by digest', parts, digestForm('by the vendor'));
  expect(assemble([attribute, byDigest])).toHaveLength(2);
  expect(assemble([ekOf('other', { signature: 'of another' }), attribute, byDigest])).toHaveLength(2);
  expect(assemble([signedEk, attribute, laterBaseOf('by sha1', parts, digestForm('by the vendor', 'sha1'))])).toHaveLength(2);
  const copied = ekOf('copied', { serialNumber: 7n, signature: 'by the vendor', issuer: 'Stranger CA' });
  const devices = assemble([copied, attribute, byDigest]);
  expect(devices).toHaveLength(2);
  expect(devices.flatMap(({ problems }) => problems.map(({ kind }) => kind))).not.toContain('base-conflict');
});

test('anchors that lead to two EKs of one platform join neither: the two stay an identity claimed twice', () => {
  const second = ekOf('second', { serialNumber: 8n });
  const rival = laterBaseOf('rival', parts, { serialNumber: 43n, holder: { issuer: makeName('TPM Vendor CA'), serialNumber: 8n } });
  const both = laterBaseOf('both', parts, keyForm([7n, 8n]));
  expect(assemble([ek, second, attribute, rival, both])).toHaveLength(3);
  expect(kindsOf([ek, second, attribute, rival, both])).toContain('identity-claimed-twice');
});

test("a stranger's public-key form joins no device and contradicts nothing", () => {
  const stranger = laterBaseOf('stranger', [{ serial: 'Z' }], { ...keyForm(), issuer: STRANGER });
  for (const each of [stranger, forged(key)]) {
    const devices = assemble([ek, attribute, each]);
    expect(devices).toHaveLength(2);
    expect(devices.find(({ expected }) => expected.basis === 'certified')?.problems).toEqual([]);
  }
});

const bound = { form: 'PKC', holder: null, boundKey: boundKeyOf('idevid') } as const;
const delta = laterDeltaOf('delta', { of: attribute, added: [{ serial: 'B' }] });
const keyDelta = laterDeltaOf('key delta', { of: key, added: [{ serial: 'B' }], over: bound });

test('a delta continues the claim over either certificate, and the same change in both forms is one change', () => {
  expect(serialsOf([ek, attribute, key, delta])).toHaveLength(4);
  expect(serialsOf([ek, attribute, key, keyDelta])).toHaveLength(4);
  const reads = [ek, attribute, key, delta, keyDelta, inventoryOf('seen', [...parts, { serial: 'B' }])];
  expect(serialsOf(reads)).toHaveLength(4);
  expect(kindsOf(reads)).toEqual([]);
  expect(only(reads).expected.because).toHaveLength(4);
  expect(only(reads).timeline.map(({ title }) => title)).toContainEqual(expect.stringContaining('says the same as certificate'));
});

test('chains in both forms stay one over several steps, and a rebase ends them alike', () => {
  const next = laterDeltaOf('next', { of: delta, removed: [{ serial: 'A' }] });
  const keyNext = laterDeltaOf('key next', { of: keyDelta, removed: [{ serial: 'A' }], over: bound });
  expect(serialsOf([ek, attribute, key, delta, keyDelta, next, keyNext])).toHaveLength(3);
  const list = [{ serial: null }, { serial: null }, { serial: 'B' }];
  const rebase = rebaseOf('rebase', list, { of: next });
  const { cryptographicAnchors } = (key.document as PlatformCertificate).traits;
  const over = { ...bound, serialNumber: 99n, traits: { ...continuing(keyNext), cryptographicAnchors } };
  const reads = [ek, attribute, key, delta, keyDelta, next, keyNext, rebase, rebaseOf('key rebase', list, { of: keyNext, over })];
  expect(kindsOf(reads)).toEqual([]);
  expect(only(reads).expected.because).toHaveLength(8);
});

test('different changes after one claim are a fork, and so are two of one form', () => {
  const other = laterDeltaOf('other', { of: key, removed: [{ serial: 'A' }], added: [{ serial: 'B' }], over: bound });
  expect(kindsOf([ek, attribute, key, delta, other])).toEqual(['delta-forked']);
  const again = laterDeltaOf('again', { of: attribute, added: [{ serial: 'B' }] });
  expect(kindsOf([ek, attribute, key, delta, again])).toEqual(['delta-forked']);
});

test('whichever of two chains in both forms are at hand, the order in which they came makes no difference', () => {
  const differing = laterDeltaOf('differing', { of: keyDelta, removed: [{ serial: 'A' }], over: bound });
  const rival = laterBaseOf('rival', [{ serial: 'Z' }], { serialNumber: 43n });
  const all = [ek, attribute, key, delta, keyDelta, differing, laterDeltaOf('next', { of: delta, removed: [{ serial: 'B' }] }), rival];
  fc.assert(
    fc.property(fc.shuffledSubarray(all), (reads) => {
      const inOrder = all.filter((read) => reads.includes(read));
      expect(assemble(reads)).toEqual(assemble(inOrder));
      if (reads.includes(attribute) && reads.includes(key))
        expect(assemble(reads).filter(({ expected }) => expected.basis !== 'none')).toHaveLength(1);
    }),
    { numRuns: 60 },
  );
});

test('each form is held to the rules of its own chain', () => {
  const old = baseOf('old', parts, { signatureValue: Uint8Array.of(1) });
  expect(kindsOf([ek, old, key, keyDelta])).toEqual([]);
});

test('choosing one of two bases keeps the other certificate of its claim', () => {
  const rival = laterBaseOf('rival', [{ serial: 'R' }], { serialNumber: 43n });
  const reads = [ek, attribute, key, rival];
  const choice = say('ann', '2026-04-01T00:00:00Z', { kind: 'base-choice', device: only(reads).id, certificate: attribute.id });
  const approval = say('bob', '2026-04-02T00:00:00Z', { kind: 'approval', statement: choice.id });
  const device = only(reads, [choice, approval]);
  expect(device.problems).toEqual([]);
  expect([...device.expected.because].sort()).toEqual([attribute.id, key.id].sort());
});
