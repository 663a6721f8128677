import { expect, test } from 'vitest';
import type { ReadDocument } from '#lib/artifact/types.ts';
import { TRAIT_CATEGORY, TRAIT_ID } from '#lib/platform-cert/trait-oids.ts';
import { NO_TRAITS } from '#lib/platform-cert/trait-rules.ts';
import type { CommonCriteriaMeasures, Trait, TraitValue } from '#lib/platform-cert/trait-types.ts';
import type { PlatformCertificate, TbbSecurityAssertions } from '#lib/platform-cert/types.ts';
import { continuing, laterBaseOf, rebaseOf } from '#lib/testing/device-chains.ts';
import { ekOf, evidenceOf, handIn, STRANGER, verifyByIssuer } from '#lib/testing/device-evidence.ts';
import { assembleDevices } from '../assemble.ts';

const assemble = (reads: readonly ReadDocument[]) =>
  assembleDevices(evidenceOf(reads.map((read) => handIn(read))), { verify: verifyByIssuer });
const toldOf = (...reads: readonly ReadDocument[]): readonly string[] =>
  assemble([ekOf('ek'), ...reads]).devices.flatMap(({ problems }) =>
    problems.flatMap((problem) => (problem.kind === 'assertions-contradict' ? [problem.detail] : [])),
  );

const MEASURES: CommonCriteriaMeasures = {
  version: '3.1',
  assuranceLevel: 4,
  evaluationStatus: 'evaluationInProgress',
  plus: true,
  strengthOfFunction: null,
  profileOid: null,
  profileUri: null,
  targetOid: null,
  targetUri: null,
};
const NOTHING: TbbSecurityAssertions = {
  version: 0,
  commonCriteria: null,
  fipsLevel: null,
  rtmType: null,
  iso9000Certified: false,
  iso9000Uri: null,
};
const PARTS = [{ serial: 'A' }];

/** A base of the form of 1.x. */
const record = (label: string, over: Partial<TbbSecurityAssertions>, more: Partial<PlatformCertificate> = {}): ReadDocument =>
  laterBaseOf(label, PARTS, { tbbSecurityAssertions: { ...NOTHING, ...over }, ...more });

function trait(category: keyof typeof TRAIT_CATEGORY, value: TraitValue, form: Trait['form'] = 'wrapped'): Trait {
  const registry = '2.23.133.18.3.1';
  return {
    id: TRAIT_ID.oid,
    category: TRAIT_CATEGORY[category],
    registry,
    description: null,
    descriptionUri: null,
    form,
    value,
    offset: 0,
  };
}
const fips = (level: number, version = '140-2') => trait('fipsLevel', { kind: 'fips-level', level: { version, level, plus: false } });
const rtm = (names: readonly string[], form?: Trait['form']) =>
  trait('rtm', { kind: 'flags', names, octets: new Uint8Array(), unusedBits: 0 }, form);
const evaluation = (over: Partial<CommonCriteriaMeasures>, certificateNumber: string | null = null) =>
  trait('commonCriteria', {
    kind: 'common-criteria',
    evaluation: {
      measures: { ...MEASURES, ...over },
      certificateNumber,
      certificateAuthority: null,
      scheme: null,
      issuedAt: null,
      expiresAt: null,
    },
  });

/** A second certificate of the same device, of the form of 2.x. */
const traits = (...tbbSecurityAssertions: readonly Trait[]): ReadDocument =>
  laterBaseOf('of traits', PARTS, { serialNumber: 43n, traits: { ...NO_TRAITS, tbbSecurityAssertions } });

test('two certificates of one device that give another level are told, across the versions of the profile', () => {
  const two = record('of 1.x', { fipsLevel: { version: '140-2', level: 2, plus: false } });
  expect(toldOf(two, traits(fips(3)))).toEqual([
    expect.stringMatching(/^the level of FIPS 140-2 is [23] in base certificate 4[23] and [23] in base certificate 4[23]$/),
  ]);
  expect(toldOf(two, traits(fips(2)))).toEqual([]);
});

test('so are evaluations, certificate numbers, roots of trust and ISO 9000', () => {
  const common = record('of 1.x', { commonCriteria: MEASURES, rtmType: 'dynamic', iso9000Certified: true });
  const [told] = toldOf(
    common,
    traits(
      evaluation({ assuranceLevel: 3, evaluationStatus: 'designedToMeet' }),
      rtm(['static']),
      trait('iso9000', { kind: 'iso9000', certified: false, uri: null }),
    ),
  );
  for (const about of ['assurance level', 'state of the Common Criteria evaluation', 'root of trust', 'ISO 9000'])
    expect(told).toContain(about);
  const numbered = laterBaseOf('numbered', PARTS, { traits: { ...NO_TRAITS, tbbSecurityAssertions: [evaluation({}, 'CC-1')] } });
  expect(toldOf(numbered, traits(evaluation({}, 'CC-2')))).toEqual([expect.stringContaining('number of the Common Criteria certificate')]);
});

test('what one of two leaves out, another FIPS edition, and a value whose bits may be turned around contradict nothing', () => {
  const two = record('of 1.x', { fipsLevel: { version: '140-2', level: 2, plus: false }, rtmType: 'static' });
  expect(toldOf(two, traits())).toEqual([]);
  expect(toldOf(two, traits(fips(3, '140-3')))).toEqual([]);
  expect(toldOf(two, traits(fips(2), fips(3)))).toEqual([]);
  expect(toldOf(two, traits(rtm(['hardwareStatic', 'dynamic'])))).toEqual([]);
  expect(toldOf(two, traits(rtm(['dynamic'], 'raw')))).toEqual([]);
  expect(toldOf(record('of 1.x', {}), traits(trait('iso9000', { kind: 'iso9000', certified: true, uri: null })))).toEqual([]);
});

test('a rebase is compared with the base that it continues; an evaluation may be further by then, and may not go back', () => {
  const base = record('base', { commonCriteria: MEASURES });
  const rebase = (over: Partial<CommonCriteriaMeasures>): ReadDocument =>
    rebaseOf('rebase', PARTS, { of: base, over: { traits: { ...continuing(base), tbbSecurityAssertions: [evaluation(over)] } } });
  expect(toldOf(base, rebase({ evaluationStatus: 'evaluationCompleted' }))).toEqual([]);
  expect(toldOf(base, rebase({ evaluationStatus: 'designedToMeet' }))).toEqual([
    'the state of the Common Criteria evaluation is evaluationInProgress in base certificate 42 and designedToMeet in rebase certificate ' +
      `${BigInt(`0x${rebase({}).id.slice(0, 8)}`)}`,
  ]);
  expect(toldOf(base, rebase({ assuranceLevel: 5 }))).toEqual([expect.stringContaining('assurance level is 4+ in')]);
});

test("a stranger's certificate contradicts nothing", () => {
  const two = record('of 1.x', { fipsLevel: { version: '140-2', level: 2, plus: false } });
  const stranger = record('stranger', { fipsLevel: { version: '140-2', level: 4, plus: false } }, { issuer: STRANGER, serialNumber: 44n });
  expect(toldOf(two, stranger)).toEqual([]);
});
