import { expect, test } from 'vitest';
import type { ReadDocument } from '#lib/artifact/types.ts';
import {
  baseOf,
  bomOf,
  deltaOf,
  ekOf,
  evidenceOf,
  handIn,
  inventoryOf,
  issuerNamed,
  policyOf,
  say,
  verifyByIssuer,
} from '#lib/testing/device-evidence.ts';
import { makeName } from '#lib/testing/device-states.ts';
import { assembleDevices } from '../assemble.ts';
import type { DeviceState } from '../device-state.ts';
import type { Evidence } from '../evidence.ts';
import type { IssuerPolicyLine } from '../statement/issuer-policy-types.ts';

const ek = ekOf('ek');
const base = baseOf('base', [{ serial: 'A' }]);
const own = deltaOf('own', { of: base, added: [{ serial: 'B' }] });
const foreign = deltaOf('foreign', { of: base, added: [{ serial: 'C' }], over: { issuer: makeName('Vendor CA') } });
const vendor = issuerNamed('Vendor CA');

/** Handed in one a day. */
function assemble(reads: readonly ReadDocument[], over: Partial<Evidence> = {}): DeviceState {
  const handed = reads.map((read, index) => handIn(read, `2026-03-0${index + 1}T00:00:00Z`));
  const [device] = assembleDevices(evidenceOf(handed, over), { verify: verifyByIssuer }).devices;
  if (device === undefined) throw new Error('no device');
  return device;
}
const under = (...lines: readonly Partial<IssuerPolicyLine>[]) => ({ issuerPolicy: policyOf(...lines) });
const serials = ({ expected }: DeviceState) => expected.units.map(({ serial }) => serial).sort();
const checkOf = (device: DeviceState, read: ReadDocument) =>
  device.documents.find((document) => document.read.id === read.id)?.checks.find(({ id }) => id === 'issuer-policy');
const titleOf = ({ timeline }: DeviceState, read: ReadDocument) => timeline.find(({ sha256 }) => sha256 === read.id)?.title ?? '';

test('without a policy every anchor signs everything, and no document is asked about it', () => {
  const device = assemble([ek, base, foreign]);
  expect(serials(device)).toEqual(['A', 'C']);
  expect(device.documents.flatMap(({ checks }) => checks).some(({ id }) => id === 'issuer-policy')).toBe(false);
});

test('a delta of a foreign issuer is on the timeline with its reason, and expected parts stay as they were', () => {
  const device = assemble([ek, base, foreign], under({ rights: ['delta'] }));
  expect(serials(device)).toEqual(['A']);
  const why = 'the issuer CN=Vendor CA may not sign delta certificates for devices of Pomelo: no policy line lets it';
  expect(checkOf(device, foreign)).toMatchObject({ status: 'fail', detail: expect.stringContaining(why) });
  expect(titleOf(device, foreign)).toContain(`changes nothing: ${why}`);
  expect(device.problems).toEqual([]);
});

test('a refused delta is no branch of a fork, and what continues it lacks its predecessor', () => {
  const next = deltaOf('next', { of: foreign, added: [{ serial: 'D' }] });
  const device = assemble([ek, base, own, foreign, next], under({ rights: ['delta'], manufacturers: ['Other'] }));
  expect(serials(device)).toEqual(['A', 'B']);
  expect(device.problems).toMatchObject([{ kind: 'delta-missing-predecessor', because: [next.id] }]);
});

test('a line lets the foreign issuer change what the line covers, and the timeline names the line', () => {
  const allowing = under({ who: vendor, manufacturers: ['pomelo'], categories: ['memory'], actions: ['added'] });
  const device = assemble([ek, base, foreign], allowing);
  expect(serials(device)).toEqual(['A', 'C']);
  expect(checkOf(device, foreign)).toMatchObject({ status: 'pass', detail: expect.stringMatching(/^policy line [0-9a-f]{8}: /) });
  expect(device.timeline.find(({ sha256 }) => sha256 === foreign.id)?.facts.policy).toMatch(/^policy line/);
  const removing = deltaOf('removing', {
    of: base,
    removed: [{ serial: 'A' }],
    added: [{ serial: 'C' }],
    over: { issuer: makeName('Vendor CA') },
  });
  expect(serials(assemble([ek, base, removing], allowing))).toEqual(['A']);
});

test('a base that the table refuses forms no expectation, and stands in nobody’s way', () => {
  const rival = baseOf('rival', [{ serial: 'X' }], { issuer: makeName('Vendor CA') });
  expect(assemble([ek, base, rival]).expected.basis).toBe('conflict');
  const device = assemble([ek, base, rival], under({ who: issuerNamed('Integrator CA'), rights: ['base'] }));
  expect([device.expected.basis, ...serials(device)]).toEqual(['certified', 'A']);
  expect(assemble([ek, base], under({ who: vendor, rights: ['base'] })).expected.basis).toBe('none');
});

