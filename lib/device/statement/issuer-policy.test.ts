import { expect, test } from 'vitest';
import { issuerNamed, policyLine, policyOf, say, signerNamed } from '#lib/testing/device-evidence.ts';
import { makeUnit } from '#lib/testing/device-states.ts';
import type { Assertion, PolicyChange } from './assertion.ts';
import { governedTable, tableVersion } from './governed-lines.ts';
import { isGoverned, NO_ISSUER_POLICY, ruleOn } from './issuer-policy.ts';
import { statementsInForce } from './statements.ts';

const integrator: Assertion = {
  right: 'delta',
  speaker: { kind: 'issuer', signers: [signerNamed('Integrator CA'), signerNamed('Integrator Root')] },
  manufacturer: 'Pomelo',
  model: 'Rack 2',
  at: '2026-03-01T00:00:00Z',
  isDevice: (reference) => reference === 'd-1',
};
const kindOf = (policy: ReturnType<typeof policyOf>, over: Partial<Assertion> = {}) =>
  ruleOn(policy, { ...integrator, ...over })?.kind ?? null;
const detailOf = (policy: ReturnType<typeof policyOf>, over: Partial<Assertion> = {}): string => {
  const ruling = ruleOn(policy, { ...integrator, ...over });
  return ruling?.kind === 'refused' ? ruling.detail : '';
};
const module: PolicyChange = { unit: makeUnit({ category: 'memory' }), name: 'KM-16G', action: 'added' };
const disk: PolicyChange = { unit: makeUnit({ category: 'storage' }), name: 'KD-1T', action: 'added' };

test('without a line about a right the table decides nothing about it', () => {
  expect(kindOf(NO_ISSUER_POLICY)).toBeNull();
  expect(kindOf(policyOf({ rights: ['ek'] }))).toBeNull();
  expect(tableVersion(NO_ISSUER_POLICY)).toBeNull();
});

test('who limits bases limits the certificates that continue them, and not the other way round', () => {
  const bases = policyOf({ rights: ['base'] });
  expect(['base', 'rebase', 'delta'].map((right) => isGoverned(bases, right as 'base'))).toEqual([true, true, true]);
  const deltas = policyOf({ rights: ['delta'] });
  expect(['base', 'rebase', 'delta'].map((right) => isGoverned(deltas, right as 'base'))).toEqual([false, false, true]);
});

test('a line lets an issuer speak by its key, be it the issuing authority or the anchor above it', () => {
  expect(kindOf(policyOf({}))).toBe('allowed');
  expect(kindOf(policyOf({ who: issuerNamed('Integrator Root') }))).toBe('allowed');
  expect(detailOf(policyOf({ who: issuerNamed('Vendor CA') }))).toBe(
    'the issuer CN=Integrator CA may not sign delta certificates for devices of Pomelo: no policy line lets it, and it did not issue the base certificate',
  );
});

test('manufacturer, model and device limit a line, names compared as names are', () => {
  expect(kindOf(policyOf({ manufacturers: [' POMELO '], models: ['rack 2'], devices: ['d-1'] }))).toBe('allowed');
  const elsewhere = [{ manufacturers: ['Other'] }, { models: ['Rack 3'] }, { devices: ['d-2'] }];
  for (const limit of elsewhere) expect(detailOf(policyOf(limit))).toMatch(/policy line [0-9a-f]{8} does not cover them$/);
  expect(kindOf(policyOf({ manufacturers: ['Pomelo'] }), { manufacturer: null })).toBe('refused');
  expect(kindOf(policyOf({ devices: ['d-2'] }), { isDevice: null })).toBe('allowed');
});

