import type { NamedValue } from '#lib/cyclonedx/types.ts';
import type { CommonCriteriaMeasures, FipsLevel } from '#lib/platform-cert/trait-types.ts';
import type { TbbSecurityAssertions } from '#lib/platform-cert/types.ts';
import { optional, readNumber, readTruth, readUri, uriProperties, type Values } from './property-values.ts';

const TBB = 'assay:tcg:tbbSecurityAssertions';
const COMMON_CRITERIA = `${TBB}:commonCriteria`;
const FIPS = `${TBB}:fipsLevel`;

/**
 * What a certificate up to 1.1 asserts of the trusted building block, as properties of the HBOM's subject. From 2.x on these are traits.
 * @spec TCG Platform Certificate Profile 1.1 section 3.1.1 (TBBSecurityAssertions)
 */
export function assertionProperties(assertions: TbbSecurityAssertions | null): readonly NamedValue[] {
  if (assertions === null) return [];
  const { version, commonCriteria, fipsLevel, rtmType, iso9000Certified, iso9000Uri } = assertions;
  return [
    // Assertions that assert nothing are still there.
    { name: TBB, value: String(version) },
    ...(commonCriteria === null ? [] : commonCriteriaProperties(commonCriteria)),
    ...(fipsLevel === null ? [] : fipsProperties(fipsLevel)),
    ...optional(`${TBB}:rtmType`, rtmType),
    { name: `${TBB}:iso9000Certified`, value: String(iso9000Certified) },
    ...optional(`${TBB}:iso9000Uri`, iso9000Uri),
  ];
}

function commonCriteriaProperties(measures: CommonCriteriaMeasures): readonly NamedValue[] {
  const { version, assuranceLevel, evaluationStatus, plus, strengthOfFunction, profileOid, profileUri, targetOid, targetUri } = measures;
  return [
    { name: COMMON_CRITERIA, value: version },
    { name: `${COMMON_CRITERIA}:assuranceLevel`, value: String(assuranceLevel) },
    { name: `${COMMON_CRITERIA}:evaluationStatus`, value: evaluationStatus },
    { name: `${COMMON_CRITERIA}:plus`, value: String(plus) },
    ...optional(`${COMMON_CRITERIA}:strengthOfFunction`, strengthOfFunction),
    ...optional(`${COMMON_CRITERIA}:profileOid`, profileOid),
    ...uriProperties(`${COMMON_CRITERIA}:profileUri`, profileUri),
    ...optional(`${COMMON_CRITERIA}:targetOid`, targetOid),
    ...uriProperties(`${COMMON_CRITERIA}:targetUri`, targetUri),
  ];
}

function fipsProperties({ version, level, plus }: FipsLevel): readonly NamedValue[] {
  return [
    { name: FIPS, value: version },
    { name: `${FIPS}:level`, value: String(level) },
    { name: `${FIPS}:plus`, value: String(plus) },
  ];
}

/** The inverse of assertionProperties. @throws ParseError 'bad-value' when a value was changed into something that can't be read */
export function readAssertions(values: Values): TbbSecurityAssertions | null {
  if (!values.has(TBB)) return null;
  return {
    version: readNumber(values, TBB),
    commonCriteria: readCommonCriteria(values),
    fipsLevel: readFips(values),
    rtmType: values.get(`${TBB}:rtmType`) ?? null,
    iso9000Certified: readTruth(values, `${TBB}:iso9000Certified`),
    iso9000Uri: values.get(`${TBB}:iso9000Uri`) ?? null,
  };
}

function readCommonCriteria(values: Values): CommonCriteriaMeasures | null {
  const version = values.get(COMMON_CRITERIA);
  if (version === undefined) return null;
  return {
    version,
    assuranceLevel: readNumber(values, `${COMMON_CRITERIA}:assuranceLevel`),
    evaluationStatus: values.get(`${COMMON_CRITERIA}:evaluationStatus`) ?? '',
    plus: readTruth(values, `${COMMON_CRITERIA}:plus`),
    strengthOfFunction: values.get(`${COMMON_CRITERIA}:strengthOfFunction`) ?? null,
    profileOid: values.get(`${COMMON_CRITERIA}:profileOid`) ?? null,
    profileUri: readUri(values, `${COMMON_CRITERIA}:profileUri`),
    targetOid: values.get(`${COMMON_CRITERIA}:targetOid`) ?? null,
    targetUri: readUri(values, `${COMMON_CRITERIA}:targetUri`),
  };
}

function readFips(values: Values): FipsLevel | null {
  const version = values.get(FIPS);
  return version === undefined ? null : { version, level: readNumber(values, `${FIPS}:level`), plus: readTruth(values, `${FIPS}:plus`) };
}
