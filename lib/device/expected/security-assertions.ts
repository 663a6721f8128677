import type { CommonCriteriaMeasures, FipsLevel, Trait } from '#lib/platform-cert/trait-types.ts';
import type { PlatformCertificate, TbbSecurityAssertions } from '#lib/platform-cert/types.ts';

/** What a certificate asserts, in the same words for all versions of the profile: by what is asserted, the values given for it. */
export type SecurityAssertions = ReadonlyMap<string, readonly string[]>;

type Said = readonly [about: string, value: string];

/** What is asserted of an evaluation that goes on: it may be further in a later certificate. */
export const EVALUATION = 'the state of the Common Criteria evaluation';
/** From the first state to the last. @spec TCG Platform Certificate Profile 1.1 section 3.1.1 (EvaluationStatus) */
export const EVALUATION_STATES: readonly string[] = ['designedToMeet', 'evaluationInProgress', 'evaluationCompleted'];

/**
 * The security assertions of a platform certificate that two certificates can agree or disagree upon: evaluations, levels, root of trust for
 * measurement and ISO 9000. Addresses of documents are none, because a document may lie in several places; neither are capabilities, of which each
 * certificate names those that it names.
 * @spec TCG Platform Certificate Profile 1.1 section 3.1.1 (TBBSecurityAssertions), 2.1 section 3.1 (TBBSecurityAssertions-v3)
 */
export function securityAssertionsOf({ tbbSecurityAssertions, traits }: PlatformCertificate): SecurityAssertions {
  const asserted = new Map<string, string[]>();
  for (const [about, value] of [...fromRecord(tbbSecurityAssertions), ...traits.tbbSecurityAssertions.flatMap(fromTrait)]) {
    asserted.set(about, [...(asserted.get(about) ?? []), value]);
  }
  return asserted;
}

function fromRecord(assertions: TbbSecurityAssertions | null): readonly Said[] {
  if (assertions === null) return [];
  const { commonCriteria, fipsLevel, rtmType, iso9000Certified } = assertions;
  return [
    ...(commonCriteria === null ? [] : measured(commonCriteria)),
    ...(fipsLevel === null ? [] : levelled(fipsLevel)),
    ...(ROOTS.get(rtmType ?? '') ?? []).map((root): Said => [ROOT, root]),
    // False is what stands there when nothing is said.
    ...(iso9000Certified ? [iso9000(true)] : []),
  ];
}

function fromTrait({ value, form }: Trait): readonly Said[] {
  switch (value.kind) {
    case 'common-criteria': {
      const { measures, certificateNumber } = value.evaluation;
      return [...measured(measures), ...optional('the number of the Common Criteria certificate', certificateNumber)];
    }
    case 'fips-level':
      return levelled(value.level);
    case 'iso9000':
      return [iso9000(value.certified)];
    case 'flags':
      // A bare value may have its bits turned around.
      return form === 'raw' ? [] : value.names.flatMap((name) => (ROOTS.get(name) ?? []).map((root): Said => [ROOT, root]));
    default:
      return [];
  }
}

const ROOT = 'the root of trust for measurement';
/** The types of 1.x and the named bits of 2.x, as far as they mean the same. What a platform is made of (`physical`) is no root. */
const ROOTS: ReadonlyMap<string, readonly string[]> = new Map([
  ['static', ['static']],
  ['hardwareStatic', ['static']],
  ['dynamic', ['dynamic']],
  ['hybrid', ['static', 'dynamic']],
  ['nonHost', ['outside the host']],
  ['bMC', ['outside the host']],
  ['virtual', ['virtual']],
]);

function measured(measures: CommonCriteriaMeasures): readonly Said[] {
  const { version, assuranceLevel, evaluationStatus, plus, strengthOfFunction, profileOid, targetOid } = measures;
  return [
    ['the version of the Common Criteria', version],
    ['the Common Criteria assurance level', withPlus(assuranceLevel, plus)],
    [EVALUATION, evaluationStatus],
    ...optional('the strength of function', strengthOfFunction),
    ...optional('the protection profile', profileOid),
    ...optional('the target of evaluation', targetOid),
  ];
}

const levelled = ({ version, level, plus }: FipsLevel): readonly Said[] => [[`the level of FIPS ${version}`, withPlus(level, plus)]];

const iso9000 = (certified: boolean): Said => ['ISO 9000', certified ? 'certified' : 'not certified'];
const withPlus = (level: number, plus: boolean): string => `${level}${plus ? '+' : ''}`;
const optional = (about: string, value: string | null): readonly Said[] => (value === null ? [] : [[about, value]]);
