import { expect, test } from 'vitest';
import type { ReadDocument } from '#lib/artifact/types.ts';
import { TRAIT_CATEGORY } from '#lib/platform-cert/trait-oids.ts';
import { NO_TRAITS } from '#lib/platform-cert/trait-rules.ts';
import { boundKeyOf, continuing, laterBaseOf, laterDeltaOf, rebaseOf, referenceTrait } from '#lib/testing/device-chains.ts';
import { baseOf, ekOf, evidenceOf, forged, handIn, say, verifyByIssuer } from '#lib/testing/device-evidence.ts';
import { makeName } from '#lib/testing/device-states.ts';
import { assembleDevices } from '../assemble.ts';
import type { Statement } from '../statement/statement-types.ts';

const assemble = (reads: readonly ReadDocument[], statements: readonly Statement[] = []) =>
  assembleDevices(
    evidenceOf(
      reads.map((read) => handIn(read)),
      { statements },
    ),
    { verify: verifyByIssuer },
  );
const serialsOf = (reads: readonly ReadDocument[]) => {
  const { devices } = assemble(reads);
  expect(devices).toHaveLength(1);
  return devices[0]?.expected.units.map(({ serial }) => serial);
};
const kindsOf = (reads: readonly ReadDocument[]) => assemble(reads).devices.flatMap(({ problems }) => problems.map(({ kind }) => kind));
const reasonsOf = (reads: readonly ReadDocument[]) => assemble(reads).unlinked.map(({ reason }) => reason);

const ek = ekOf('ek');
const base = laterBaseOf('base', [{ serial: 'A' }]);
const delta = laterDeltaOf('delta', { of: base, added: [{ serial: 'B' }] });

test.each(['name', 'digest', 'both'] as const)('a delta of 2.x continues what it names by %s', (by) => {
  expect(serialsOf([ek, base, laterDeltaOf('delta', { of: base, by, added: [{ serial: 'B' }] })])).toEqual(['A', 'B']);
});

test('a digest leads to the certificate whatever it is bound to: one of another holder is not continued, and the reason says so', () => {
  const holder = { issuer: makeName('TPM Vendor CA'), serialNumber: 8n };
  const by = { by: 'digest', added: [{ serial: 'B' }] } as const;
  expect(reasonsOf([ek, base, laterDeltaOf('delta', { of: base, ...by, over: { holder } })])).toEqual(['holder-differs']);
});

test('a signature that a stranger copied into another certificate makes no digest ambiguous', () => {
  const delta = laterDeltaOf('delta', { of: base, by: 'digest', added: [{ serial: 'B' }] });
  expect(serialsOf([ek, base, forged(base), delta])).toEqual(['A', 'B']);
});

test('a delta after a delta follows the links, whatever their order', () => {
  const next = laterDeltaOf('next', { of: delta, removed: [{ serial: 'A' }] });
  expect(serialsOf([next, delta, base, ek])).toEqual(['B']);
});

test('of several certificates that a delta names, the last is the one that it continues', () => {
  const before = [base, delta].flatMap((read) => continuing(read).previousPlatformCertificates);
  const traits = { ...NO_TRAITS, previousPlatformCertificates: before };
  expect(serialsOf([ek, base, delta, laterDeltaOf('next', { of: delta, removed: [{ serial: 'B' }], over: { traits } })])).toEqual(['A']);
});

test('a reference whose digest and name contradict leads nowhere, and says so', () => {
  const other = laterBaseOf('other', [{ serial: 'A' }]);
  expect(reasonsOf([ek, base, laterDeltaOf('delta', { of: other, added: [{ serial: 'B' }] })])).toEqual(['reference-contradicts']);
});

test('a delta of another holder continues nothing, and says so', () => {
  const holder = { issuer: makeName('TPM Vendor CA'), serialNumber: 8n };
  expect(reasonsOf([ek, base, laterDeltaOf('delta', { of: base, added: [{ serial: 'B' }], over: { holder } })])).toEqual([
    'holder-differs',
  ]);
});

test('a delta of 2.x may leave the serial of the platform out; another model it may not have', () => {
  const { platform } = laterBaseOf('base', []).document as { platform: { model: string } };
  const without = laterDeltaOf('delta', { of: base, added: [{ serial: 'B' }], over: { platform: { ...PLATFORM, serial: null } } });
  expect(serialsOf([ek, base, without])).toEqual(['A', 'B']);
  const another = laterDeltaOf('delta', {
    of: base,
    added: [{ serial: 'B' }],
    over: { platform: { ...PLATFORM, model: `${platform.model} X` } },
  });
  expect(reasonsOf([ek, base, another])).toEqual(['platform-differs']);
});
const PLATFORM = { manufacturer: 'Pomelo', model: 'Rack 2', version: 'A', serial: 'P-100', manufacturerId: null };

