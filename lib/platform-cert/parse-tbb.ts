import { contextConstructed, contextPrimitive, type DerNode, expectTag, fieldsOf, TAG } from '#lib/encoding/der.ts';
import { readBoolean, readOid, readSmallInteger, readString } from '#lib/encoding/der-values.ts';
import { keepUnread, note, noteDefault, type Reading } from './reading.ts';
import type { CommonCriteriaMeasures, FipsLevel } from './trait-types.ts';
import type { TbbSecurityAssertions } from './types.ts';
import { readUri, readUriReference } from './uri-reference.ts';

const RTM_TYPES = ['static', 'dynamic', 'nonHost', 'hybrid', 'physical', 'virtual'] as const;
const EVALUATION_STATUSES = ['designedToMeet', 'evaluationInProgress', 'evaluationCompleted'] as const;
const STRENGTHS = ['basic', 'medium', 'high'] as const;
const PATH = 'tbbSecurityAssertions';

/**
 * What the manufacturer asserts of the trusted building block; an empty SEQUENCE asserts nothing and is common.
 * @throws ParseError 'bad-tag' | 'missing-field' | 'bad-value'
 * @spec   TCG Platform Certificate Profile 1.1 section 3.1.1 (TBBSecurityAssertions)
 */
export function readTbbSecurityAssertions(reading: Reading, node: DerNode): TbbSecurityAssertions {
  const fields = fieldsOf(expectTag(node, TAG.sequence, PATH));
  const version = fields.takeOptional(TAG.integer);
  const commonCriteria = fields.takeOptional(contextConstructed(0));
  const fipsLevel = fields.takeOptional(contextConstructed(1));
  const rtmType = fields.takeOptional(contextPrimitive(2));
  const certified = fields.takeOptional(TAG.boolean);
  const iso9000Uri = fields.takeOptional(TAG.ia5String);
  keepUnread(reading, PATH, fields.rest());
  return {
    version: version === undefined ? 0 : readVersion(reading, version),
    commonCriteria: commonCriteria === undefined ? null : readCommonCriteria(reading, commonCriteria, `${PATH}.commonCriteria`),
    fipsLevel: fipsLevel === undefined ? null : readFipsLevel(reading, fipsLevel, `${PATH}.fipsLevel`),
    rtmType: rtmType === undefined ? null : readEnumerated(reading, rtmType, { names: RTM_TYPES, path: `${PATH}.rtmType` }),
    iso9000Certified: certified !== undefined && readDefaultFalse(reading, certified, `${PATH}.iso9000Certified`),
    iso9000Uri: iso9000Uri === undefined ? null : readUri(reading, iso9000Uri, `${PATH}.iso9000Uri`),
  };
}

function readVersion(reading: Reading, node: DerNode): number {
  const version = readSmallInteger(node);
  noteDefault(reading, node, { isDefault: version === 0, path: `${PATH}.version` });
  if (version > 0)
    note(reading, node, { code: 'unknown-value', path: `${PATH}.version`, detail: `version ${version} of the assertions, 0 is known` });
  return version;
}

/** CommonCriteriaMeasures, or an IMPLICIT tag over it. @throws ParseError 'bad-tag' | 'missing-field' | 'bad-value' */
export function readCommonCriteria(reading: Reading, node: DerNode, path: string): CommonCriteriaMeasures {
  const fields = fieldsOf(node);
  const version = readString(fields.take(`${path}.version`, TAG.ia5String));
  const assuranceLevel = readSmallInteger(fields.take(`${path}.assuranceLevel`, TAG.enumerated));
  const status = fields.take(`${path}.evaluationStatus`, TAG.enumerated);
  const plus = fields.takeOptional(TAG.boolean);
  const strength = fields.takeOptional(contextPrimitive(0));
  const profileOid = fields.takeOptional(contextPrimitive(1));
  const profileUri = fields.takeOptional(contextConstructed(2));
  const targetOid = fields.takeOptional(contextPrimitive(3));
  const targetUri = fields.takeOptional(contextConstructed(4));
  keepUnread(reading, path, fields.rest());
  return {
    version,
    assuranceLevel,
    evaluationStatus: readEnumerated(reading, status, { names: EVALUATION_STATUSES, path: `${path}.evaluationStatus` }),
    plus: plus !== undefined && readDefaultFalse(reading, plus, `${path}.plus`),
    strengthOfFunction: strength === undefined ? null : readEnumerated(reading, strength, { names: STRENGTHS, path: `${path}.strength` }),
    profileOid: profileOid === undefined ? null : readOid(profileOid),
    profileUri: profileUri === undefined ? null : readUriReference(reading, profileUri, `${path}.profileUri`),
    targetOid: targetOid === undefined ? null : readOid(targetOid),
    targetUri: targetUri === undefined ? null : readUriReference(reading, targetUri, `${path}.targetUri`),
  };
}

/** FIPSLevel, or an IMPLICIT tag over it. @throws ParseError 'bad-tag' | 'missing-field' | 'bad-value' */
export function readFipsLevel(reading: Reading, node: DerNode, path: string): FipsLevel {
  const fields = fieldsOf(node);
  const version = readString(fields.take(`${path}.version`, TAG.ia5String));
  const level = readSmallInteger(fields.take(`${path}.level`, TAG.enumerated));
  const plus = fields.takeOptional(TAG.boolean);
  keepUnread(reading, path, fields.rest());
  return { version, level, plus: plus !== undefined && readDefaultFalse(reading, plus, `${path}.plus`) };
}

function readDefaultFalse(reading: Reading, node: DerNode, path: string): boolean {
  const value = readBoolean(node);
  noteDefault(reading, node, { isDefault: !value, path });
  return value;
}

/** The name of an enumerated value; the number in decimal where it has none. */
function readEnumerated(reading: Reading, node: DerNode, { names, path }: { names: readonly string[]; path: string }): string {
  const number = readSmallInteger(node);
  const name = names[number];
  if (name === undefined) note(reading, node, { code: 'unknown-value', path, detail: `${path} is ${number}, which has no meaning` });
  return name ?? String(number);
}