test('a line speaks of proofs of existence from its begin on and before its end', () => {
  const from = '2026-03-01T00:00:00Z';
  const until = '2026-04-01T00:00:00Z';
  const policy = policyOf({ from, until });
  const at = (time: string) => kindOf(policy, { at: time });
  expect([at('2026-02-28T23:59:59Z'), at(from), at('2026-03-31T23:59:59Z'), at(until)]).toEqual([
    'refused',
    'allowed',
    'allowed',
    'refused',
  ]);
  expect(detailOf(policy, { at: until })).toMatch(/holds from 2026-03-01T00:00:00Z until 2026-04-01T00:00:00Z$/);
});

test('the issuer of the base signs its deltas without a line, and a line about the device limits it', () => {
  const own = { ownIssuers: new Set([signerNamed('Integrator CA').key]), changes: [disk] };
  expect(kindOf(policyOf({ rights: ['base'], who: issuerNamed('Vendor CA') }), own)).toBe('own-issuer');
  expect(kindOf(policyOf({ manufacturers: ['Other'], categories: ['memory'] }), own)).toBe('own-issuer');
  expect(kindOf(policyOf({ categories: ['memory'] }), own)).toBe('refused');
  // The key that signed, not one above it: else every authority below one root could change the devices of the others.
  expect(kindOf(policyOf({ rights: ['base'] }), { ownIssuers: new Set([signerNamed('Integrator Root').key]) })).toBe('refused');
});

test('every unit line has to be covered, by one policy line or another', () => {
  const memory = { categories: ['memory'] as const };
  expect(kindOf(policyOf(memory), { changes: [module] })).toBe('allowed');
  expect(detailOf(policyOf(memory), { changes: [module, disk] })).toMatch(
    /^the issuer CN=Integrator CA may not sign a delta certificate that has KD-1T added: policy line \S+ does not cover that$/,
  );
  expect(kindOf(policyOf(memory, { categories: ['storage'] }), { changes: [module, disk] })).toBe('allowed');
  expect(kindOf(policyOf({ actions: ['removed'] }), { changes: [module] })).toBe('refused');
  expect(kindOf(policyOf({ actions: ['added'] }), { changes: [{ ...module, action: null }] })).toBe('refused');
  const property: PolicyChange = { unit: null, name: 'the property BIOS', action: 'added' };
  expect([kindOf(policyOf(memory), { changes: [property] }), kindOf(policyOf({}), { changes: [property] })]).toEqual([
    'refused',
    'allowed',
  ]);
});

test('an account reports by its name, and no issuer of that name does', () => {
  const reports = policyOf({ who: { kind: 'submitter', account: 'bob' }, rights: ['observation'] });
  const by = (account: string) => kindOf(reports, { right: 'observation', speaker: { kind: 'submitter', account } });
  expect([by('bob'), by('eve')]).toEqual(['allowed', 'refused']);
  expect(detailOf(reports, { right: 'observation', speaker: { kind: 'submitter', account: 'eve' } })).toBe(
    'eve may not report observations for devices of Pomelo: no policy line lets it',
  );
});

test('a line that ended still covers what came before, and leaves the right governed; one that was taken back never was', () => {
  const adding = say('ann', '2026-01-01T00:00:00Z', { kind: 'issuer-policy', change: { action: 'add', line: policyLine() } });
  const ending = (until: string | null) =>
    say('ann', '2026-05-01T00:00:00Z', { kind: 'issuer-policy', change: { action: 'end', line: adding.id, until } });
  const ended = (until: string | null) => {
    const end = ending(until);
    const approvals = [adding, end].map(({ id }) => say('bob', '2026-05-02T00:00:00Z', { kind: 'approval', statement: id }));
    return governedTable('issuer-policy', statementsInForce([adding, end, ...approvals]));
  };
  const since = ended('2026-05-01T00:00:00Z');
  expect([kindOf(since), kindOf(since, { at: '2026-05-01T00:00:00Z' })]).toEqual(['allowed', 'refused']);
  expect(kindOf(ended(null))).toBeNull();
  expect(tableVersion(since)).not.toBe(tableVersion(policyOf({})));
});