test('a delta whose predecessor is not at hand waits for it', () => {
  const away = laterBaseOf('away', [], { serialNumber: 99n, platform: { ...PLATFORM, serial: 'P-999' } });
  expect(reasonsOf([ek, laterDeltaOf('delta', { of: away, over: { platform: { ...PLATFORM, serial: 'P-999' } } })])).toEqual([
    'predecessor-missing',
  ]);
});

test('a rebase that lists what was certified is one device with its base, and no difference', () => {
  const rebase = rebaseOf('rebase', [{ serial: 'A' }, { serial: 'B' }], { of: delta });
  const { devices } = assemble([ek, base, delta, rebase]);
  expect(devices).toHaveLength(1);
  expect(devices[0]?.expected).toMatchObject({ basis: 'certified', because: { length: 3 } });
  expect(devices[0]?.expected.units.every(({ provenance }) => provenance.documentId === rebase.id)).toBe(true);
  expect(devices[0]?.problems).toEqual([]);
  expect(devices[0]?.differences.filter(({ authorization }) => authorization === 'unauthorized')).toEqual([]);
  expect(devices[0]?.timeline.map(({ kind }) => kind)).toContain('rebase-certificate');
});

test('what a rebase changes against the certificates before it is authorized by nothing', () => {
  const { devices } = assemble([ek, base, rebaseOf('rebase', [{ serial: 'C' }], { of: base })]);
  expect(devices[0]?.expected.units.map(({ serial }) => serial)).toEqual(['C']);
  const open = devices[0]?.differences.filter(({ scope }) => scope === 'history');
  expect(open).toMatchObject([{ kind: 'component-replaced', authorization: 'unauthorized' }]);
});

test('a delta may continue a rebase', () => {
  const rebase = rebaseOf('rebase', [{ serial: 'A' }], { of: base });
  const after = laterDeltaOf('after', { of: rebase, added: [{ serial: 'D' }], over: { notBefore: '2026-03-01T00:00:00Z' } });
  expect(serialsOf([after, rebase, base, ek])).toEqual(['A', 'D']);
});

test('a rebase that names another certificate than the head is a fork, before which the expected state stops', () => {
  const reads = [ek, base, delta, rebaseOf('rebase', [{ serial: 'Z' }], { of: base })];
  expect(serialsOf(reads)).toEqual(['A']);
  expect(kindsOf(reads)).toEqual(['delta-forked']);
});

test('a rebase beside a base that it does not lead to changes nothing', () => {
  const away = laterBaseOf('away', [], { serialNumber: 99n });
  const reads = [ek, base, rebaseOf('rebase', [{ serial: 'Z' }], { of: away })];
  expect(serialsOf(reads)).toEqual(['A']);
  expect(kindsOf(reads)).toEqual(['delta-missing-predecessor']);
});

test('a rebase alone is the root, and says that its history is not at hand', () => {
  const reads = [ek, rebaseOf('rebase', [{ serial: 'Z' }], { of: base })];
  expect(serialsOf(reads)).toEqual(['Z']);
  expect(kindsOf(reads)).toEqual(['rebase-without-history']);
});

test('of two rebases the one that continues nothing at hand is the root; two that do are in conflict', () => {
  const first = rebaseOf('first', [{ serial: 'A' }], { of: base });
  const second = rebaseOf('second', [{ serial: 'A' }, { serial: 'B' }], { of: first, over: { notBefore: '2026-02-20T00:00:00Z' } });
  expect(serialsOf([ek, second, first])).toEqual(['A', 'B']);
  expect(kindsOf([ek, first, rebaseOf('rival', [], { of: base })])).toContain('base-conflict');
});

test('forgeries under the name that a rebase gives make it no more ambiguous than before', () => {
  const away = laterBaseOf('away', [], { serialNumber: 99n });
  const rebase = rebaseOf('rebase', [{ serial: 'Z' }], { of: away, by: 'name' });
  const forgeries = ['one', 'two'].map((label) => forged(laterBaseOf(label, [{ serial: label }], { serialNumber: 99n })));
  expect(kindsOf([ek, rebase, ...forgeries])).toEqual(kindsOf([ek, rebase]));
});