test('an EK certificate of an issuer that may not sign it binds nothing', () => {
  const device = assemble([ek, base], under({ who: vendor, rights: ['ek'] }));
  expect([device.tier, device.expected.basis]).toEqual(['declared', 'provisional']);
  expect(device.documents.find(({ read }) => read.id === base.id)?.checks.find(({ id }) => id === 'holder')?.detail).toContain(
    'may not sign EK certificates',
  );
  expect(assemble([ek, base], under({ who: issuerNamed('TPM Vendor CA'), rights: ['ek'], manufacturers: ['KUMQ'] })).tier).toBe(
    'certificate-bound',
  );
});

test('a line for one device covers no other, and what it refuses claims nobody’s identity', () => {
  const { id, keys } = assemble([ek, base]);
  const deviceIds = new Map(keys.map((key) => [key, id]));
  expect(serials(assemble([ek, base, foreign], under({ who: vendor, devices: [id] })))).toEqual(['A', 'C']);
  expect(serials(assemble([ek, base, foreign], under({ who: vendor, devices: ['d-other'] })))).toEqual(['A']);
  const twin = baseOf('twin', [], { issuer: makeName('Vendor CA'), platform: { ...platform, serial: 'P-200' } });
  const bases = under({ who: issuerNamed('Integrator CA'), rights: ['base'] }, { who: vendor, rights: ['base'], devices: [id] });
  expect(assemble([ek, base, twin], { deviceIds }).problems).toMatchObject([{ kind: 'identity-claimed-twice' }]);
  expect(assemble([ek, base, twin], { ...bases, deviceIds }).problems).toEqual([]);
});
const platform = { manufacturer: 'Pomelo', model: 'Rack 2', version: 'A', serial: 'P-100', manufacturerId: null };

test('after two bases the issuer of the chosen one signs deltas without a line, the other one doesn’t', () => {
  const rival = baseOf('rival', [{ serial: 'X' }], { issuer: makeName('Vendor CA') });
  const choice = say('ann', '2026-03-10T00:00:00Z', { kind: 'base-choice', device: base.id, certificate: base.id });
  const statements = [choice, say('bob', '2026-03-10T00:00:00Z', { kind: 'approval', statement: choice.id })];
  const device = assemble([ek, base, rival, own, foreign], { statements, ...under({ rights: ['delta'], manufacturers: ['Other'] }) });
  expect(serials(device)).toEqual(['A', 'B']);
});

test('the proof of existence decides, not today: what came before the end of a line still counts', () => {
  const line = { who: vendor, until: '2026-03-15T00:00:00Z' } as const;
  const at = (received: string) => {
    const handed = [handIn(ek), handIn(base), handIn(foreign, received)];
    return assembleDevices(evidenceOf(handed, under(line)), { verify: verifyByIssuer }).devices.flatMap(serials);
  };
  expect([at('2026-03-14T00:00:00Z'), at('2026-03-16T00:00:00Z')]).toEqual([['A', 'C'], ['A']]);
});

test('a report of an account that may not report it is on the timeline and no observation; handed in by another it is one', () => {
  const report = inventoryOf('report', [{ serial: 'A' }, { serial: 'Z' }]);
  const lines = under({ who: { kind: 'submitter', account: 'olga' }, rights: ['observation'] });
  const by = (...accounts: readonly string[]) => {
    const handed = [handIn(ek), handIn(base), ...accounts.map((submittedBy) => handIn(report, '2026-03-02T00:00:00Z', { submittedBy }))];
    const [device] = assembleDevices(evidenceOf(handed, lines), { verify: verifyByIssuer }).devices;
    if (device === undefined) throw new Error('no device');
    return device;
  };
  const refused = by('eve');
  expect([refused.observed, refused.differences]).toEqual([null, []]);
  expect(titleOf(refused, report)).toMatch(/; it is no observation: eve may not report observations for devices of Pomelo/);
  expect(refused.problems).toMatchObject([{ kind: 'issuer-not-authorized', account: 'eve', because: [report.id] }]);
  expect(by('eve', 'olga').observations.map(({ submission }) => submission.submittedBy)).toEqual(['olga']);
  expect(assemble([ek, base, bomOf('bom', [{ serial: 'A' }])], lines).observed).not.toBeNull();
});

test('a line for rebases lets no delta in, and no limit on deltas keeps a rebase out', () => {
  const rebase = baseOf('rebase', [{ serial: 'A' }, { serial: 'R' }], {
    kind: 'rebase-platform-certificate',
    serialNumber: 77n,
    issuer: makeName('Vendor CA'),
    notBefore: '2026-01-15T00:00:00Z',
  });
  const delta = deltaOf('after', { of: base, added: [{ serial: 'D' }], over: { issuer: makeName('Vendor CA') } });
  const limited = assemble(
    [ek, base, rebase, delta],
    under({ rights: ['base'] }, { who: vendor, rights: ['rebase', 'delta'], actions: ['removed'] }),
  );
  expect([checkOf(limited, rebase)?.status, checkOf(limited, delta)?.status]).toEqual(['pass', 'fail']);
  const onlyRebases = under({ rights: ['base'] }, { who: vendor, rights: ['rebase'] });
  expect(checkOf(assemble([ek, base, rebase, delta], onlyRebases), delta)?.status).toBe('fail');
});