test('a rebase of 2.x continues a base of 1.1', () => {
  const old = baseOf('old', [{ serial: 'A' }]);
  expect(serialsOf([ek, old, rebaseOf('rebase', [{ serial: 'A' }], { of: old })])).toEqual(['A']);
});

test('choosing one of two bases sets no rebase of it aside', () => {
  const rival = laterBaseOf('rival', [{ serial: 'R' }], { serialNumber: 43n });
  const rebase = rebaseOf('rebase', [{ serial: 'N' }], { of: base });
  const reads = [ek, base, rival, rebase];
  const [device] = assemble(reads).devices;
  const choice = say('ann', '2026-04-01T00:00:00Z', { kind: 'base-choice', device: device?.id ?? '', certificate: base.id });
  const approval = say('bob', '2026-04-02T00:00:00Z', { kind: 'approval', statement: choice.id });
  expect(assemble(reads, [choice, approval]).devices[0]?.expected.units.map(({ serial }) => serial)).toEqual(['N']);
});

test('the public-key form is bound by its own key: base and delta meet there, and the key leads to the device', () => {
  const bound = { form: 'PKC', holder: null, boundKey: boundKeyOf('idevid') } as const;
  const first = laterBaseOf('base', [{ serial: 'A' }], bound);
  const next = laterDeltaOf('delta', { of: first, by: 'digest', added: [{ serial: 'B' }], over: bound });
  const [device, ...others] = assemble([next, first]).devices;
  expect(others).toEqual([]);
  expect(device).toMatchObject({ tier: 'certificate-bound', expected: { units: { length: 2 } } });
  expect(device?.keys).toContain(`bound-key:${bound.boundKey.keyDigest}`);
  const stranger = laterDeltaOf('stranger', { of: first, added: [], over: { ...bound, boundKey: boundKeyOf('another') } });
  expect(reasonsOf([first, stranger])).toEqual(['holder-differs']);
});

test('the EK certificate among the anchors of the public-key form belongs to its device', () => {
  const reference = {
    hashAlgorithm: null,
    hashOverSignatureValue: null,
    issuerSerial: { issuer: makeName('TPM Vendor CA'), serialNumber: 7n },
  };
  const traits = { ...NO_TRAITS, cryptographicAnchors: [referenceTrait(TRAIT_CATEGORY.ekCertificate, reference)] };
  const { devices } = assemble([ek, laterBaseOf('base', [], { form: 'PKC', holder: null, boundKey: boundKeyOf('idevid'), traits })]);
  expect(devices).toHaveLength(1);
  expect(devices[0]?.documents.map(({ ground }) => ground)).toEqual(['holder', 'ek-certificate']);
});

test('a delta of 2.x that ends otherwise, or declares another specification, applies and is told', () => {
  const over = { notAfter: '2030-01-01T00:00:00Z', credentialSpecification: { major: 2, minor: 0, revision: 1 } };
  const reads = [ek, base, laterDeltaOf('delta', { of: base, added: [{ serial: 'B' }], over })];
  expect(serialsOf(reads)).toEqual(['A', 'B']);
  const problem = assemble(reads).devices[0]?.problems[0];
  expect(problem).toMatchObject({ kind: 'chain-breaks-profile', detail: expect.stringContaining('ends at 2030') });
  expect(problem).toMatchObject({ detail: expect.stringContaining('specification 2.0 revision 1') });
});

test('an anchor that a delta changes, or a rebase leaves out, is told', () => {
  const anchor = (digest: number) =>
    referenceTrait(TRAIT_CATEGORY.idevidCertificate, {
      hashAlgorithm: '2.16.840.1.101.3.4.2.1',
      hashOverSignatureValue: Uint8Array.of(digest),
      issuerSerial: { issuer: makeName('Vendor CA'), serialNumber: 5n },
    });
  const anchored = laterBaseOf('base', [], { traits: { ...NO_TRAITS, cryptographicAnchors: [anchor(1)] } });
  const changed = laterDeltaOf('delta', { of: anchored, over: { traits: { ...continuing(anchored), cryptographicAnchors: [anchor(2)] } } });
  const kept = laterDeltaOf('delta', { of: anchored, over: { traits: { ...continuing(anchored), cryptographicAnchors: [anchor(1)] } } });
  expect(kindsOf([ek, anchored, changed])).toEqual(['chain-breaks-profile']);
  expect(kindsOf([ek, anchored, kept])).toEqual([]);
  expect(kindsOf([ek, anchored, rebaseOf('rebase', [], { of: anchored })])).toEqual(['chain-breaks-profile']);
});
